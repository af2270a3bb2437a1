/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <mysql.h>
#include <stdio.h>
#include <string.h>
#include "db/db.h"
#include "db/migrate.h"
#include "lib/shop.h"

/* The roles belong to the server, so tests that run at once share them and
 * each grants them its own database. */
static MYSQL *as_role(const char *role)
{
	struct shop *shop = shop_open();
	MYSQL *my = mysql_init(NULL);
	char sql[128];
	static const char *const ROLES[] = {"shop",   "pay",   "admin",
	                                    "worker", "audit", "migrate"};

	for (size_t i = 0; i < sizeof(ROLES) / sizeof(ROLES[0]); i++) {
		snprintf(sql, sizeof(sql),
		         "CREATE USER IF NOT EXISTS cointill_%s@localhost",
		         ROLES[i]);
		test_sql(sql);
	}
	cr_assert(migrate_grants(shop->db, source_file("sql/grants.sql"),
	                         stderr));
	snprintf(sql, sizeof(sql), "cointill_%s", role);
	cr_assert(mysql_real_connect(my, NULL, sql, NULL, test_login()->name, 0,
	                             test_db_socket(), 0),
	          "%s", mysql_error(my));
	return my;
}

static bool refused(MYSQL *my, const char *sql)
{
	unsigned errno_;

	if (mysql_query(my, sql) == 0)
		return false;
	errno_ = mysql_errno(my);
	/* command, table access or column access denied */
	return errno_ == 1142 || errno_ == 1143 || errno_ == 1044 ||
	       errno_ == 1227;
}

static void may(MYSQL *my, const char *sql)
{
	cr_expect_eq(mysql_query(my, sql), 0, "%s: %s", sql, mysql_error(my));
}

static void nobody_edits_history(const char *role)
{
	static const char *const TABLES[] = {"ledger_entries",
	                                     "ledger_transfers",
	                                     "balance_history", "audit_log"};
	static const char *const DEEDS[] = {"DELETE FROM", "TRUNCATE TABLE",
	                                    "DROP TABLE"};
	MYSQL *my = as_role(role);
	char sql[128];

	for (size_t t = 0; t < 4; t++) {
		for (size_t d = 0; d < 3; d++) {
			snprintf(sql, sizeof(sql), "%s %s", DEEDS[d],
			         TABLES[t]);
			cr_expect(refused(my, sql), "%s: %s", role, sql);
		}
	}
	cr_expect(refused(my, "UPDATE ledger_entries SET actor = 'x'"));
	cr_expect(refused(my, "UPDATE ledger_transfers SET amount = 1"));
	cr_expect(refused(my, "UPDATE balance_history SET ver = 9"));
	cr_expect(refused(my, "UPDATE audit_log SET actor = 'x'"));
	mysql_close(my);
}

Test(grants, no_role_of_the_shop_edits_history)
{
	nobody_edits_history("shop");
	nobody_edits_history("pay");
	nobody_edits_history("worker");
	nobody_edits_history("admin");
	nobody_edits_history("audit");
}

Test(grants, nobody_says_which_shop_a_database_is_of)
{
	static const char *const ROLES[] = {"shop", "pay", "worker", "admin",
	                                    "audit"};

	for (size_t i = 0; i < sizeof(ROLES) / sizeof(ROLES[0]); i++) {
		MYSQL *my = as_role(ROLES[i]);

		may(my, "SELECT currency, epoch FROM shop");
		mysql_free_result(mysql_store_result(my));
		cr_expect(refused(my, "UPDATE shop SET epoch = 'x'"));
		cr_expect(refused(my, "DELETE FROM shop"));
		cr_expect(refused(my, "INSERT INTO shop_keys (name,"
		                      " check_value) VALUES ('x', 'x')"));
		cr_expect(refused(my, "UPDATE shop_keys SET number = 2"));
		mysql_close(my);
	}
}

