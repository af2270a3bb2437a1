/* SPDX-License-Identifier: MIT */
#include "auditor/audit.h"
#include <string.h>
#include "auditor/check.h"
#include "auditor/truth.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include "base/rescue.h"
#include "db/db.h"
#include "db/migrate.h"
#include "db/transact.h"
#include "base/memory.h"
#include "settings.h"

static const struct checks *const CHECKS_OF[] = {
	&SHOP_CHECKS,      &LEDGER_CHECKS,   &BALANCE_CHECKS,  &STOCK_CHECKS,
	&ORDERS_CHECKS,    &PAYMENTS_CHECKS, &ARRIVALS_CHECKS, &DEPOSITS_CHECKS,
	&REVERSALS_CHECKS, &WALLETS_CHECKS,  &WATCHES_CHECKS,  &HISTORY_CHECKS,
	&OUTBOX_CHECKS,    &TRUTH_CHECKS,
};

enum { GROUPS = sizeof(CHECKS_OF) / sizeof(CHECKS_OF[0]) };

struct run {
	struct arena *a;
	const struct audit *audit;
	struct findings found;
};

static void make(struct run *run, const struct check *check)
{
	struct args args =
		check->value ? ARGS(check->value(run->a, run->audit)) : NO_ARGS;
	const struct row *row =
		db_row(run->audit->db, run->a, check->statement, args);
	struct finding f = {.invariant = check->invariant,
	                    .what = check->finding};

	must(row);
	f.rows = row_int(row, "n");
	f.has_amount = !row_null(row, "amount");
	if (f.has_amount)
		f.amount =
			money_minor(row_int(row, "amount"), setting_currency());
	f.first = row_text_or_null(row, "first");
	run->found.checks++;
	if (f.rows)
		run->found.v[run->found.n++] = f;
}

static void make_all(struct db *db, void *arg)
{
	struct run *run = arg;

	(void)db;
	for (size_t i = 0; i < GROUPS; i++) {
		if (CHECKS_OF[i] == &TRUTH_CHECKS && !run->audit->truth)
			continue;
		for (size_t j = 0; j < CHECKS_OF[i]->n; j++)
			make(run, &CHECKS_OF[i]->v[j]);
	}
}

struct findings audit_run(struct arena *a, const struct audit *audit)
{
	struct run run = {.a = a, .audit = audit};
	int64_t since = clock_ticks_ms();
	size_t most = 0;

	for (size_t i = 0; i < GROUPS; i++)
		most += CHECKS_OF[i]->n;
	run.found.v = arena_array(a, most, struct finding);
	db_read(audit->db, make_all, &run);
	run.found.ms = clock_ticks_ms() - since;
	return run.found;
}

struct report {
	struct arena *a;
	struct audit audit;
	struct truth truth;
	const char *truth_path;
	FILE *out, *err;
	bool as_json;
	int status;
};

/* Sums of one currency, told in another, would be wrong to the last. */
static bool is_of_this_shop(const struct report *r)
{
	const char *theirs = audit_currency(r->a, r->audit.db);
	const char *ours = setting_text(SET_CURRENCY);

	if (!theirs || !strcmp(theirs, ours))
		return true;
	fprintf(r->err,
	        "the database is of a shop in %s, and the setting `currency` "
	        "says %s: put `currency = %s` back, or name the right "
	        "database\n",
	        theirs, ours, theirs);
	return false;
}

/* Whether there is something to look at. */
static bool can_look(struct report *r)
{
	const char *sql =
		arena_printf(r->a, "%s/sql", setting_text(SET_SHARE_DIR));

	if (!migrate_is_done(r->audit.db, sql)) {
		fputs("the schema is not that of this version: run "
		      "`cointill migrate`\n",
		      r->err);
		return false;
	}
	if (!is_of_this_shop(r))
		return false;
	if (!r->truth_path)
		return true;
	r->audit.truth = &r->truth;
	return truth_read(&r->truth, r->a, r->truth_path, r->err);
}

static void look(void *arg)
{
	struct report *r = arg;
	struct findings found;

	if (!can_look(r))
		return;
	found = audit_run(r->a, &r->audit);
	if (r->as_json)
		findings_print_json(r->out, r->a, &found);
	else
		findings_print(r->out, &found);
	r->status = found.n ? 1 : 0;
}

int audit_report(struct db *db, const char *truth_path, bool as_json, FILE *out,
                 FILE *err)
{
	struct report r = {
		.a = arena_open(MEMORY_AUDIT),
		.audit = {.db = db},
		.truth_path = truth_path,
		.out = out,
		.err = err,
		.as_json = as_json,
		.status = 2,
	};
	enum rescue how;

	how = rescue_run(look, &r);
	if (how == RESCUE_FULL)
		fputs("the audit needs more memory than it may take\n", err);
	else if (how != RESCUE_NONE)
		fputs("MariaDB does not answer as the audit role; `cointill "
		      "doctor` says more\n",
		      err);
	arena_close(r.a);
	return r.status;
}
