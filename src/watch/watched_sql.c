/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/log.h"
#include "chain/address.h"
#include "chain/assets.h"
#include "db/db.h"
#include "settings.h"
#include "watch/watched.h"

/* Looked at for the first time as soon as can be.  What an address that comes
 * back showed since its first life is its buyer's. */
STATEMENT(ADD, "INSERT IGNORE INTO watches (payment_id, network, script,"
               "   watched_until, next_look_at, from_height)"
               " SELECT id, ?, ?, expires_at + INTERVAL ? DAY,"
               "   UTC_TIMESTAMP(3),"
               "   IF(EXISTS (SELECT 1 FROM watches f"
               "               WHERE f.network = ? AND f.script = ?),"
               "      (SELECT f.from_height FROM watches f"
               "        WHERE f.network = ? AND f.script = ?"
               "        ORDER BY f.payment_id LIMIT 1),"
               "      (SELECT MAX(s.tip) FROM sources s"
               "        WHERE s.network = ?))"
               "   FROM payments WHERE id = ?");
/* The look for a newer request of the same coin at the same address sees all
 * that the older one would. */
STATEMENT(RETIRE, "UPDATE watches w JOIN payments p ON p.id = w.payment_id"
                  "   SET w.next_look_at = NULL, w.watched_until ="
                  "    LEAST(w.watched_until, GREATEST(UTC_TIMESTAMP(3),"
                  "          COALESCE(p.expires_at, w.watched_until)))"
                  " WHERE w.network = ? AND w.script = ?"
                  "   AND w.payment_id < ? AND p.asset = ?");