Test(grants, the_storefront_cannot_top_up_a_balance)
{
	MYSQL *my = as_role("shop");

	cr_assert(refused(my, "UPDATE users SET top_up_amount = 1000000"));
	cr_assert(refused(my, "INSERT INTO deposits (id) VALUES (1)"));
	cr_assert(refused(my, "UPDATE payments SET state = 'PAID'"));
	mysql_close(my);
}

Test(grants, the_payment_pool_cannot_spend_or_read_goods)
{
	MYSQL *my = as_role("pay");

	cr_assert(refused(my, "UPDATE users SET consume_records = 0"));
	cr_assert(refused(my, "SELECT sealed FROM items"));
	cr_assert(refused(my, "INSERT INTO buys (id) VALUES (1)"));
	mysql_close(my);
}

Test(grants, the_auditor_only_reads)
{
	MYSQL *my = as_role("audit");

	cr_assert(refused(my, "UPDATE users SET name = 'x'"));
	cr_assert(refused(my, "INSERT INTO outbox (id) VALUES (1)"));
	cr_assert_eq(mysql_query(my, "SELECT COUNT(*) FROM ledger_entries"), 0);
	mysql_close(my);
}

Test(grants, the_payment_pool_gives_addresses_and_takes_none_back)
{
	MYSQL *my = as_role("pay");

	may(my, "UPDATE wallets SET next_index = next_index + 1");
	may(my, "UPDATE own_addresses SET payment_id = NULL");
	cr_assert(refused(my, "UPDATE wallets SET extended_key = 'x'"));
	cr_assert(refused(my, "UPDATE wallets SET confirmed_at = NULL"));
	cr_assert(refused(my, "INSERT INTO wallets (id) VALUES (1)"));
	cr_assert(refused(my, "UPDATE own_addresses SET address = 'x'"));
	cr_assert(refused(my, "DELETE FROM own_addresses"));
	mysql_close(my);
}

Test(grants, the_worker_marks_what_was_paid_and_the_storefront_sees_no_key)
{
	MYSQL *my = as_role("worker");

	may(my, "UPDATE wallets w JOIN own_addresses o ON o.wallet_id = w.id"
	        " SET w.paid_index = o.wallet_index WHERE o.payment_id = 1");
	cr_assert(refused(my, "UPDATE wallets SET next_index = 0"));
	cr_assert(refused(my, "INSERT INTO own_addresses (id) VALUES (1)"));
	mysql_close(my);
	my = as_role("shop");
	cr_assert(refused(my, "SELECT * FROM wallets"));
	cr_assert(refused(my, "SELECT * FROM own_addresses"));
	mysql_close(my);
}

Test(grants, an_admin_adds_keys_and_addresses_but_edits_none)
{
	MYSQL *my = as_role("admin");

	may(my, "UPDATE wallets SET confirmed_at = NULL, retired_at = NULL");
	cr_assert(refused(my, "UPDATE wallets SET extended_key = 'x'"));
	cr_assert(refused(my, "UPDATE wallets SET next_index = 0"));
	cr_assert(refused(my, "UPDATE own_addresses SET payment_id = 1"));
	cr_assert(refused(my, "DELETE FROM wallets"));
	mysql_close(my);
}

Test(grants, the_worker_alone_says_what_coins_are_worth)
{
	static const char *const READERS[] = {"shop", "pay", "admin", "audit"};
	MYSQL *my = as_role("worker");

	cr_assert_eq(mysql_query(my, "INSERT INTO quotes VALUES"
	                             " ('BTC', 'kraken', '1', NOW(3))"),
	             0);
	cr_assert_eq(mysql_query(my, "INSERT INTO rates (coin, price)"
	                             " VALUES ('BTC', '1')"),
	             0);
	cr_assert_eq(mysql_query(my, "UPDATE rates SET price = '2'"), 0);
	cr_assert_eq(mysql_query(my, "INSERT INTO sources (name, network)"
	                             " VALUES ('prices/x@y', 'prices')"),
	             0);
	cr_assert(refused(my, "DELETE FROM rates"));
	mysql_close(my);
	for (size_t i = 0; i < 4; i++) {
		my = as_role(READERS[i]);
		cr_expect_eq(test_number("SELECT price FROM rates"), 2);
		cr_expect_eq(mysql_query(my, "SELECT price FROM rates"), 0);
		mysql_free_result(mysql_store_result(my));
		cr_expect(refused(my, "UPDATE rates SET price = '9'"));
		cr_expect(refused(my, "INSERT INTO rates (coin)"
		                      " VALUES ('LTC')"));
		cr_expect(refused(my, "UPDATE quotes SET price = '9'"));
		cr_expect(refused(my, "UPDATE sources SET failures = 9"));
		mysql_close(my);
	}
}

