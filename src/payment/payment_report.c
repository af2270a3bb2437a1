/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include "base/text.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment_settle.h"
#include "remote/json.h"

static void member(struct text *t, const char *name, const char *value)
{
	text_add_text(t, t->len > 1 ? "," : "");
	json_add_text(t, name);
	text_add_text(t, ":");
	if (value)
		json_add_text(t, value);
	else
		text_add_text(t, "null");
}

struct slice payment_report_body(struct arena *a,
                                 const struct gateway_payment *said)
{
	struct text t = text_open(a, 512);

	text_add_text(&t, "{");
	member(&t, "id", said->id);
	member(&t, "hash", said->hash);
	member(&t, "address", said->address);
	member(&t, "paymentType",
	       said->type == GATEWAY_PAYMENT ? "PAYMENT" : "DEPOSIT");
	member(&t, "cryptoCurrency", said->asset);
	member(&t, "cryptoAmount", said->crypto_amount);
	member(&t, "fiatCurrency", said->fiat_currency);
	member(&t, "fiatAmount", said->fiat_amount);
	text_printf(&t, ",\"isPaid\":%s,\"expireDatetime\":%" PRId64 "}",
	            said->is_paid ? "true" : "false", said->expires_at.ms);
	return (struct slice){t.p, t.len};
}
