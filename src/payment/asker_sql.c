/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "payment/asker.h"
#include "settings.h"

STATEMENT(FIND, "SELECT top_up_amount >= ? AS has_paid, network FROM users"
                " WHERE id = ?");

struct asker asker_find(struct db *db, struct arena *a, struct user_id user,
                        const char *network)
{
	const struct row *row =
		db_row(db, a, &FIND,
	               ARGS(arg_int(setting_paid_least()), arg_int(user.v)));

	must(row);
	return (struct asker){
		.user = user,
		.has_paid = row_bool(row, "has_paid"),
		.home = row_text_or_null(row, "network"),
		.network = network,
	};
}

#define IS_OPEN                                       \
	" AND v.top_up_amount < ?"                    \
	" AND q.state IN ('CREATING', 'OPEN')"        \
	" AND COALESCE(q.expires_at, q.created_at + " \
	"              INTERVAL 1 HOUR) > UTC_TIMESTAMP(3)"

STATEMENT(NEARBY, "SELECT"
                  " (SELECT COUNT(*) FROM payments q"
                  "    JOIN users v ON v.id = q.user_id"
                  "   WHERE q.network = ?" IS_OPEN ") AS asking,"
                  " (SELECT COUNT(*) FROM users v"
                  "    JOIN payments q ON q.user_id = v.id"
                  "   WHERE v.network = ?" IS_OPEN ") AS opened");

int64_t asker_open_nearby(struct db *db, struct arena *a,
                          const struct asker *who)
{
	struct arg least = arg_int(setting_paid_least());
	const struct row *row;
	int64_t asking, opened;

	if (who->has_paid)
		return 0;
	row = db_row(db, a, &NEARBY,
	             ARGS(arg_text(who->network), least, arg_text(who->home),
	                  least));
	asking = row_int(row, "asking");
	opened = row_int(row, "opened");
	return asking > opened ? asking : opened;
}