/* --- what a role may write, but not so ----------------------------------- */

enum { STEPS_MOST = 4 };

#define ENTRY(kind, cause)                                            \
	"INSERT INTO ledger_entries (kind, cause_id, user_id, actor)" \
	" SELECT '" kind "', " cause ", id, 'x' FROM users WHERE id = 1"
#define TRANSFER(debit, credit, amount)                                  \
	"INSERT INTO ledger_transfers (entry_id, seq, debit_account,"    \
	" credit_account, amount, currency)"                             \
	" SELECT (SELECT MAX(id) FROM ledger_entries), 9,"               \
	"  (SELECT id FROM accounts WHERE code = '" debit "'),"          \
	"  (SELECT id FROM accounts WHERE code = '" credit "'), " amount \
	", 'USD'"

static const char BALANCE[] = "an entry of the same transaction";
static const char KIND[] = "as the kind of its entry does";
static const char VER[] = "ver up by one";
static const char CLOSED[] = "an entry that is closed";
static const char HISTORY[] = "says what the balance is";
static const char GIVEN[] = "what a payment was given stays";
static const char CREDITED[] = "what a deposit was credited stays";
static const char SOLD[] = "sold";
static const char DENIED[] = "command denied";
static const char NO_POOL[] = "CHECK OPTION failed";
static const char GROWS[] = "gives no address twice";

/* Its last step is refused, with a message that has why in it. */
struct attempt {
	const char *role, *why, *step[STEPS_MOST];
};

