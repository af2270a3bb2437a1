/* SPDX-License-Identifier: MIT */
#include "gateway/kryptoexpress.h"
#include "base/arena.h"
#include "base/decimal.h"
#include "remote/json.h"
#include <string.h>

enum {
	ID_MOST = 64,
	CODE_MOST = 32,
	HASH_LEAST = 16,
	ADDRESS_MOST = 128,
	URL_MOST = 2048,
	PLACES = 36, /* more than any coin has */
};

static const int64_t YEAR_10000_MS = INT64_C(253402300800000);

static const char *const DIGITS = "0123456789";
static const char *const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char *const LOWER = "abcdefghijklmnopqrstuvwxyz";

/* Members of one object; the first fault is kept. */
struct reading {
	struct arena *arena;
	const json *object;
	const char *why;
};

static bool made_of(const char *s, size_t least, size_t most,
                    const char *const *sets)
{
	size_t len = strnlen(s, most + 1);

	if (len < least || len > most)
		return false;
	for (size_t i = 0; i < len; i++) {
		const char *const *set = sets;

		while (*set && !strchr(*set, s[i]))
			set++;
		if (!*set)
			return false;
	}
	return true;
}

#define MADE_OF(s, least, most, ...) \
	made_of((s), (least), (most), (const char *const[]){__VA_ARGS__, NULL})

static bool is_code(const char *s)
{
	return MADE_OF(s, 1, CODE_MOST, UPPER, DIGITS, "_");
}

static bool is_token(const char *s, size_t least)
{
	return MADE_OF(s, least, ADDRESS_MOST, UPPER, LOWER, DIGITS, "-_");
}

/* Printable ASCII without space, quotes and angle brackets. */
static bool is_plain(const char *s, size_t most)
{
	size_t len = strnlen(s, most + 1);

	if (len == 0 || len > most)
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || s[i] > '~' || strchr("\"'<>\\`", s[i]))
			return false;
	return true;
}

static void fault(struct reading *r, const char *name, const char *what)
{
	if (!r->why)
		r->why = arena_printf(r->arena, "%s: %s", name, what);
}

/* The member's text, or NULL when absent; a fault on another type. */
static const char *text_of(struct reading *r, const char *name)
{
	const json *j = json_member(r->object, name);
	const char *s = NULL;

	if (j && !json_text(&s, j))
		fault(r, name, "not a text");
	return s;
}

static const char *checked(struct reading *r, const char *name, const char *s,
                           bool good)
{
	if (!s)
		fault(r, name, "missing");
	else if (!good)
		fault(r, name, "malformed");
	return s;
}

static const char *code_of(struct reading *r, const char *name)
{
	const char *s = text_of(r, name);

	return checked(r, name, s, s && is_code(s));
}

static const char *address_of(struct reading *r, const char *name)
{
	const char *s = text_of(r, name);

	return checked(r, name, s, s && is_plain(s, ADDRESS_MOST));
}

static const char *hash_of(struct reading *r, const char *name)
{
	const char *s = text_of(r, name);

	return checked(r, name, s, s && is_token(s, HASH_LEAST));
}

/* Documented as a text, sent as a number, and the other way round. */
static const char *optional_id_of(struct reading *r, const char *name)
{
	const json *j = json_member(r->object, name);
	const char *s;

	if (!j)
		return NULL;
	if (json_number(&s, j)) {
		if (!MADE_OF(s, 1, ID_MOST, DIGITS))
			fault(r, name, "malformed");
	} else {
		s = text_of(r, name);
		if (s && (!is_token(s, 1) || strlen(s) > ID_MOST))
			fault(r, name, "malformed");
	}
	return s;
}

static const char *id_of(struct reading *r, const char *name)
{
	const char *s = optional_id_of(r, name);

	return checked(r, name, s, true);
}

/* Kept as text; here only its plausibility is checked. */
static const char *amount_in(struct reading *r, const char *name, const json *j)
{
	struct integer any;
	const char *s, *why;

	if (!json_number(&s, j)) {
		fault(r, name, "not a number");
		return NULL;
	}
	why = decimal_parse_floor(&any, s, PLACES);
	if (why)
		fault(r, name, why);
	return s;
}