const char *watched_add(struct db *db, struct arena *a, int64_t payment,
                        const struct asset *asset, const char *address)
{
	struct arg network = arg_text(network_code(asset->network)), script;
	struct watch w;
	const char *why = watch_open(&w, asset, chain_set(), address);

	(void)a;
	if (why)
		return why;
	script = arg_text(w.hex);
	if (db_run(db, &ADD,
	           ARGS(network, script, arg_int(setting_count(SET_POLL_DAYS)),
	                network, script, network, script, network,
	                arg_int(payment))) == 1)
		(void)db_run(db, &RETIRE,
		             ARGS(network, script, arg_int(payment),
		                  arg_text(asset->code)));
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

#define IS_COMING                             \
	"EXISTS (SELECT 1 FROM deposits d"    \
	"         WHERE d.payment_id = p.id"  \
	"           AND d.is_final = 0"       \
	"           AND d.source IS NOT NULL" \
	"           AND d.state IN ('SEEN', 'CONFIRMED'))"
#define IS_YOUNG                              \
	"EXISTS (SELECT 1 FROM deposits d"    \
	"         WHERE d.payment_id = p.id"  \
	"           AND d.is_final = 0"       \
	"           AND d.source IS NOT NULL" \
	"           AND d.state IN ('CREDITED', 'HELD'))"

/*
 * Whose turn it is, when a source bears less than all that is due.
 *
 * The budget is shared between buyers, and not between addresses: everybody's
 * first one comes before anybody's second, and who was looked at last comes
 * last.  Accounts that never paid are one buyer with all others that were
 * opened from, or ask from, the same network: each of their addresses has the
 * later one of its two turns.  Awaited addresses come before those that ended
 * (which are awaited too until a look since their end was good, and when they
 * have waited for an hour); coins on their way, open requests, and buyers who
 * have paid before are each as if they had waited a minute longer.
 */
#define CANDIDATES                                                          \
	"SELECT w.payment_id, p.asset, p.address, w.source, w.cursor_text," \
	"   w.next_look_at, w.looked_at,"                                   \
	"   w.next_look_at <= UTC_TIMESTAMP(3)"                             \
	"     AND (w.watched_until > UTC_TIMESTAMP(3)"                      \
	"       OR " IS_COMING " OR " IS_YOUNG ") AS is_due,"               \
	"   p.state IN ('CREATING', 'OPEN', 'CONFIRMING')"                  \
	"     OR w.looked_at IS NULL OR w.looked_at <= p.expires_at"        \
	"     OR w.next_look_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"       \
	"     OR " IS_COMING " AS is_awaited,"                              \
	"   60 * ((p.state IN ('CREATING', 'OPEN', 'CONFIRMING'))"          \
	"     + (p.state = 'CONFIRMING' OR " IS_COMING ")"                  \
	"     + (u.top_up_amount >= ?)) AS ahead,"                          \
	"   IF(u.top_up_amount >= ? OR u.network IS NULL,"                  \
	"      CONCAT('user ', u.id), u.network) AS home,"                  \
	"   IF(u.top_up_amount >= ? OR p.network IS NULL,"                  \
	"      CONCAT('user ', u.id), p.network) AS place"                  \
	" FROM watches w JOIN payments p ON p.id = w.payment_id"            \
	"  JOIN users u ON u.id = p.user_id"                                \
	" WHERE w.network = ? AND w.next_look_at IS NOT NULL"               \
	"   AND (w.next_look_at <= UTC_TIMESTAMP(3)"                        \
	"     OR w.looked_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR)"

#define TURN(of)                                                  \
	"ROW_NUMBER() OVER (PARTITION BY is_due, is_awaited, " of \
	"  ORDER BY next_look_at - INTERVAL ahead SECOND, payment_id)"
#define SERVED(of) \
	"COALESCE(MAX(looked_at) OVER (PARTITION BY " of "), '2000-01-01')"

STATEMENT(
	DUE,
	"SELECT payment_id, asset, address, source, cursor_text"
	"  FROM (SELECT c.*, GREATEST(" TURN("home") ", " TURN("place") ") AS turn, GREATEST(" SERVED(
		"home") ", " SERVED("place") ") AS served"
					     "          FROM (" CANDIDATES
					     ") c) t"
					     " WHERE is_due"
					     " ORDER BY NOT is_awaited, turn,"
					     "   served - INTERVAL ahead SECOND, next_look_at LIMIT ?");

struct watched_list watched_due(struct db *db, struct arena *a,
                                enum network network, unsigned most)
{
	struct arg least = arg_int(setting_paid_least());

	return read_all(a, db_rows(db, a, &DUE,
	                           ARGS(least, least, least,
	                                arg_text(network_code(network)),
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

/* Of several requests at one address, that for the coin that came, and of
 * those the newest. */
STATEMENT(
	WHOSE,
	"SELECT w.payment_id FROM watches w"
	"  JOIN payments p ON p.id = w.payment_id"
	" WHERE w.network = ? AND w.script = ?"
	" ORDER BY p.asset <> ?, p.state = 'FAILED', w.payment_id DESC LIMIT 1");

int64_t watched_whose(struct db *db, struct arena *a, const struct asset *asset,
                      const char *script)
{
	const struct row *row =
		db_row(db, a, &WHOSE,
	               ARGS(arg_text(network_code(asset->network)),
	                    arg_text(script), arg_text(asset->code)));

	return row ? row_int(row, "payment_id") : 0;
}

/* Often while coins are on their way or awaited; afterwards after half as long
 * again as it is over, and once more in the end. */
STATEMENT(LATER,
          "UPDATE watches w JOIN payments p ON p.id = w.payment_id SET"
          " w.source = ?, w.cursor_text = COALESCE(?, w.cursor_text),"
          " w.looked_at = UTC_TIMESTAMP(3), w.looks = w.looks + 1,"
          " w.next_look_at = CASE"
          "   WHEN p.state IN ('CREATING', 'OPEN', 'CONFIRMING')"
          "     OR " IS_COMING "     THEN UTC_TIMESTAMP(3) + INTERVAL ? SECOND"
          "   WHEN w.watched_until > UTC_TIMESTAMP(3) OR " IS_YOUNG
          "     THEN LEAST(UTC_TIMESTAMP(3) + INTERVAL GREATEST(?, LEAST("
          "       TIMESTAMPDIFF(SECOND, COALESCE(p.paid_at, p.expires_at,"
          "                     p.created_at), UTC_TIMESTAMP(3)) DIV 2,"
          "       IF(EXISTS (SELECT 1 FROM deposits d"
          "                   WHERE d.payment_id = p.id), 3600, 43200)))"
          "       SECOND, GREATEST(w.watched_until - INTERVAL 1 MINUTE,"
          "         UTC_TIMESTAMP(3) + INTERVAL ? SECOND))"
          "   ELSE NULL END"
          " WHERE w.payment_id = ?");

void watched_later(struct db *db, int64_t payment, const char *source,
                   const char *cursor)
{
	struct arg every = arg_int(setting_count(SET_LOOK_SECONDS));

	(void)db_run(db, &LATER,
	             ARGS(arg_text(source), arg_text(cursor), every, every,
	                  every, arg_int(payment)));
}

STATEMENT(SOON, "UPDATE watches SET next_look_at = UTC_TIMESTAMP(3)"
                " WHERE payment_id = ? AND next_look_at > UTC_TIMESTAMP(3)");

void watched_soon(struct db *db, int64_t payment)
{
	(void)db_run(db, &SOON, ARGS(arg_int(payment)));
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
