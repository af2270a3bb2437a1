/* SPDX-License-Identifier: MIT */
#include "gateway/kryptoexpress.h"
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"
#include "remote/json.h"
#include "remote/remote.h"
#include <string.h>

enum {
	CREATE_S = 20,
	READ_S = 15,
	MANY_MS = 10 * 1000,
	ANSWER_LIMIT = 16 * 1024,
	LIST_LIMIT = 64 * 1024,
	PLACES = 36,
	BODY_ROOM = 512
};

static const char *const NO_HEADERS[] = {"Accept: application/json", NULL};

static struct gateway_error malformed(const char *why, bool post)
{
	return (struct gateway_error){.kind = GATEWAY_MALFORMED,
	                              .maybe_done = post,
	                              .retry = !post,
	                              .message = why};
}

/* Whether the call brought an answer worth reading. */
static bool answered(struct gateway_error *error, struct arena *a,
                     const struct remote_call *c)
{
	bool post = strcmp(c->method, "POST") == 0;

	*error = (struct gateway_error){0};
	switch (c->status) {
	case REMOTE_NOT_SENT:
		error->kind = GATEWAY_NOT_SENT;
		error->retry = true;
		error->message = c->why;
		return false;
	case REMOTE_UNKNOWN:
		error->kind = GATEWAY_UNKNOWN;
		error->retry = !post;
		error->maybe_done = post;
		error->message = c->why;
		return false;
	case REMOTE_OK:
		if (c->http == 200 || (post && c->http == 201))
			return true;
		*error = kryptoexpress_read_error(a, c->http, c->answer, post);
		return false;
	}
	panic("no such remote_status");
}

static struct remote_call get_call(struct arena *a,
                                   const struct kryptoexpress *k,
                                   const char *path, size_t limit_bytes)
{
	return (struct remote_call){
		.method = "GET",
		.url = arena_printf(a, "%s%s", k->base_url, path),
		.headers = NO_HEADERS,
		.timeout_s = READ_S,
		.limit_bytes = limit_bytes,
	};
}

static struct slice order_body(struct arena *a, const struct gateway_order *o)
{
	struct text t = text_open(a, BODY_ROOM);
	struct integer any;

	must(o->type != GATEWAY_NO_TYPE);
	must((o->type == GATEWAY_PAYMENT) == (o->fiat_amount != NULL));
	text_add_text(&t, "{");
	json_add_member(&t, "fiatCurrency", o->fiat_currency);
	json_add_member(&t, "paymentType",
	                o->type == GATEWAY_PAYMENT ? "PAYMENT" : "DEPOSIT");
	if (o->fiat_amount) {
		must(!decimal_parse(&any, o->fiat_amount, PLACES));
		text_printf(&t, ",\"fiatAmount\":%s", o->fiat_amount);
	}
	json_add_member(&t, "cryptoCurrency", o->asset);
	json_add_member(&t, "callbackUrl", o->callback_url);
	json_add_member(&t, "callbackSecret", o->callback_secret);
	text_add_text(&t, "}");
	return (struct slice){t.p, t.len};
}

static bool same_amount(const char *a, const char *b)
{
	struct integer x, y;

	return a && !decimal_parse(&x, a, PLACES) &&
	       !decimal_parse(&y, b, PLACES) && strcmp(x.digits, y.digits) == 0;
}

/* Why the payment is not the one ordered, or NULL. */
static const char *differs(const struct gateway_payment *p,
                           const struct gateway_order *o)
{
	if (p->type != o->type)
		return "it made another type of payment";
	if (strcmp(p->fiat_currency, o->fiat_currency) != 0)
		return "it made a payment in another currency";
	if (strcmp(p->asset, o->asset) != 0)
		return "it made a payment in another coin";
	if (o->fiat_amount && !same_amount(p->fiat_amount, o->fiat_amount))
		return "it made a payment of another amount";
	return NULL;
}

