/* SPDX-License-Identifier: MIT */
#include "shop/health.h"
#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "db/migrate.h"
#include "http/counters.h"
#include "http/request.h"
#include "ledger/figures.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

static struct reply *plain(struct request *rq, int status, const char *text)
{
	rq->status = status;
	return reply_body(rq, "text/plain; charset=utf-8", slice_text(text));
}

struct reply *health_live(struct request *rq)
{
	return plain(rq, 200, "ok\n");
}

struct reply *health_ready(struct request *rq)
{
	const char *sql =
		arena_printf(rq->arena, "%s/sql", setting_text(SET_SHARE_DIR));

	if (!db_alive(rq->db))
		return plain(rq, 503, "MariaDB does not answer\n");
	if (!redis_alive(rq->redis))
		return plain(rq, 503, "Redis does not answer\n");
	if (!redis_takes(rq->redis, key_probe(rq->arena)))
		return plain(rq, 503, "Redis refuses writes\n");
	if (!migrate_is_done(rq->db, sql))
		return plain(rq, 503, "the schema is not up to date\n");
	return plain(rq, 200, "ready\n");
}

struct reply *health_metrics(struct request *rq)
{
	struct text t = text_open(rq->arena, 4096);

	counters_print(&t, setting_text(SET_RUN_DIR));
	if (db_alive(rq->db))
		figures_print(&t, rq->db, rq->arena);
	return reply_body(rq, "text/plain; version=0.0.4; charset=utf-8",
	                  (struct slice){t.p, t.len});
}
