/* SPDX-License-Identifier: MIT */
#include "deposit/missing.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "chain/assets.h"
#include "db/db.h"
#include "settings.h"

enum { MISSED_MOST = 500 /* rows in one statement */ };

/* Those that the look would have shown.  One that is missing already may lie
 * below by now: it was looked for up to where this look begins. */
#define YOUNG                                                          \
	"SELECT id, asset, txid, position, state,"                     \
	"  missed_at IS NULL"                                          \
	"    OR missed_at <= UTC_TIMESTAMP(3) - INTERVAL ? SECOND"     \
	"    AS is_due FROM deposits"                                  \
	" WHERE state IN ('SEEN', 'CONFIRMED', 'CREDITED', 'HELD')"    \
	"   AND is_final = 0"                                          \
	"   AND confirmations < GREATEST(?, maturity)"                 \
	"   AND CASE WHEN height IS NULL THEN ?"                       \
	"            ELSE height <= ? AND (height >= ? OR missed > 0)" \
	"       END"

STATEMENT(YOUNG_ALL, YOUNG " AND source = ? ORDER BY payment_id FOR UPDATE");
STATEMENT(YOUNG_OF, YOUNG " AND source IS NOT NULL AND payment_id = ?"
                          " AND (source = ?"
                          "   OR asset = ? AND state IN ('SEEN', 'CONFIRMED'))"
                          " FOR UPDATE");

static struct rows young(struct db *db, struct arena *a,
                         const struct look *look)
{
	struct arg final = arg_int(network_final(network_find(look->network)));
	struct arg waiting = arg_bool(!look->found || !look->found->is_cut);
	struct arg tip = arg_int(look->tip), from = arg_int(look->from);
	struct arg wait = arg_int(setting_count(SET_VANISH_SECONDS));
	struct arg source = arg_text(look->source);

	if (look->payment)
		return db_rows(
			db, a, &YOUNG_OF,
			ARGS(wait, final, waiting, tip, from,
		             arg_int(look->payment), source,
		             arg_text(look->asset ? look->asset->code : NULL)));
	return db_rows(db, a, &YOUNG_ALL,
	               ARGS(wait, final, waiting, tip, from, source));
}

static int by_name(const void *one, const void *other)
{
	const struct chain_credit *a = ((const struct sighting *)one)->credit;
	const struct chain_credit *b = ((const struct sighting *)other)->credit;
	int order = strcmp(a->txid, b->txid);

	if (!order)
		order = strcmp(a->position, b->position);
	return order ? order : strcmp(a->asset->code, b->asset->code);
}

/* Whether the look names its transaction, and does not tell it whole. */
static bool is_open(const struct look *look, const struct row *row)
{
	return look->found &&
	       credits_leave_open(look->found, row_text(row, "txid"));
}

static bool is_seen(const struct sighting *sorted, size_t n,
                    const struct row *row)
{
	const struct asset *asset = asset_find(row_text(row, "asset"));
	struct chain_credit c = {
		.asset = asset,
		.txid = row_text(row, "txid"),
		.position = row_text(row, "position"),
	};
	struct sighting wanted = {0, &c};

	return bsearch(&wanted, sorted, n, sizeof(wanted), by_name) != NULL;
}

/* Its coins are spent otherwise: no further look is waited for.  What was
 * credited is not taken back as quickly, for the chain may turn once more. */
static bool is_replaced(const struct look *look, const struct row *row)
{
	const char *state = row_text(row, "state");
	bool is_coming = !strcmp(state, "SEEN") || !strcmp(state, "CONFIRMED");

	return is_coming && look->found &&
	       credits_noted(look->found, NOTE_REPLACED, row_text(row, "txid"));
}

/* Looks that this one counts as; 0: it is not missing. */
static int64_t looks_without(const struct look *look,
                             const struct sighting *sorted,
                             const struct row *row)
{
	bool is_due = row_bool(row, "is_due");
	bool replaced = is_replaced(look, row);

	if (is_seen(sorted, look->n, row) || is_open(look, row))
		return 0;
	return replaced ? setting_count(SET_VANISH_LOOKS) : is_due;
}

/* --- writing it down ----------------------------------------------------- */

STATEMENT(MISS, "UPDATE deposits d"
                "  JOIN JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$[0]',"
                "                                     looks INT PATH '$[1]'))"
                "       w ON w.id = d.id"
                "   SET d.due = 1, d.missed = d.missed + w.looks,"
                "       d.missed_at = UTC_TIMESTAMP(3)");

/* Rows that are missing, as JSON, a statement's worth at a time. */
struct list {
	struct text json;
	unsigned n;
};

static void write_list(struct db *db, struct list *list)
{
	if (!list->n)
		return;
	text_add_text(&list->json, "]");
	(void)db_run(db, &MISS, ARGS(arg_text(list->json.p)));
	list->n = 0;
}

static void add_to_list(struct db *db, struct arena *a, struct list *list,
                        int64_t id, int64_t looks)
{
	if (!list->n)
		list->json = text_open(a, 512);
	text_printf(&list->json, "%s[%" PRId64 ",%" PRId64 "]",
	            list->n ? "," : "[", id, looks);
	if (++list->n == MISSED_MOST)
		write_list(db, list);
}

unsigned missing_count(struct db *db, struct arena *a, const struct look *look)
{
	struct sighting *sorted = arena_array(a, look->n + 1, struct sighting);
	struct list list = {.n = 0};
	unsigned missing = 0;
	struct rows rows;

	/* What was passed over and has no name may be any of them. */
	if (look->from == SCAN_NOTHING ||
	    (look->found && credits_are_blind(look->found)))
		return 0;
	rows = young(db, a, look);
	if (look->n)
		memcpy(sorted, look->v, look->n * sizeof(*sorted));
	qsort(sorted, look->n, sizeof(*sorted), by_name);
	for (size_t i = 0; i < rows.n; i++) {
		int64_t id = row_int(rows.row[i], "id");
		int64_t looks = looks_without(look, sorted, rows.row[i]);

		if (looks)
			add_to_list(db, a, &list, id, looks);
		missing += looks > 0;
	}
	write_list(db, &list);
	return missing;
}
