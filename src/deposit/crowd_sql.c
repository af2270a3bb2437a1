/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "db/db.h"
#include "deposit/crowd.h"
#include "watch/watched.h"

enum { SMALL_MOST = 1000 };

STATEMENT(SMALL, "SELECT txid, position FROM deposits"
                 " WHERE payment_id = ? AND asset = ? AND coin_amount < ?"
                 " ORDER BY id LIMIT ?");

static int by_text(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static const char *name_of(struct arena *a, const char *txid,
                           const char *position)
{
	return arena_printf(a, "%s %s", txid, position);
}

static void turn_to(struct crowd *c, const struct sighting *s,
                    struct coin least)
{
	struct rows rows;

	c->payment = s->payment;
	c->asset = s->credit->asset;
	rows = db_rows(c->db, c->arena, &SMALL,
	               ARGS(arg_int(c->payment), arg_text(c->asset->code),
	                    arg_coin(least), arg_int(SMALL_MOST)));
	c->known = arena_array(c->arena, rows.n + 1, const char *);
	c->known_n = rows.n;
	c->left = SMALL_MOST - rows.n;
	for (size_t i = 0; i < rows.n; i++)
		c->known[i] = name_of(c->arena, row_text(rows.row[i], "txid"),
		                      row_text(rows.row[i], "position"));
	qsort(c->known, c->known_n, sizeof(*c->known), by_text);
}

static bool is_known(const struct crowd *c, const struct sighting *s)
{
	const char *name =
		name_of(c->arena, s->credit->txid, s->credit->position);

	return bsearch(&name, c->known, c->known_n, sizeof(name), by_text);
}

bool crowd_turns_away(struct crowd *c, const struct sighting *s)
{
	struct coin least = asset_least_units(s->credit->asset);

	if (coin_cmp(s->credit->amount, least) >= 0)
		return false;
	if (c->payment != s->payment || c->asset != s->credit->asset) {
		crowd_end(c);
		turn_to(c, s, least);
	}
	if (is_known(c, s))
		return false;
	if (c->left) {
		c->left--;
		return false;
	}
	c->more++;
	return true;
}

void crowd_end(struct crowd *c)
{
	if (c->more)
		watched_more(c->db, c->payment, c->more);
	*c = (struct crowd){.db = c->db, .arena = c->arena};
}
