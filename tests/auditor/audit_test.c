/* SPDX-License-Identifier: MIT */
#include "auditor/audit.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "auditor/damages.h"
#include "auditor/story.h"
#include "base/arena.h"
#include "base/file.h"
#include "db/db.h"
#include "db/transact.h"
#include "remote/json.h"
#include "settings.h"

TestSuite(audit, .timeout = 300);

static struct shop *shop;
static const char *out, *err;

static const char *taken(FILE *f, char **text)
{
	const char *copy;

	fclose(f);
	copy = arena_text(shop->arena, *text);
	free(*text);
	return copy;
}

/* The exit status; what was said is in out and err. */
static int audit(struct db *db, const char *truth, bool as_json)
{
	char *said, *complained;
	size_t n, m;
	FILE *to = open_memstream(&said, &n);
	FILE *complaints = open_memstream(&complained, &m);
	int status = audit_report(db, truth, as_json, to, complaints);

	out = taken(to, &said);
	err = taken(complaints, &complained);
	return status;
}

/* Whether a line begins with the invariant. */
static bool names(const char *invariant)
{
	const char *needle = arena_printf(shop->arena, "\n%s: ", invariant);
	const char *text = arena_printf(shop->arena, "\n%s", out);

	return strstr(text, needle) != NULL;
}

Test(audit, an_honest_shop_passes)
{
	shop = story_open();
	cr_assert_eq(audit(shop->db, NULL, false), 0, "%s%s", out, err);
	cr_assert(strstr(out, " 0 findings"), "%s", out);
	cr_assert_str_empty(err);
}

Test(audit, the_story_has_deposits_of_every_state)
{
	shop = story_open();
	cr_assert_eq(test_number("SELECT COUNT(DISTINCT state) FROM deposits"),
	             6);
	cr_assert_eq(test_number("SELECT SUM(shortfall) FROM deposits"
	                         " WHERE payment_id = 15"),
	             2500);
	cr_assert_eq(test_number("SELECT COUNT(DISTINCT state) FROM payments"
	                         " WHERE provider = 'own'"),
	             5);
}

Test(audit, a_shop_in_another_currency_is_not_looked_at)
{
	shop = shop_open();
	cr_assert_null(settings_set("currency", "EUR"));
	cr_assert_eq(audit(shop->db, NULL, false), 2);
	cr_assert(strstr(err, "put `currency = USD` back"), "%s", err);
	cr_assert_str_empty(out);
}

Test(audit, an_empty_shop_passes)
{
	shop = shop_open();
	cr_assert_eq(audit(shop->db, NULL, false), 0, "%s%s", out, err);
}

/* Runs statements that are parted by semicolons. */
static void run_all(const char *sql)
{
	char *all = arena_text(shop->arena, sql), *end;

	for (; (end = strchr(all, ';')); all = end + 1) {
		*end = '\0';
		test_sql(all);
	}
	if (strspn(all, " \n") < strlen(all))
		test_sql(all);
}

/* Whether the auditor names the damage, and the shop is whole afterwards. */
static void expect_named(const struct damage *d, const char *truth)
{
	run_all(d->sql);
	cr_expect_eq(audit(shop->db, truth, false), 1, "%s: %s%s", d->name, out,
	             err);
	cr_expect(names(d->invariant), "%s: %s is not named in\n%s", d->name,
	          d->invariant, out);
	if (getenv("AUDIT_TEST_SHOW"))
		fprintf(stderr, "--- %s\n%s", d->name, out);
	story_restore(d->sql);
}

Test(audit, every_damage_is_named)
{
	shop = story_open();
	story_keep();
	cr_assert_geq(DAMAGES_COUNT, 30);
	for (size_t i = 0; i < DAMAGES_COUNT; i++)
		expect_named(&DAMAGES[i], NULL);
	cr_assert_eq(audit(shop->db, NULL, false), 0, "%s", out);
}

