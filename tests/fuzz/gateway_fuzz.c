/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "base/decimal.h"
#include "base/panic.h"
#include "gateway/kryptoexpress.h"
#include <string.h>
/*
 * Any bytes as an answer or a callback of the gateway: what is taken keeps
 * the promises of its struct, and no forged signature holds.  See tools/fuzz.
 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void is_amount(const char *s)
{
	struct integer any;

	must(s && !decimal_parse_floor(&any, s, 18));
}

static void try_payment(struct arena *a, struct slice body)
{
	struct gateway_payment p;

	if (kryptoexpress_read_payment(&p, a, body))
		return;
	must(p.id && *p.id && p.hash && strlen(p.hash) >= 16);
	must(p.type != GATEWAY_NO_TYPE && p.fiat_currency && p.asset);
	must(p.address && *p.address && !strpbrk(p.address, " \"'<>\r\n"));
	must(p.expires_at.ms > 0 && p.created_at.ms > 0);
	if (p.type == GATEWAY_PAYMENT || p.fiat_amount)
		is_amount(p.fiat_amount);
	if (p.type == GATEWAY_PAYMENT || p.crypto_amount)
		is_amount(p.crypto_amount);
}

static void try_withdrawal(struct arena *a, struct slice body)
{
	struct gateway_withdrawal w;

	if (kryptoexpress_read_withdrawal(&w, a, body))
		return;
	must(w.of_all || w.payment_id);
	is_amount(w.receiving);
	is_amount(w.total);
	for (size_t i = 0; i < w.txids_n; i++)
		must(w.txids[i] && *w.txids[i]);
}

static void try_lists(struct arena *a, struct slice body)
{
	const struct gateway_amount *held;
	const struct gateway_price *prices;
	const char *const *codes;
	size_t n;

	if (!kryptoexpress_read_codes(&codes, a, body))
		while (*codes)
			must(**codes++);
	if (!kryptoexpress_read_wallet(&held, &n, a, body))
		while (n > 0)
			is_amount(held[--n].amount);
	if (!kryptoexpress_read_prices(&prices, &n, a, body))
		while (n > 0)
			is_amount(prices[--n].price);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_open((size_t)64 * 1024 * 1024);
	struct slice body = {(const char *)bytes, len};
	char *text = arena_bytes(a, bytes, len);

	try_payment(a, body);
	try_withdrawal(a, body);
	try_lists(a, body);
	must(kryptoexpress_read_error(a, 500, body, true).message);
	must(!kryptoexpress_signature_holds(body, text, SLICE("secret")));
	arena_close(a);
	return 0;
}
