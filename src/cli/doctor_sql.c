/* SPDX-License-Identifier: MIT */
#include "cli/doctor_sql.h"
#include "db/db.h"

STATEMENT(OTHERS, "SELECT COUNT(*) AS n FROM accounts WHERE currency <> ?");

bool doctor_sql_currency_is(struct db *db, struct arena *a, const char *code)
{
	return row_int(db_row(db, a, &OTHERS, ARGS(arg_text(code))), "n") == 0;
}

STATEMENT(CLOCK, "SELECT UTC_TIMESTAMP(3) AS now");

struct moment doctor_sql_clock(struct db *db, struct arena *a)
{
	return row_time(db_row(db, a, &CLOCK, NO_ARGS), "now");
}

STATEMENT(WORKER, "SELECT COALESCE(TIMESTAMPDIFF(MINUTE, MAX(ended_at),"
                  "                              UTC_TIMESTAMP(3)), -1)"
                  "         AS minutes"
                  "  FROM jobs");

int64_t doctor_sql_worker_minutes(struct db *db, struct arena *a)
{
	return row_int(db_row(db, a, &WORKER, NO_ARGS), "minutes");
}