Test(audit, every_damage_to_what_chains_show_is_named)
{
	shop = story_open();
	story_keep();
	for (size_t i = 0; i < CHAIN_DAMAGES_COUNT; i++)
		expect_named(&CHAIN_DAMAGES[i], NULL);
	cr_assert_eq(audit(shop->db, NULL, false), 0, "%s", out);
}

Test(audit, with_the_truth_every_lie_is_named)
{
	const char *truth;

	shop = story_open();
	truth = story_truth();
	cr_assert_eq(audit(shop->db, truth, false), 0, "%s%s", out, err);
	story_keep();
	for (size_t i = 0; i < LIES_COUNT; i++)
		expect_named(&LIES[i], truth);
	for (size_t i = 0; i < CHAIN_LIES_COUNT; i++)
		expect_named(&CHAIN_LIES[i], truth);
}

Test(audit, an_invoice_of_a_held_payment_is_known_by_its_report)
{
	const char *truth;

	shop = story_open();
	truth = story_truth();
	story_keep();
	test_sql("UPDATE payments SET gateway_id = NULL, gateway_hash = NULL,"
	         " address = NULL, expires_at = NULL WHERE id = 8");
	cr_assert_eq(audit(shop->db, truth, false), 1);
	test_sql("UPDATE quarantine SET body = '{\"id\": 6}'"
	         " WHERE payment_id = 8");
	cr_assert_eq(audit(shop->db, truth, false), 0, "%s", out);
}

Test(audit, what_the_shop_loses_has_a_minus)
{
	shop = story_open();
	story_keep();
	test_sql("UPDATE users SET top_up_amount = top_up_amount + 1250"
	         " WHERE id = 2");
	cr_assert_eq(audit(shop->db, NULL, false), 1);
	cr_assert(strstr(out, "I-2: a balance is not what its transfers add up"
	                      " to: loss -12.50 USD; 1 row: user 2\n"),
	          "%s", out);
	test_sql("UPDATE users SET top_up_amount = top_up_amount - 1251"
	         " WHERE id = 2");
	cr_assert_eq(audit(shop->db, NULL, false), 1);
	cr_assert(strstr(out, "gain +0.01 USD; 1 row: user 2\n"), "%s", out);
}

static const json *read_out(void)
{
	const char *why = "";
	const json *j = json_read(shop->arena, slice_text(out), 0, &why);

	cr_assert(j, "%s: %s", why, out);
	return j;
}

Test(audit, json_is_read_by_our_reader)
{
	const json *found, *j;
	const char *text;
	bool holds;
	int64_t n;

	shop = story_open();
	cr_assert_eq(audit(shop->db, NULL, true), 0);
	j = read_out();
	cr_assert(json_bool(&holds, json_member(j, "holds")) && holds);
	cr_assert(json_int(&n, json_member(j, "checks")));
	cr_assert_gt(n, 50);
	story_keep();
	test_sql("UPDATE users SET top_up_amount = top_up_amount + 1250"
	         " WHERE id = 2");
	cr_assert_eq(audit(shop->db, NULL, true), 1);
	j = read_out();
	cr_assert(json_bool(&holds, json_member(j, "holds")) && !holds);
	found = json_first(json_member(j, "findings"));
	cr_assert(json_text(&text, json_member(found, "invariant")));
	cr_assert_str_eq(text, "I-2");
	cr_assert(json_text(&text, json_member(found, "amount")));
	cr_assert_str_eq(text, "-12.50");
	cr_assert(json_int(&n, json_member(found, "rows")));
	cr_assert_eq(n, 1);
}