bool kryptoexpress_create(struct gateway_payment *out,
                          struct gateway_error *error, struct arena *a,
                          const struct kryptoexpress *k,
                          const struct gateway_order *order)
{
	const char *why;
	const char *const headers[] = {
		"Accept: application/json", "Content-Type: application/json",
		arena_printf(a, "X-Api-Key: %s", k->api_key), NULL};
	struct remote_call c = {
		.method = "POST",
		.url = arena_printf(a, "%s/payment", k->base_url),
		.headers = headers,
		.body = order_body(a, order),
		.timeout_s = CREATE_S,
		.limit_bytes = ANSWER_LIMIT,
	};

	must(k->api_key);
	remote_perform(a, &c, 1, 1);
	if (!answered(error, a, &c))
		return false;
	why = kryptoexpress_read_payment(out, a, c.answer);
	if (!why)
		why = differs(out, order);
	if (why)
		*error = malformed(why, true);
	return !why;
}

static void read_found(struct gateway_answer *out, struct arena *a,
                       const struct remote_call *c, const char *hash)
{
	const char *why;

	if (!answered(&out->error, a, c))
		return;
	why = kryptoexpress_read_payment(&out->payment, a, c->answer);
	if (!why && strcmp(out->payment.hash, hash) != 0)
		why = "it answered with another payment";
	if (why)
		out->error = malformed(why, false);
}

/* A hash comes from our database, where an answer put it that was read by
 * the same rules: it needs no escaping. */
struct gateway_answer *kryptoexpress_get_many(struct arena *a,
                                              const struct kryptoexpress *k,
                                              const char *const *hashes,
                                              size_t n, unsigned wide)
{
	struct remote_call *calls = arena_array(a, n, struct remote_call);
	struct gateway_answer *out = arena_array(a, n, struct gateway_answer);

	for (size_t i = 0; i < n; i++)
		calls[i] = get_call(
			a, k, arena_printf(a, "/payment?hash=%s", hashes[i]),
			ANSWER_LIMIT);
	remote_perform_until(a, calls, n, wide, clock_ticks_ms() + MANY_MS);
	for (size_t i = 0; i < n; i++)
		read_found(&out[i], a, &calls[i], hashes[i]);
	return out;
}

bool kryptoexpress_get(struct gateway_payment *out, struct gateway_error *error,
                       struct arena *a, const struct kryptoexpress *k,
                       const char *hash)
{
	const struct gateway_answer *found =
		kryptoexpress_get_many(a, k, &hash, 1, 1);

	*out = found->payment;
	*error = found->error;
	return error->kind == GATEWAY_FINE;
}

static bool get_list(struct slice *body, struct gateway_error *error,
                     struct arena *a, const struct kryptoexpress *k,
                     const char *path)
{
	struct remote_call c = get_call(a, k, path, LIST_LIMIT);

	remote_perform(a, &c, 1, 1);
	*body = c.answer;
	return answered(error, a, &c);
}

static const char *const *get_codes(struct gateway_error *error,
                                    struct arena *a,
                                    const struct kryptoexpress *k,
                                    const char *path)
{
	const char *const *codes = NULL, *why;
	struct slice body;

	if (!get_list(&body, error, a, k, path))
		return NULL;
	why = kryptoexpress_read_codes(&codes, a, body);
	if (why)
		*error = malformed(why, false);
	return codes;
}

const char *const *kryptoexpress_assets(struct gateway_error *error,
                                        struct arena *a,
                                        const struct kryptoexpress *k)
{
	return get_codes(error, a, k, "/cryptocurrency/all");
}

const char *const *kryptoexpress_currencies(struct gateway_error *error,
                                            struct arena *a,
                                            const struct kryptoexpress *k)
{
	return get_codes(error, a, k, "/currency");
}

const struct gateway_price *
kryptoexpress_prices(size_t *n, struct gateway_error *error, struct arena *a,
                     const struct kryptoexpress *k, const char *assets,
                     const char *fiat_currency)
{
	const struct gateway_price *prices = NULL;
	struct slice body;
	const char *why;

	if (!get_list(&body, error, a, k,
	              arena_printf(a,
	                           "/cryptocurrency/price?cryptoCurrency=%s"
	                           "&fiatCurrency=%s",
	                           assets, fiat_currency)))
		return NULL;
	why = kryptoexpress_read_prices(&prices, n, a, body);
	if (!why)
		return prices;
	*error = malformed(why, false);
	return NULL;
}
