/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/log.h"
#include "chain/address.h"
#include "chain/assets.h"
#include "db/db.h"
#include "settings.h"
#include "watch/watched.h"

/* Looked at for the first time as soon as can be. */
STATEMENT(ADD, "INSERT IGNORE INTO watches (payment_id, network, script,"
               "   watched_until, next_look_at, from_height)"
               " SELECT id, ?, ?, expires_at + INTERVAL ? DAY,"
               "   UTC_TIMESTAMP(3),"
               "   (SELECT MAX(s.tip) FROM sources s WHERE s.network = ?)"
               "   FROM payments WHERE id = ?");

const char *watched_add(struct db *db, struct arena *a, int64_t payment,
                        const struct asset *asset, const char *address)
{
	struct arg network = arg_text(network_code(asset->network));
	struct watch w;
	const char *why = watch_open(&w, asset, chain_set(), address);

	(void)a;
	if (why)
		return why;
	(void)db_run(db, &ADD,
	             ARGS(network, arg_text(w.hex),
	                  arg_int(setting_count(SET_POLL_DAYS)), network,
	                  arg_int(payment)));
	return NULL;
}

#define WATCHED_COLUMNS                                             \
	"w.payment_id, p.asset, p.address, w.source, w.cursor_text" \
	" FROM watches w JOIN payments p ON p.id = w.payment_id"

/* What was stored is an address, or was one under other settings. */
static bool read_watched(struct watched *w, const struct row *row)
{
	const struct asset *asset = asset_find(row_text(row, "asset"));
	const char *address = row_text(row, "address"), *why = "no such asset";

	w->payment = row_int(row, "payment_id");
	w->source = row_text_or_null(row, "source");
	w->cursor = row_text_or_null(row, "cursor_text");
	if (asset)
		why = watch_open(&w->watch, asset, chain_set(), address);
	if (why)
		log_error("the address of payment %lld is not watched: %s",
		          (long long)w->payment, why);
	return !why;
}

static struct watched_list read_all(struct arena *a, struct rows rows)
{
	struct watched *v = arena_array(a, rows.n + 1, struct watched);
	struct watched_list all = {0, v};

	for (size_t i = 0; i < rows.n; i++)
		all.n += read_watched(&v[all.n], rows.row[i]);
	return all;
}

/* While one source is asked for the whole network, nobody looks at addresses
 * one by one.  Then another takes over, and all would be due since long ago:
 * so they are due since that look, those that are awaited come first, and
 * those that bring nothing any more not at all. */
STATEMENT(DUE, "SELECT " WATCHED_COLUMNS
               " WHERE w.network = ? AND w.next_look_at <= UTC_TIMESTAMP(3)"
               "   AND (w.watched_until > UTC_TIMESTAMP(3)"
               "     OR EXISTS (SELECT 1 FROM deposits d"
               "                 WHERE d.payment_id = p.id"
               "                   AND d.is_final = 0"
               "                   AND d.source IS NOT NULL"
               "                   AND d.state IN ('SEEN', 'CONFIRMED',"
               "                                   'CREDITED', 'HELD')))"
               " ORDER BY GREATEST(w.next_look_at, COALESCE("
               "    (SELECT MAX(c.moved_at) FROM cursors c"
               "      WHERE c.network = w.network), w.next_look_at)),"
               "  p.state NOT IN ('OPEN', 'CREATING', 'CONFIRMING'),"
               "  w.next_look_at LIMIT ?");

struct watched_list watched_due(struct db *db, struct arena *a,
                                enum network network, unsigned most)
{
	return read_all(a, db_rows(db, a, &DUE,
	                           ARGS(arg_text(network_code(network)),
	                                arg_int(most))));
}

/* A look for a chain's own coins beside its tokens has a name of its own. */
STATEMENT(LEFT, "SELECT DISTINCT " WATCHED_COLUMNS
                "  JOIN deposits d ON d.payment_id = w.payment_id"
                " WHERE w.network = ? AND d.is_final = 0"
                "   AND d.state IN ('SEEN', 'CONFIRMED')"
                "   AND d.reason IS NULL AND d.asset = p.asset"
                "   AND d.source NOT IN (?, CONCAT(?, ', coins'))"
                " ORDER BY w.looked_at LIMIT ?");

struct watched_list watched_left(struct db *db, struct arena *a,
                                 enum network network, const char *source,
                                 unsigned most)
{
	return read_all(a, db_rows(db, a, &LEFT,
	                           ARGS(arg_text(network_code(network)),
	                                arg_text(source), arg_text(source),
	                                arg_int(most))));
}