Test(audit, what_can_not_be_looked_at_is_2)
{
	struct db_login nowhere = {.socket = "/nowhere", .user = "root"};
	struct db *dead;
	const char *path;
	FILE *f;

	shop = shop_open();
	dead = db_open(&nowhere);
	cr_assert_eq(audit(dead, NULL, false), 2);
	cr_assert(strstr(err, "MariaDB"), "%s", err);
	db_close(dead);
	cr_assert_eq(audit(shop->db, "/nowhere", false), 2);
	path = arena_printf(shop->arena, "%s/log", shop_dir());
	f = fopen(path, "we");
	fputs("{\"what\":\"fault\"}\n{\"what\":\"transfer\",\"n\":1}\n", f);
	fclose(f);
	cr_assert_eq(audit(shop->db, path, false), 2);
	cr_assert(strstr(err, ":2: not a line of a truth log"), "%s", err);
	f = fopen(path, "we");
	fputs("{\"what\":\"paid\",\"payment\":1}\n", f);
	fclose(f);
	cr_assert_eq(audit(shop->db, path, false), 2);
	cr_assert(strstr(err, ":1: not a line of a truth log"), "%s", err);
	test_sql("DELETE FROM schema_migrations LIMIT 1");
	cr_assert_eq(audit(shop->db, NULL, false), 2);
	cr_assert(strstr(err, "cointill migrate"), "%s", err);
	cr_assert_str_empty(out);
}

Test(audit, a_hundred_thousand_entries_take_less_than_a_minute)
{
	struct audit whole = {0};
	struct findings found;
	struct slice sql;

	shop = shop_open();
	test_drop_triggers();
	cr_assert(file_read(&sql, shop->arena,
	                    source_file("tests/auditor/large.sql"), 1 << 20));
	run_all(sql.p);
	whole.db = db_open(test_login());
	db_be_patient(whole.db);
	found = audit_run(shop->arena, &whole);
	findings_print(stderr, &found);
	cr_assert_eq(found.n, 0);
	cr_assert_lt(found.ms, 60000);
	db_close(whole.db);
}

/* The roles belong to the server; only ours gets rights to this database. */
static const struct db_login *audit_login(void)
{
	static struct db_login login;

	test_sql("CREATE USER IF NOT EXISTS cointill_audit@localhost");
	test_sql("GRANT SELECT ON * TO cointill_audit@localhost");
	login = *test_login();
	login.user = "cointill_audit";
	return &login;
}

STATEMENT(STEAL, "UPDATE users SET top_up_amount = 1000000");
STATEMENT(FORGE, "INSERT INTO audit_log (actor, action) VALUES ('a', 'b')");

static void steal(struct db *db, void *arg)
{
	db_run(db, arg, NO_ARGS);
}

Test(audit, the_role_of_the_auditor_is_enough_to_look)
{
	struct db *db;

	shop = story_open();
	db = db_open(audit_login());
	cr_assert_eq(audit(db, NULL, false), 0, "%s%s", out, err);
	db_close(db);
}

Test(audit, the_role_of_the_auditor_cannot_write, .signal = SIGABRT)
{
	shop = shop_open();
	db_run(db_open(audit_login()), &FORGE, NO_ARGS);
}

Test(audit, even_root_cannot_write_in_a_snapshot, .signal = SIGABRT)
{
	shop = shop_open();
	db_read(shop->db, steal, &STEAL);
}

STATEMENT(COUNT, "SELECT COUNT(*) AS n FROM accounts WHERE kind = 'user'");

/* Counts after another connection has added one. */
static void add_and_count(struct db *db, void *arg)
{
	test_sql("INSERT INTO accounts (kind, code, currency)"
	         " VALUES ('user', 'user:ghost', 'USD')");
	*(int64_t *)arg =
		row_int(db_row(db, shop->arena, &COUNT, NO_ARGS), "n");
}

Test(audit, a_snapshot_is_of_one_moment)
{
	int64_t n = 9;

	shop = shop_open();
	db_read(shop->db, add_and_count, &n);
	cr_assert_eq(n, 0);
	cr_assert_eq(
		row_int(db_row(shop->db, shop->arena, &COUNT, NO_ARGS), "n"),
		1);
}
