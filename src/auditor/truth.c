/* SPDX-License-Identifier: MIT */
#include "auditor/truth.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/money.h"
#include "base/text.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "remote/json.h"

enum { LOG_MOST = 256 * 1024 * 1024, LINE_ARENA = 1024 * 1024 };

/* The members of a line about a payment that was paid. */
struct paid {
	int64_t n, payment;
	const char *coin, *iso, *fiat;
};

static bool read_paid(struct paid *out, const json *line)
{
	return json_int(&out->n, json_member(line, "n")) &&
	       json_int(&out->payment, json_member(line, "payment")) &&
	       json_text(&out->coin, json_member(line, "coin")) &&
	       json_text(&out->iso, json_member(line, "currency")) &&
	       json_text(&out->fiat, json_member(line, "fiat"));
}

static bool add_paid(struct text *t, const json *line)
{
	struct paid paid;
	struct currency currency;
	struct money fiat;

	if (!read_paid(&paid, line))
		return false;
	currency = currency_find(paid.iso);
	if (!currency.v || money_parse(&fiat, paid.fiat, currency))
		return false;
	text_printf(t, "%s[%" PRId64 ",\"%" PRId64 "\",%" PRId64 ",",
	            t->len > 1 ? "," : "", paid.n, paid.payment,
	            money_to_minor(fiat));
	json_add_text(t, paid.iso);
	text_add_text(t, ",");
	json_add_text(t, paid.coin);
	text_add_text(t, "]");
	return true;
}

/* The members of a line about coins on a chain. */
struct moved {
	int64_t n, at;
	const char *asset, *amount, *txid, *address;
};

static bool read_moved(struct moved *out, const json *line)
{
	return json_int(&out->n, json_member(line, "n")) &&
	       json_int(&out->at, json_member(line, "at")) &&
	       json_text(&out->asset, json_member(line, "coin")) &&
	       json_text(&out->amount, json_member(line, "amount")) &&
	       json_text(&out->txid, json_member(line, "ref")) &&
	       json_text(&out->address, json_member(line, "detail"));
}

static void add_member(struct text *t, const char *value)
{
	json_add_text(t, value);
	text_add_text(t, ",");
}

static bool add_moved(struct text *t, const json *line, int sign)
{
	struct moved moved;
	const struct asset *asset;
	struct coin coin;
	char units[COIN_TEXT];

	if (!read_moved(&moved, line))
		return false;
	asset = asset_find(moved.asset);
	if (!asset || coin_parse(&coin, moved.amount, asset->decimals))
		return false;
	coin_print_units(units, coin);
	text_printf(t, "%s[%" PRId64 ",", t->len > 1 ? "," : "", moved.n);
	add_member(t, asset->code);
	add_member(t, moved.txid);
	add_member(t, moved.address);
	add_member(t, units);
	text_printf(t, "%" PRId64 ",%d,%d]", moved.at, sign,
	            endpoint_knows(asset));
	return true;
}

struct lists {
	struct text paid, moved;
};

/* False when the line is none of the log. */
static bool take(struct lists *lists, const json *line)
{
	const char *what;

	if (!json_text(&what, json_member(line, "what")))
		return false;
	if (!strcmp(what, "paid"))
		return add_paid(&lists->paid, line);
	if (!strcmp(what, "transfer"))
		return add_moved(&lists->moved, line, 1);
	if (!strcmp(what, "dropped") || !strcmp(what, "replaced"))
		return add_moved(&lists->moved, line, -1);
	return true;
}

static bool take_line(struct lists *lists, struct slice bytes)
{
	struct arena *a = arena_open(LINE_ARENA);
	const char *why;
	const json *line = bytes.len > LINE_ARENA / 8
	                           ? NULL
	                           : json_read(a, bytes, 0, &why);
	bool ok = line && take(lists, line);

	arena_close(a);
	return ok;
}

bool truth_read(struct truth *out, struct arena *a, const char *path, FILE *err)
{
	struct lists lists = {text_open(a, 4096), text_open(a, 4096)};
	struct slice all;
	unsigned number = 1;

	if (!file_read(&all, a, path, LOG_MOST)) {
		fprintf(err, "%s: %s\n", path, strerror(errno));
		return false;
	}
	text_add_text(&lists.paid, "[");
	text_add_text(&lists.moved, "[");
	for (size_t at = 0; at < all.len; number++) {
		const char *end = memchr(all.p + at, '\n', all.len - at);
		size_t len = end ? (size_t)(end - all.p) - at : all.len - at;

		if (!take_line(&lists, (struct slice){all.p + at, len})) {
			fprintf(err, "%s:%u: not a line of a truth log\n", path,
			        number);
			return false;
		}
		at += len + 1;
	}
	text_add_text(&lists.paid, "]");
	text_add_text(&lists.moved, "]");
	out->paid = lists.paid.p;
	out->moved = lists.moved.p;
	return true;
}