static const char *optional_amount_of(struct reading *r, const char *name)
{
	const json *j = json_member(r->object, name);

	return j ? amount_in(r, name, j) : NULL;
}

static const char *amount_of(struct reading *r, const char *name)
{
	const char *s = optional_amount_of(r, name);

	return checked(r, name, s, true);
}

static struct moment optional_moment_of(struct reading *r, const char *name)
{
	const json *j = json_member(r->object, name);
	int64_t ms = 0;

	if (j && (!json_int(&ms, j) || ms <= 0 || ms >= YEAR_10000_MS)) {
		fault(r, name, "not a time");
		ms = 0;
	}
	return (struct moment){ms};
}

static struct moment moment_of(struct reading *r, const char *name)
{
	if (!json_member(r->object, name))
		fault(r, name, "missing");
	return optional_moment_of(r, name);
}

static bool flag_of(struct reading *r, const char *name)
{
	bool b = false;

	if (!json_bool(&b, json_member(r->object, name)))
		fault(r, name, "not true or false");
	return b;
}

static enum gateway_type type_of(struct reading *r)
{
	const char *s = text_of(r, "paymentType");

	if (s && strcmp(s, "PAYMENT") == 0)
		return GATEWAY_PAYMENT;
	if (s && strcmp(s, "DEPOSIT") == 0)
		return GATEWAY_DEPOSIT;
	fault(r, "paymentType", "unknown");
	return GATEWAY_NO_TYPE;
}

/* Opens the one object of a body. */
static bool open_object(struct reading *r, struct arena *a, struct slice body)
{
	*r = (struct reading){.arena = a};
	r->object = json_read(a, body, 0, &r->why);
	if (r->object && !json_is_object(r->object))
		r->why = "not an object";
	return !r->why;
}

static void read_callback_url(struct gateway_payment *out, struct reading *r)
{
	out->callback_url = text_of(r, "callbackUrl");
	if (out->callback_url && !is_plain(out->callback_url, URL_MOST))
		fault(r, "callbackUrl", "malformed");
}

const char *kryptoexpress_read_payment(struct gateway_payment *out,
                                       struct arena *a, struct slice body)
{
	struct reading r;

	memset(out, 0, sizeof(*out));
	if (!open_object(&r, a, body))
		return r.why;
	out->id = id_of(&r, "id");
	out->type = type_of(&r);
	out->fiat_currency = code_of(&r, "fiatCurrency");
	out->fiat_amount = optional_amount_of(&r, "fiatAmount");
	out->crypto_amount = optional_amount_of(&r, "cryptoAmount");
	if (out->type == GATEWAY_PAYMENT) {
		checked(&r, "fiatAmount", out->fiat_amount, true);
		checked(&r, "cryptoAmount", out->crypto_amount, true);
	}
	out->asset = code_of(&r, "cryptoCurrency");
	out->address = address_of(&r, "address");
	out->expires_at = moment_of(&r, "expireDatetime");
	out->created_at = moment_of(&r, "createDatetime");
	out->paid_at = optional_moment_of(&r, "paidAt");
	out->is_paid = flag_of(&r, "isPaid");
	out->is_withdrawn = flag_of(&r, "isWithdrawn");
	out->hash = hash_of(&r, "hash");
	read_callback_url(out, &r);
	return r.why;
}

const char *kryptoexpress_read_codes(const char *const **out, struct arena *a,
                                     struct slice body)
{
	const char *why = NULL, **codes;
	const json *list = json_read(a, body, 0, &why);
	size_t i = 0;

	if (why)
		return why;
	if (!json_is_array(list))
		return "not a list";
	codes = arena_array(a, json_array_length(list) + 1, const char *);
	for (const json *j = json_first(list); j; j = json_next(j))
		if (json_text(&codes[i], j) && is_code(codes[i]))
			i++;
	codes[i] = NULL;
	*out = codes;
	return json_first(list) && !i ? "not a list of codes" : NULL;
}

