/* SPDX-License-Identifier: MIT */
#include "quote/quote_sql.h"
#include "base/arena.h"
#include "chain/assets.h"
#include "db/db.h"
#include "price/price.h"
#include "quote/quote.h"
#include "settings.h"

STATEMENT(FIND, "SELECT price, source, at, paused,"
                " COALESCE(ABS(TIMESTAMPDIFF(MICROSECOND, at,"
                "   UTC_TIMESTAMP(3))) > ? * 1000000, 1) AS is_old"
                "  FROM rates WHERE coin = ?");

static const struct quote *read_quote(struct arena *a, const struct row *row)
{
	struct quote *q = arena_new(a, struct quote);

	q->price = row_text_or_null(row, "price");
	q->source = row_text_or_null(row, "source");
	if (!row_null(row, "at"))
		q->at = row_time(row, "at");
	return q;
}

const struct quote *quote_find(struct db *db, struct arena *a,
                               const struct asset *asset, const char **why)
{
	const struct row *row =
		db_row(db, a, &FIND,
	               ARGS(arg_int(setting_count(SET_PRICE_AGE)),
	                    arg_text(asset->coin)));
	const struct quote *q = row ? read_quote(a, row) : NULL;

	*why = row ? row_text_or_null(row, "paused") : NULL;
	if (row && !row_bool(row, "is_old") && !*why)
		return q;
	if (!*why)
		*why = arena_printf(a,
		                    "There is no fresh price of %s just now. "
		                    "It comes back by itself.",
		                    asset->name);
	return NULL;
}

/* A source may say of when its price is, but never of a time to come. */
STATEMENT(HEAR, "INSERT INTO quotes (coin, source, price, at)"
                "  VALUES (?, ?, ?,"
                "   LEAST(UTC_TIMESTAMP(3), COALESCE(?, UTC_TIMESTAMP(3))))"
                " ON DUPLICATE KEY UPDATE"
                "  price = VALUE(price), at = VALUE(at)");

void quote_hear(struct db *db, struct arena *a, const char *source,
                const struct price *said)
{
	(void)db_run(
		db, &HEAR,
		ARGS(arg_text(said->coin), arg_text(source),
	             arg_text(price_plain(a, said->text)),
	             said->told_at.ms ? arg_time(said->told_at) : arg_null()));
}

STATEMENT(HEARD, "SELECT source, price, TIMESTAMPDIFF(MICROSECOND, at,"
                 "  UTC_TIMESTAMP(3)) DIV 1000 AS age_ms"
                 " FROM quotes WHERE coin = ?");

struct hearings quote_sql_heard(struct db *db, struct arena *a,
                                const char *coin)
{
	struct rows rows = db_rows(db, a, &HEARD, ARGS(arg_text(coin)));
	struct hearings all = {rows.n, arena_array(a, rows.n, struct heard)};

	for (size_t i = 0; i < rows.n; i++)
		all.v[i] = (struct heard){
			.source = row_text(rows.row[i], "source"),
			.price = row_text(rows.row[i], "price"),
			.age_ms = row_int(rows.row[i], "age_ms"),
		};
	return all;
}

STATEMENT(BEFORE, "SELECT price, TIMESTAMPDIFF(MICROSECOND, at,"
                  "  UTC_TIMESTAMP(3)) DIV 1000 AS age_ms"
                  " FROM rates WHERE coin = ? AND price IS NOT NULL");

const char *quote_sql_before(struct db *db, struct arena *a, const char *coin,
                             int64_t *age_ms)
{
	const struct row *row = db_row(db, a, &BEFORE, ARGS(arg_text(coin)));

	*age_ms = row ? row_int(row, "age_ms") : 0;
	return row ? row_text(row, "price") : NULL;
}

STATEMENT(SET, "INSERT INTO rates (coin, price, source, at, paused) VALUES"
               "  (?, ?, ?, UTC_TIMESTAMP(3) - INTERVAL ? MICROSECOND, NULL)"
               " ON DUPLICATE KEY UPDATE price = VALUE(price),"
               "  source = VALUE(source), at = VALUE(at), paused = NULL");

void quote_sql_set(struct db *db, const char *coin, const struct heard *heard)
{
	(void)db_run(db, &SET,
	             ARGS(arg_text(coin), arg_text(heard->price),
	                  arg_text(heard->source),
	                  arg_int(heard->age_ms * 1000)));
}

STATEMENT(PAUSE, "INSERT INTO rates (coin, paused) VALUES (?, LEFT(?, 120))"
                 " ON DUPLICATE KEY UPDATE paused = VALUE(paused)");

void quote_sql_pause(struct db *db, const char *coin, const char *why)
{
	(void)db_run(db, &PAUSE, ARGS(arg_text(coin), arg_text(why)));
}
