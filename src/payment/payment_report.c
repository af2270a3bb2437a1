/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include "base/text.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment_settle.h"
#include "remote/json.h"

struct slice payment_report_body(struct arena *a,
                                 const struct gateway_payment *said)
{
	struct text t = text_open(a, 512);

	text_add_text(&t, "{");
	json_add_member(&t, "id", said->id);
	json_add_member(&t, "hash", said->hash);
	json_add_member(&t, "address", said->address);
	json_add_member(&t, "paymentType",
	                said->type == GATEWAY_PAYMENT ? "PAYMENT" : "DEPOSIT");
	json_add_member(&t, "cryptoCurrency", said->asset);
	json_add_member(&t, "cryptoAmount", said->crypto_amount);
	json_add_member(&t, "fiatCurrency", said->fiat_currency);
	json_add_member(&t, "fiatAmount", said->fiat_amount);
	text_printf(&t, ",\"isPaid\":%s,\"expireDatetime\":%" PRId64 "}",
	            said->is_paid ? "true" : "false", said->expires_at.ms);
	return (struct slice){t.p, t.len};
}
