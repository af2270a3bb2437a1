/* SPDX-License-Identifier: MIT */
#include "watch/health_sql.h"
#include "base/arena.h"
#include "chain/credit.h"
#include "db/db.h"
#include "watch/health.h"

/* A name that is too long for its column is cut here and everywhere below. */
#define COLUMNS                                                        \
	"name, network, tip, failures, fault,"                         \
	" COALESCE(retry_at > UTC_TIMESTAMP(3), 0) AS resting,"        \
	" good_at, failed_at, retry_at, passed, passed_at, passed_why" \
	" FROM sources"

/* What one more failure changes; the question marks are the seconds that the
 * source asked for, and the fault.  Left to right: the rest is reckoned from
 * the failures before this one. */
#define FAILED                                         \
	" retry_at = UTC_TIMESTAMP(3) + INTERVAL"      \
	"  GREATEST(?, LEAST(3600,"                    \
	"    30 * (1 << LEAST(failures, 7)))) SECOND," \
	" failures = failures + 1,"                    \
	" failed_at = UTC_TIMESTAMP(3), fault = LEFT(?, 255)"

static struct moment time_or_none(const struct row *row, const char *column)
{
	return row_null(row, column) ? (struct moment){0}
	                             : row_time(row, column);
}

static struct health read_health(const struct row *row)
{
	return (struct health){
		.name = row_text(row, "name"),
		.network = row_text(row, "network"),
		.tip = row_null(row, "tip") ? -1 : row_int(row, "tip"),
		.failures = row_int(row, "failures"),
		.is_resting = row_bool(row, "resting"),
		.fault = row_text_or_null(row, "fault"),
		.good_at = time_or_none(row, "good_at"),
		.failed_at = time_or_none(row, "failed_at"),
		.retry_at = time_or_none(row, "retry_at"),
		.passed = row_int(row, "passed"),
		.passed_at = time_or_none(row, "passed_at"),
		.passed_why = row_text_or_null(row, "passed_why"),
	};
}

STATEMENT(LIST, "SELECT " COLUMNS " ORDER BY network, name");

struct healths health_list(struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &LIST, NO_ARGS);
	struct health *v = arena_array(a, rows.n, struct health);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = read_health(rows.row[i]);
	return (struct healths){rows.n, v};
}

STATEMENT(FIND, "SELECT " COLUMNS " WHERE name = LEFT(?, 96)");

struct health health_of(struct db *db, struct arena *a, const char *name)
{
	const struct row *row = db_row(db, a, &FIND, ARGS(arg_text(name)));

	return row ? read_health(row)
	           : (struct health){.name = name, .network = "", .tip = -1};
}

STATEMENT(GOOD, "INSERT INTO sources (name, network, tip, good_at)"
                "  VALUES (LEFT(?, 96), ?, ?, UTC_TIMESTAMP(3))"
                " ON DUPLICATE KEY UPDATE tip = COALESCE(VALUE(tip), tip),"
                "  good_at = VALUE(good_at), failures = 0, retry_at = NULL");

void health_sql_good(struct db *db, const char *name, const char *network,
                     int64_t tip)
{
	(void)db_run(db, &GOOD,
	             ARGS(arg_text(name), arg_text(network),
	                  tip < 0 ? arg_null() : arg_int(tip)));
}

/* What it told an hour ago may have been the lie. */
STATEMENT(WENT_BACK, "UPDATE sources SET" FAILED
                     " WHERE name = LEFT(?, 96) AND tip - ? > ?"
                     "   AND good_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");

bool health_sql_went_back(struct db *db, const char *name, int64_t tip,
                          int64_t most)
{
	return db_run(db, &WENT_BACK,
	              ARGS(arg_int(0),
	                   arg_text("its tip went back further than a chain "
	                            "can"),
	                   arg_text(name), arg_int(tip), arg_int(most))) == 1;
}

STATEMENT(BAD, "INSERT INTO sources"
               "  (name, network, failures, failed_at, retry_at, fault)"
               "  VALUES (LEFT(?, 96), ?, 1, UTC_TIMESTAMP(3),"
               "   UTC_TIMESTAMP(3) + INTERVAL GREATEST(?, 30) SECOND,"
               "   LEFT(?, 255))"
               " ON DUPLICATE KEY UPDATE" FAILED);

void health_bad(struct db *db, const char *name, const char *network,
                const struct fault *fault)
{
	const char *why =
		fault->message ? fault->message : fault_name(fault->kind);

	(void)db_run(db, &BAD,
	             ARGS(arg_text(name), arg_text(network),
	                  arg_int(fault->wait_s), arg_text(why),
	                  arg_int(fault->wait_s), arg_text(why)));
}

STATEMENT(PASSED, "UPDATE sources SET passed = passed + ?,"
                  " passed_at = UTC_TIMESTAMP(3), passed_why = LEFT(?, 120)"
                  " WHERE name = LEFT(?, 96)");

void health_passed(struct db *db, const char *name, const struct credits *found)
{
	const char *why = found->unread_n ? found->unread[0].why : NULL;

	(void)db_run(db, &PASSED,
	             ARGS(arg_int((int64_t)found->passed), arg_text(why),
	                  arg_text(name)));
}
