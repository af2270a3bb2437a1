/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "db/db.h"
#include "payment/offer.h"
#include "settings.h"

STATEMENT(LIST, "SELECT asset, price,"
                " checked_at < UTC_TIMESTAMP(3) - INTERVAL 15 MINUTE AS is_old"
                "  FROM coins WHERE is_listed = 1");

static const struct row *row_of(struct rows rows, const char *code)
{
	for (size_t i = 0; i < rows.n; i++)
		if (strcmp(row_text(rows.row[i], "asset"), code) == 0)
			return rows.row[i];
	return NULL;
}

static struct offer read_offer(const struct asset *asset, const struct row *row)
{
	struct offer o = {.asset = asset};

	o.price = row_text_or_null(row, "price");
	if (row_bool(row, "is_old"))
		o.paused = "The gateway has not confirmed it for a while. "
			   "It comes back by itself.";
	return o;
}

/* The next word of a list, in place; NULL after the last. */
static char *next_word(char **rest)
{
	char *word = *rest + strspn(*rest, " \t,");
	size_t len = strcspn(word, " \t,");

	if (!len)
		return NULL;
	*rest = word + len;
	if (**rest)
		*(*rest)++ = '\0';
	return word;
}

struct offers offer_list(struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &LIST, NO_ARGS);
	char *rest = arena_text(a, setting_text(SET_COINS)), *code;
	struct offers all = {0, arena_array(a, rows.n, struct offer)};

	while (all.n < rows.n && (code = next_word(&rest))) {
		const struct asset *asset = asset_find(code);
		const struct row *row = row_of(rows, code);

		if (asset && row)
			all.v[all.n++] = read_offer(asset, row);
	}
	return all;
}

STATEMENT(STORE, "INSERT INTO coins (asset, is_listed, price, checked_at)"
                 "  VALUES (?, ?, ?, UTC_TIMESTAMP(3))"
                 " ON DUPLICATE KEY UPDATE is_listed = VALUE(is_listed),"
                 "  price = VALUE(price), checked_at = VALUE(checked_at)");

void offer_store(struct db *db, const struct asset *asset, bool is_listed,
                 const char *price)
{
	(void)db_run(db, &STORE,
	             ARGS(arg_text(asset->code), arg_bool(is_listed),
	                  arg_text(price)));
}
