/* SPDX-License-Identifier: MIT */
#include "cli/doctor_sql.h"
#include "base/arena.h"
#include "db/db.h"

STATEMENT(CLOCK, "SELECT UTC_TIMESTAMP(3) AS now");

struct moment doctor_sql_clock(struct db *db, struct arena *a)
{
	return row_time(db_row(db, a, &CLOCK, NO_ARGS), "now");
}

STATEMENT(WORKER, "SELECT COALESCE(TIMESTAMPDIFF(MINUTE, MAX(ended_at),"
                  "                              UTC_TIMESTAMP(3)), -1)"
                  "         AS minutes"
                  "  FROM jobs WHERE name <> 'ask'");

int64_t doctor_sql_worker_minutes(struct db *db, struct arena *a)
{
	return row_int(db_row(db, a, &WORKER, NO_ARGS), "minutes");
}

STATEMENT(WAITING, "SELECT"
                   " (SELECT COUNT(*) FROM payments WHERE state = 'REVIEW')"
                   "   AS payments,"
                   " (SELECT COUNT(*) FROM deposits WHERE state = 'HELD')"
                   "   AS deposits");

struct waiting doctor_sql_waiting(struct db *db, struct arena *a)
{
	const struct row *row = db_row(db, a, &WAITING, NO_ARGS);

	return (struct waiting){row_int(row, "payments"),
	                        row_int(row, "deposits")};
}

STATEMENT(NOT_IMPORTED, "SELECT COUNT(*) AS n FROM watches"
                        " WHERE network = ? AND imported_at IS NULL"
                        "   AND next_look_at IS NOT NULL");

int64_t doctor_sql_not_imported(struct db *db, struct arena *a,
                                const char *network)
{
	return row_int(db_row(db, a, &NOT_IMPORTED, ARGS(arg_text(network))),
	               "n");
}

STATEMENT(RATES, "SELECT coin, price, source, paused,"
                 " COALESCE(TIMESTAMPDIFF(SECOND, at, UTC_TIMESTAMP(3)), 0)"
                 "   AS age FROM rates");

struct rates doctor_sql_rates(struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &RATES, NO_ARGS);
	struct rate *v = arena_array(a, rows.n, struct rate);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct rate){
			.coin = row_text(rows.row[i], "coin"),
			.price = row_text_or_null(rows.row[i], "price"),
			.source = row_text_or_null(rows.row[i], "source"),
			.paused = row_text_or_null(rows.row[i], "paused"),
			.age_s = row_int(rows.row[i], "age"),
		};
	return (struct rates){rows.n, v};
}

STATEMENT(ASKER, "SELECT"
                 " (SELECT COALESCE(TIMESTAMPDIFF(SECOND, MAX(ended_at),"
                 "                                UTC_TIMESTAMP(3)), -1)"
                 "    FROM jobs WHERE name = 'ask') AS heard,"
                 " (SELECT COALESCE(TIMESTAMPDIFF(SECOND, MIN(ask_at),"
                 "                                UTC_TIMESTAMP(3)), 0)"
                 "    FROM payments WHERE state = 'CREATING') AS waits,"
                 " (SELECT COUNT(*) FROM callbacks"
                 "   WHERE ask_at < UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE"
                 "      OR ask_at IS NOT NULL AND asks > 2) AS callbacks");

struct asker doctor_sql_asker(struct db *db, struct arena *a)
{
	const struct row *row = db_row(db, a, &ASKER, NO_ARGS);

	return (struct asker){row_int(row, "heard"), row_int(row, "waits"),
	                      row_int(row, "callbacks")};
}
