/* SPDX-License-Identifier: MIT */
#include "auditor/truth.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/money.h"
#include "base/text.h"
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

/* False when the line is none of the log. */
static bool take_line(struct text *t, struct slice bytes)
{
	struct arena *a = arena_open(LINE_ARENA);
	const char *why, *what;
	const json *line = bytes.len > LINE_ARENA / 8
	                           ? NULL
	                           : json_read(a, bytes, 0, &why);
	bool ok = line && json_text(&what, json_member(line, "what"));

	if (ok && !strcmp(what, "paid"))
		ok = add_paid(t, line);
	arena_close(a);
	return ok;
}

bool truth_read(struct truth *out, struct arena *a, const char *path, FILE *err)
{
	struct text t = text_open(a, 4096);
	struct slice all;
	unsigned number = 1;

	if (!file_read(&all, a, path, LOG_MOST)) {
		fprintf(err, "%s: %s\n", path, strerror(errno));
		return false;
	}
	text_add_text(&t, "[");
	for (size_t at = 0; at < all.len; number++) {
		const char *end = memchr(all.p + at, '\n', all.len - at);
		size_t len = end ? (size_t)(end - all.p) - at : all.len - at;

		if (!take_line(&t, (struct slice){all.p + at, len})) {
			fprintf(err, "%s:%u: not a line of a truth log\n", path,
			        number);
			return false;
		}
		at += len + 1;
	}
	text_add_text(&t, "]");
	out->paid = t.p;
	return true;
}