static const char *read_price(struct gateway_price *p, struct arena *a,
                              const json *j)
{
	struct reading r = {.arena = a, .object = j};

	p->asset = code_of(&r, "cryptoCurrency");
	p->fiat_currency = code_of(&r, "fiatCurrency");
	p->price = amount_of(&r, "price");
	return r.why;
}

const char *kryptoexpress_read_prices(const struct gateway_price **out,
                                      size_t *n, struct arena *a,
                                      struct slice body)
{
	const char *why = NULL, *odd = NULL;
	const json *list = json_read(a, body, 0, &why);
	struct gateway_price *p;

	if (why)
		return why;
	if (!json_is_array(list))
		return "not a list";
	p = arena_array(a, json_array_length(list) + 1, struct gateway_price);
	*out = p;
	*n = 0;
	for (const json *j = json_first(list); j; j = json_next(j)) {
		why = read_price(&p[*n], a, j);
		odd = why ? why : odd;
		*n += !why;
	}
	return *n ? NULL : odd;
}

static const char *read_held(struct gateway_amount *held, struct arena *a,
                             const json *j)
{
	struct reading r = {.arena = a};

	held->asset = json_name(j);
	if (!is_code(held->asset))
		return "not the code of a coin";
	held->amount = amount_in(&r, held->asset, j);
	return r.why;
}

const char *kryptoexpress_read_wallet(const struct gateway_amount **out,
                                      size_t *n, struct arena *a,
                                      struct slice body)
{
	const char *why, *odd = NULL;
	struct gateway_amount *held;
	struct reading r;
	size_t room = 1;

	if (!open_object(&r, a, body))
		return r.why;
	for (const json *j = json_first(r.object); j; j = json_next(j))
		room++;
	held = arena_array(a, room, struct gateway_amount);
	*out = held;
	*n = 0;
	for (const json *j = json_first(r.object); j; j = json_next(j)) {
		why = read_held(&held[*n], a, j);
		odd = why ? why : odd;
		*n += !why;
	}
	return *n ? NULL : odd;
}

static void read_txids(struct gateway_withdrawal *out, struct reading *r)
{
	const json *list = json_member(r->object, "txIdList");
	const char **txids;
	size_t n = json_array_length(list);

	if (list && !json_is_array(list))
		fault(r, "txIdList", "not a list");
	txids = arena_array(r->arena, n + 1, const char *);
	for (size_t i = 0; i < n && !r->why; i++)
		if (!json_text(&txids[i], json_item(list, i)) ||
		    !is_token(txids[i], 1))
			fault(r, "txIdList", "malformed");
	out->txids = txids;
	out->txids_n = n;
}

static void read_scope(struct gateway_withdrawal *out, struct reading *r)
{
	const char *scope = text_of(r, "withdrawType");

	out->of_all = scope && strcmp(scope, "ALL") == 0;
	if (!out->of_all && (!scope || strcmp(scope, "SINGLE") != 0))
		fault(r, "withdrawType", "unknown");
	out->payment_id = optional_id_of(r, "paymentId");
	if (!out->of_all)
		checked(r, "paymentId", out->payment_id, true);
}

const char *kryptoexpress_read_withdrawal(struct gateway_withdrawal *out,
                                          struct arena *a, struct slice body)
{
	struct reading r;

	memset(out, 0, sizeof(*out));
	if (!open_object(&r, a, body))
		return r.why;
	out->id = optional_id_of(&r, "id");
	read_scope(out, &r);
	out->asset = code_of(&r, "cryptoCurrency");
	out->to_address = address_of(&r, "toAddress");
	read_txids(out, &r);
	out->receiving = amount_of(&r, "receivingAmount");
	out->chain_fee = amount_of(&r, "blockchainFeeAmount");
	out->service_fee = amount_of(&r, "serviceFeeAmount");
	out->total = amount_of(&r, "totalWithdrawalAmount");
	out->only_calculated = flag_of(&r, "onlyCalculate");
	out->created_at = moment_of(&r, "createDatetime");
	return r.why;
}