/* By the key on watched_until, however many there ever were. */
STATEMENT(ALL, "SELECT " WATCHED_COLUMNS
               " WHERE w.network = ? AND w.watched_until > UTC_TIMESTAMP(3)"
               " UNION "
               "SELECT " WATCHED_COLUMNS
               "  JOIN deposits d ON d.payment_id = w.payment_id"
               " WHERE w.network = ? AND d.is_final = 0"
               "   AND d.source IS NOT NULL"
               "   AND d.state IN ('SEEN', 'CONFIRMED', 'CREDITED', 'HELD')");

struct watched_list watched_all(struct db *db, struct arena *a,
                                enum network network)
{
	struct arg code = arg_text(network_code(network));

	return read_all(a, db_rows(db, a, &ALL, ARGS(code, code)));
}

STATEMENT(BY_SCRIPT,
          "SELECT " WATCHED_COLUMNS " WHERE w.network = ? AND w.script = ?");

int64_t watched_by_script(struct db *db, struct arena *a, enum network network,
                          const char *script)
{
	struct rows rows = db_rows(
		db, a, &BY_SCRIPT,
		ARGS(arg_text(network_code(network)), arg_text(script)));
	struct watched_list all = read_all(a, rows);

	return all.n ? all.v[0].payment : 0;
}

/* Often while coins are on their way or awaited, seldom while some may still
 * come, and no more afterwards. */
STATEMENT(LATER,
          "UPDATE watches w JOIN payments p ON p.id = w.payment_id SET"
          " w.source = ?, w.cursor_text = COALESCE(?, w.cursor_text),"
          " w.looked_at = UTC_TIMESTAMP(3), w.looks = w.looks + 1,"
          " w.next_look_at = CASE"
          "   WHEN p.state IN ('CREATING', 'OPEN', 'CONFIRMING')"
          "     OR EXISTS (SELECT 1 FROM deposits d"
          "                 WHERE d.payment_id = p.id AND d.is_final = 0"
          "                   AND d.source IS NOT NULL"
          "                   AND d.state IN ('SEEN', 'CONFIRMED'))"
          "     THEN UTC_TIMESTAMP(3) + INTERVAL ? SECOND"
          "   WHEN w.watched_until > UTC_TIMESTAMP(3)"
          "     OR EXISTS (SELECT 1 FROM deposits d"
          "                 WHERE d.payment_id = p.id AND d.is_final = 0"
          "                   AND d.source IS NOT NULL"
          "                   AND d.state IN ('CREDITED', 'HELD'))"
          "     THEN UTC_TIMESTAMP(3)"
          "          + INTERVAL LEAST(? * (1 << LEAST(w.looks, 7)), 3600)"
          "            SECOND"
          "   ELSE NULL END"
          " WHERE w.payment_id = ?");

void watched_later(struct db *db, int64_t payment, const char *source,
                   const char *cursor)
{
	struct arg every = arg_int(setting_count(SET_LOOK_SECONDS));

	(void)db_run(db, &LATER,
	             ARGS(arg_text(source), arg_text(cursor), every, every,
	                  arg_int(payment)));
}

STATEMENT(MORE, "UPDATE watches SET more = GREATEST(more, ?)"
                " WHERE payment_id = ?");

void watched_more(struct db *db, int64_t payment, int64_t more)
{
	(void)db_run(db, &MORE, ARGS(arg_int(more), arg_int(payment)));
}

/* --- our own node -------------------------------------------------------- */

STATEMENT(NOT_IMPORTED, "SELECT " WATCHED_COLUMNS
                        " WHERE w.network = ? AND w.imported_at IS NULL"
                        "   AND w.next_look_at IS NOT NULL"
                        " ORDER BY w.payment_id LIMIT ?");

struct watched_list watched_not_imported(struct db *db, struct arena *a,
                                         enum network network, unsigned most)
{
	return read_all(a, db_rows(db, a, &NOT_IMPORTED,
	                           ARGS(arg_text(network_code(network)),
	                                arg_int(most))));
}

STATEMENT(IMPORTED, "UPDATE watches SET imported_at = UTC_TIMESTAMP(3)"
                    " WHERE payment_id = ?");

void watched_imported(struct db *db, int64_t payment)
{
	(void)db_run(db, &IMPORTED, ARGS(arg_int(payment)));
}

STATEMENT(IS_IMPORTED, "SELECT EXISTS (SELECT 1 FROM watches WHERE network = ?"
                       "  AND watched_until > UTC_TIMESTAMP(3)"
                       "  AND imported_at IS NOT NULL) AS is_so");

bool watched_is_imported(struct db *db, struct arena *a, enum network network)
{
	return row_bool(db_row(db, a, &IS_IMPORTED,
	                       ARGS(arg_text(network_code(network)))),
	                "is_so");
}