/* Ann has paid in 10.00 and bought for 2.50; her account is user:ann. */
/* clang-format off */
static const struct attempt ATTEMPTS[] = {
	{"shop", BALANCE, {"UPDATE users SET consume_records = 0"}},
	{"shop", BALANCE, {"UPDATE users SET ver = ver + 1"}},
	{"shop", BALANCE, {
		"UPDATE users SET consume_records = 0, ver = ver + 1"}},
	{"shop", KIND, {
		ENTRY("purchase", "77"),
		"UPDATE users SET consume_records = 0, ver = ver + 1"}},
	{"shop", KIND, {
		ENTRY("purchase", "77"), TRANSFER("sales", "user:ann", "250"),
		"UPDATE users SET consume_records = 0, ver = ver + 1"}},
	{"shop", VER, {
		ENTRY("purchase", "77"), TRANSFER("user:ann", "sales", "100"),
		"UPDATE users SET consume_records = consume_records + 100,"
		" ver = ver + 2"}},
	{"shop", CLOSED, {TRANSFER("clearing:BTC", "user:ann", "250")}},
	{"shop", HISTORY, {
		ENTRY("purchase", "77"),
		"INSERT INTO balance_history SELECT 1, ver + 1, (SELECT MAX(id)"
		" FROM ledger_entries), 9999, 0 FROM users WHERE id = 1"}},
	{"shop", SOLD, {"UPDATE items SET is_sold = 0 WHERE is_sold = 1"}},
	{"pay", DENIED, {"UPDATE users SET top_up_amount = 9999"}},
	{"pay", BALANCE, {"UPDATE users SET ver = ver + 1"}},
	{"pay", DENIED, {ENTRY("deposit", "77")}},
	{"pay", DENIED, {TRANSFER("clearing:BTC", "user:ann", "1")}},
	{"pay", DENIED, {"UPDATE payments SET gateway_id = '77'"}},
	{"pay", GIVEN, {"UPDATE payments SET address = 'mine'"}},
	{"pay", GIVEN, {"UPDATE payments SET address = NULL"}},
	{"pay", GIVEN, {
		"UPDATE payments SET expires_at = expires_at + INTERVAL 1 DAY"}},
	{"pay", GROWS, {"UPDATE wallets SET next_index = next_index - 1"}},
	{"pay", DENIED, {
		"INSERT INTO own_addresses (network, script, address)"
		" VALUES ('bitcoin', 'aa', 'mine')"}},
	{"pay", NO_POOL, {
		"INSERT INTO derived_addresses (network, script, address)"
		" VALUES ('bitcoin', 'aa', 'mine')"}},
	{"worker", BALANCE, {
		"UPDATE users SET top_up_amount = top_up_amount + 1,"
		" ver = ver + 1"}},
	{"worker", KIND, {
		ENTRY("deposit", "77"), TRANSFER("clearing:BTC", "user:ann", "1"),
		"UPDATE users SET top_up_amount = top_up_amount - 1,"
		" ver = ver + 1"}},
	{"worker", KIND, {
		ENTRY("reversal", "77"), TRANSFER("clearing:BTC", "user:ann", "1"),
		"UPDATE users SET top_up_amount = top_up_amount + 1,"
		" ver = ver + 1"}},
	{"worker", GIVEN, {"UPDATE payments SET address = 'mine'"}},
	{"worker", GIVEN, {"UPDATE payments SET gateway_id = '77'"}},
	{"worker", GIVEN, {"UPDATE payments SET gateway_hash = '77'"}},
	{"worker", GIVEN, {"UPDATE payments SET coin_amount = 1"}},
	{"worker", GIVEN, {"UPDATE payments SET paid_at = NOW(3)"}},
	{"worker", CREDITED, {"UPDATE deposits SET credited = 9999"}},
	{"worker", CREDITED, {"UPDATE deposits SET rate = '9999'"}},
	{"worker", CREDITED, {"UPDATE deposits SET credited_at = NOW(3)"}},
	{"worker", GROWS, {"UPDATE wallets SET paid_index = -1"}},
	{"admin", SOLD, {"DELETE FROM items WHERE is_sold = 1"}},
	{"admin", SOLD, {"UPDATE items SET shelf = 99 WHERE is_sold = 1"}},
	{"admin", GROWS, {
		"UPDATE wallets SET confirmed_at = NOW(3) + INTERVAL 1 DAY"}},
};
/* clang-format on */

static void open_world(void)
{
	struct browser *b = browser_of("ann", 1000);

	shop_product("sencha", 250, 5);
	buys(b, "sencha", 1);
	test_sql("UPDATE payments SET coin_amount = 5");
	test_sql("INSERT INTO wallets (network, extended_key, first_address,"
	         " next_index, paid_index, confirmed_at)"
	         " VALUES ('bitcoin', 'x', 'x', 5, 3, NOW(3))");
}

static void try(const struct attempt *attempt)
{
	MYSQL *my = as_role(attempt->role);
	int last = 0;

	while (last + 1 < STEPS_MOST && attempt->step[last + 1])
		last++;
	cr_assert_eq(mysql_query(my, "START TRANSACTION"), 0);
	for (int i = 0; i < last; i++)
		may(my, attempt->step[i]);
	cr_expect(mysql_query(my, attempt->step[last]) != 0, "%s: %s",
	          attempt->role, attempt->step[last]);
	cr_expect(strstr(mysql_error(my), attempt->why), "%s: %s: %s",
	          attempt->role, attempt->step[last], mysql_error(my));
	mysql_close(my);
}

Test(grants, what_a_role_may_write_it_may_write_only_so)
{
	open_world();
	for (size_t i = 0; i < sizeof(ATTEMPTS) / sizeof(ATTEMPTS[0]); i++)
		try(&ATTEMPTS[i]);
}
