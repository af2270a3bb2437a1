/* SPDX-License-Identifier: MIT */
#include "payment/payment_gateway.h"
#include <errno.h>
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/seal.h"
#include "chain/assets.h"
#include "gateway/kryptoexpress.h"
#include "http/network.h"
#include "identity/identity.h"
#include "payment/payment_own.h"
#include "payment/payment_settle.h"
#include "remote/remote.h"
#include "settings.h"

enum { KEY_MOST = 512, SCRATCH = 16 * 1024 };

static const char *const REFUSED =
	"The payment gateway would not make an address for this coin just "
	"now.";

static struct key hook_key, network_key;
static bool hook_opened;
static char api_key[KEY_MOST];
static struct kryptoexpress gateway;

/* One line of printable text. */
static bool take_api_key(struct slice s)
{
	while (s.len && strchr(" \t\r\n", s.p[s.len - 1]))
		s.len--;
	if (!s.len || s.len >= KEY_MOST)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	memcpy(api_key, s.p, s.len);
	api_key[s.len] = '\0';
	return true;
}

static bool read_api_key(void)
{
	const char *path = setting_text(SET_GATEWAY_KEY_FILE);
	struct arena *a = arena_open(SCRATCH);
	struct slice s;
	bool good = file_read(&s, a, path, KEY_MOST);

	if (!good)
		log_error("cannot read the gateway's key in %s: %s", path,
		          strerror(errno));
	else if (!(good = take_api_key(s)))
		log_error("%s is not a gateway key", path);
	arena_close(a);
	return good;
}

bool payment_gateway_hook_open(void)
{
	struct key master;

	if (!key_read(&master, setting_text(SET_CALLBACK_KEY_FILE)) ||
	    !identity_takes(IDENTITY_CALLBACK, &master))
		return false;
	hook_key = key_derive(&master, "callback secret");
	network_key = key_derive(&master, "networks");
	explicit_bzero(&master, sizeof(master));
	hook_opened = true;
	return true;
}

static void find_gateway(void)
{
	gateway.base_url = setting_text(SET_GATEWAY_URL);
	remote_allow_loopback(setting_yes(SET_ALLOW_LOOPBACK_HTTP));
}

bool payment_gateway_key_open(void)
{
	find_gateway();
	if (!read_api_key())
		return false;
	gateway.api_key = api_key;
	return true;
}

bool payment_gateway_open(bool with_keys)
{
	find_gateway();
	return !with_keys ||
	       (payment_gateway_hook_open() && payment_gateway_key_open());
}

const struct kryptoexpress *payment_gateway(void)
{
	must(gateway.base_url);
	return &gateway;
}

const char *payment_network(struct arena *a, const char *network)
{
	must(hook_opened);
	return network_mark(a, &network_key, network);
}

const char *payment_hook_secret(struct arena *a, const char *public_id)
{
	uint8_t mac[SHA256_BYTES];

	must(hook_opened);
	hmac_sha256(mac, &hook_key, slice_text(public_id));
	return text_hex(a, mac, sizeof(mac));
}

const char *payment_hook_url(struct arena *a, const struct payment *p)
{
	const char *origin = setting_text(SET_CALLBACK_ORIGIN);

	if (!*origin)
		origin = setting_text(SET_ORIGIN);
	return arena_printf(a, "%s/hook/kryptoexpress/%s", origin,
	                    p->hook_token);
}

static struct gateway_order order_of(struct arena *a, const struct payment *p)
{
	struct gateway_order order = {
		.type = GATEWAY_DEPOSIT,
		.fiat_currency = currency_code(p->settles_in),
		.asset = p->asset->code,
		.callback_url = payment_hook_url(a, p),
		.callback_secret = payment_hook_secret(a, p->public_id),
	};
	char amount[MONEY_TEXT];

	if (p->kind == PAYMENT_NAMED) {
		money_print(amount, p->fiat);
		order.type = GATEWAY_PAYMENT;
		order.fiat_amount = arena_text(a, amount);
	}
	return order;
}

/* A new invoice; it can't be paid yet, so one that says so is not believed
 * before the gateway is asked again. */
static void opened(struct db *db, struct arena *a, const struct payment *p,
                   const struct gateway_payment *said)
{
	struct gateway_payment unpaid = *said;
	struct payment_report report = {.said = &unpaid, .source = "gateway"};

	unpaid.is_paid = false;
	report.body = payment_report_body(a, said);
	switch (payment_settle(db, a, p, &report)) {
	case PAYMENT_NOTED:
		payment_refuse(db, a, p, REFUSED);
		return;
	case PAYMENT_ADOPTED:
		payment_own_tell(db, a, payment_find(db, a, p->public_id));
		return;
	case PAYMENT_UNCHANGED:
	case PAYMENT_CREDITED:
	case PAYMENT_WAITS:
	case PAYMENT_ENDED:
	case PAYMENT_HELD:
		return;
	}
	panic("no such payment_result");
}

void payment_ask(struct db *db, struct arena *a, const struct payment *p)
{
	struct gateway_order order = order_of(a, p);
	struct gateway_payment said;
	struct gateway_error error;

	if (kryptoexpress_create(&said, &error, a, payment_gateway(), &order)) {
		opened(db, a, p, &said);
		return;
	}
	log_warn("payment %s was not made (%s): %s", p->public_id,
	         error.maybe_done ? "perhaps" : "surely",
	         error.message ? error.message : "no reason given");
	if (!error.maybe_done)
		payment_refuse(db, a, p, REFUSED);
}
