/* SPDX-License-Identifier: MIT */
#include "wallet/holder_sql.h"
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "settings.h"

/* Of the address o, for any of the requests that it served: a late transfer
 * may be an older one's. */
#define CAME_TO_IT                                                \
	"EXISTS (SELECT 1 FROM watches x"                         \
	"         JOIN deposits d ON d.payment_id = x.payment_id" \
	"        WHERE x.network = o.network AND x.script = o.script"
#define IS_HELD " NOT " CAME_TO_IT " AND d.state = 'CREDITED')"

/* Requests of the last days, of accounts that never paid. */
#define NEARBY                                               \
	" v.top_up_amount < ? AND o.network = ? AND" IS_HELD \
	" AND q.created_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY"

STATEMENT(FIND,
          "SELECT u.id AS holder, u.top_up_amount >= ? AS has_paid,"
          " (SELECT COUNT(*) FROM own_addresses o"
          "   WHERE o.user_id = u.id AND o.network = ? AND" IS_HELD ") AS held,"
          " (SELECT COUNT(*) FROM payments q"
          "    JOIN own_addresses o ON o.payment_id = q.id"
          "    JOIN users v ON v.id = q.user_id"
          "   WHERE q.network = p.network AND" NEARBY ") AS asked_there,"
          " (SELECT COUNT(*) FROM users v"
          "    JOIN own_addresses o ON o.user_id = v.id"
          "    JOIN payments q ON q.id = o.payment_id"
          "   WHERE v.network = u.network AND" NEARBY ") AS opened_there"
          "  FROM payments p JOIN users u ON u.id = p.user_id WHERE p.id = ?");

struct holder holder_sql_find(struct db *db, struct arena *a,
                              const struct asset *asset, int64_t payment)
{
	struct arg least = arg_int(setting_paid_least());
	struct arg network = arg_text(network_code(asset->network));
	struct arg days = arg_int(setting_count(SET_POLL_DAYS));
	const struct row *row =
		db_row(db, a, &FIND,
	               ARGS(least, network, least, network, days, least,
	                    network, days, arg_int(payment)));
	int64_t asked, opened;

	must(row);
	asked = row_int(row, "asked_there");
	opened = row_int(row, "opened_there");
	return (struct holder){
		.user = row_int(row, "holder"),
		.has_paid = row_bool(row, "has_paid"),
		.held = row_int(row, "held"),
		.held_nearby = asked > opened ? asked : opened,
	};
}

/* What failed was never shown to anybody; of all else that ended, a look after
 * its end has to say that nothing came. */
STATEMENT(AGAIN,
          "SELECT o.id, o.address, o.payment_id FROM own_addresses o"
          "  JOIN payments q ON q.id = o.payment_id"
          "  LEFT JOIN watches w ON w.payment_id = q.id"
          " WHERE o.user_id = ? AND o.network = ?"
          "   AND q.state NOT IN ('CREATING', 'OPEN', 'CONFIRMING', 'PAID',"
          "                       'REVIEW')"
          "   AND (q.state = 'FAILED' OR w.looked_at > q.expires_at"
          "     OR q.expires_at < (SELECT MAX(c.moved_at) FROM cursors c"
          "                         WHERE c.network = o.network))"
          "   AND NOT " CAME_TO_IT ")"
          " ORDER BY q.asset <> ?, o.id LIMIT 1");
STATEMENT(SERVE, "UPDATE own_addresses SET payment_id = ?"
                 " WHERE id = ? AND user_id = ? AND payment_id = ?");

const char *holder_sql_again(struct db *db, struct arena *a,
                             const struct holder *h, const struct asset *asset,
                             int64_t payment)
{
	const struct row *row = db_row(
		db, a, &AGAIN,
		ARGS(arg_int(h->user), arg_text(network_code(asset->network)),
	             arg_text(asset->code)));

	if (!row)
		return NULL;
	must(db_run(db, &SERVE,
	            ARGS(arg_int(payment), arg_int(row_int(row, "id")),
	                 arg_int(h->user),
	                 arg_int(row_int(row, "payment_id")))) == 1);
	return row_text(row, "address");
}
