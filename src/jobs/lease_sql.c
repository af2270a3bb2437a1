/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <unistd.h>
#include "base/arena.h"
#include "db/db.h"
#include "jobs/lease.h"

static const char *holder(struct arena *a)
{
	char host[HOST_NAME_MAX + 1];

	if (gethostname(host, sizeof(host)))
		host[0] = '\0';
	host[HOST_NAME_MAX] = '\0';
	return arena_printf(a, "%.48s:%d", host, (int)getpid());
}

STATEMENT(FIND, "SELECT fence FROM jobs WHERE name = ?");

STATEMENT(ADD, "INSERT INTO jobs (name) VALUES (?)");

STATEMENT(TAKE,
          "UPDATE jobs SET holder = ?, fence = fence + 1,"
          " leased_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND,"
          " started_at = UTC_TIMESTAMP(3)"
          " WHERE name = ? AND fence = ?"
          "   AND (leased_until IS NULL OR leased_until < UTC_TIMESTAMP(3))"
          "   AND (started_at IS NULL"
          "     OR started_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND)");

struct lease lease_take(struct db *db, struct arena *a, const char *job,
                        unsigned seconds, unsigned every_s)
{
	const struct row *row = db_row(db, a, &FIND, ARGS(arg_text(job)));
	struct lease lease = {.job = job};
	int64_t fence = row ? row_int(row, "fence") : 0;

	if (!row)
		(void)db_try_insert(db, NULL, &ADD, ARGS(arg_text(job)));
	if (db_run(db, &TAKE,
	           ARGS(arg_text(holder(a)), arg_int(seconds), arg_text(job),
	                arg_int(fence), arg_int(every_s))) == 1)
		lease.fence = fence + 1;
	return lease;
}

STATEMENT(KEEP, "UPDATE jobs SET"
                " leased_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND"
                " WHERE name = ? AND fence = ?");

bool lease_keep(struct db *db, const struct lease *lease, unsigned seconds)
{
	return db_run(db, &KEEP,
	              ARGS(arg_int(seconds), arg_text(lease->job),
	                   arg_int(lease->fence))) == 1;
}

STATEMENT(GIVE, "UPDATE jobs SET leased_until = NULL,"
                " ended_at = UTC_TIMESTAMP(3), result = LEFT(?, 255)"
                " WHERE name = ? AND fence = ?");

void lease_give(struct db *db, const struct lease *lease, const char *result)
{
	(void)db_run(db, &GIVE,
	             ARGS(arg_text(result), arg_text(lease->job),
	                  arg_int(lease->fence)));
}
