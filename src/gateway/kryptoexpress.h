/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/text.h"
/*
 * kryptoexpress: the payment gateway, as it speaks.
 *
 * It creates an address for each payment, watches it, and calls us back with
 * the signed payment.  Its word alone credits nothing: whoever calls compares
 * every field with what we stored.  Amounts stay the text they arrived as;
 * codes of coins and currencies are checked for their form only.
 *
 * Creating and withdrawing know no idempotency key, so nothing here is ever
 * retried; an error says whether it may have been done all the same.
 */
struct arena;

struct kryptoexpress {
	const char *base_url; /* "https://kryptoexpress.pro/api" */
	const char *api_key;  /* NULL where only public calls are made */
};

enum gateway_type {
	GATEWAY_NO_TYPE,
	GATEWAY_PAYMENT, /* for an amount; several transfers may fill it */
	GATEWAY_DEPOSIT  /* any amount; only the first transfer counts */
};

/* Optional texts are NULL and optional moments 0 when they were absent. */
struct gateway_payment {
	const char *id;
	enum gateway_type type;
	const char *fiat_currency;
	const char *fiat_amount;   /* optional in a DEPOSIT */
	const char *crypto_amount; /* optional in a DEPOSIT */
	const char *asset;
	const char *address;
	struct moment expires_at, created_at;
	struct moment paid_at; /* optional */
	bool is_paid, is_withdrawn;
	const char *hash;
	const char *callback_url; /* optional */
};

struct gateway_amount {
	const char *asset;
	const char *amount;
};

struct gateway_price {
	const char *asset;
	const char *fiat_currency;
	const char *price;
};

struct gateway_withdrawal {
	const char *id;         /* optional */
	bool of_all;            /* ALL, else SINGLE */
	const char *payment_id; /* of SINGLE */
	const char *asset;
	const char *to_address;
	const char *const *txids;
	size_t txids_n;
	const char *receiving, *chain_fee, *service_fee, *total;
	bool only_calculated; /* a dry run: nothing moved */
	struct moment created_at;
};

enum gateway_kind {
	GATEWAY_FINE,
	GATEWAY_NOT_SENT, /* it surely did not hear us */
	GATEWAY_BAD_REQUEST,
	GATEWAY_AUTH,
	GATEWAY_NOT_FOUND,
	GATEWAY_RATE_LIMITED,
	GATEWAY_UNAVAILABLE,
	GATEWAY_MALFORMED, /* it answered what we do not understand */
	GATEWAY_UNKNOWN    /* no whole answer came */
};

struct gateway_error {
	enum gateway_kind kind;
	bool maybe_done;     /* what we asked for may have happened */
	bool retry;          /* asking again is harmless and may help */
	int wait_s;          /* before that */
	const char *message; /* for a log or an admin, never for a buyer */
	const char *field;   /* that it complains about, or NULL */
};

/* What to create. */
struct gateway_order {
	enum gateway_type type;
	const char *fiat_currency;
	const char *fiat_amount; /* "12.34"; NULL for a DEPOSIT */
	const char *asset;
	const char *callback_url;
	const char *callback_secret;
};

/* A payment asked for, or why there is none. */
struct gateway_answer {
	struct gateway_payment payment;
	struct gateway_error error;
};

/* Calls; false with *error. */
bool kryptoexpress_create(struct gateway_payment *out,
                          struct gateway_error *error, struct arena *a,
                          const struct kryptoexpress *k,
                          const struct gateway_order *order);
bool kryptoexpress_get(struct gateway_payment *out, struct gateway_error *error,
                       struct arena *a, const struct kryptoexpress *k,
                       const char *hash);
/* Many at once, at most `wide` in flight; one answer a hash, each taking up
 * to 128 KiB of the arena.  After 10 s no more are asked for: the answers of
 * those left are GATEWAY_NOT_SENT. */
struct gateway_answer *kryptoexpress_get_many(struct arena *a,
                                              const struct kryptoexpress *k,
                                              const char *const *hashes,
                                              size_t n, unsigned wide);
/* The coins it takes now, NULL-terminated. */
const char *const *kryptoexpress_assets(struct gateway_error *error,
                                        struct arena *a,
                                        const struct kryptoexpress *k);
/* The fiat currencies it settles in, NULL-terminated. */
const char *const *kryptoexpress_currencies(struct gateway_error *error,
                                            struct arena *a,
                                            const struct kryptoexpress *k);
/* Prices of one coin each, for assets such as "BTC,ETH"; NULL and *error. */
const struct gateway_price *
kryptoexpress_prices(size_t *n, struct gateway_error *error, struct arena *a,
                     const struct kryptoexpress *k, const char *assets,
                     const char *fiat_currency);

/* Reading; NULL, or the reason it is not to be trusted.  Of a list, a coin
 * that cannot be read is left out; with no other, the list is none. */
const char *kryptoexpress_read_payment(struct gateway_payment *out,
                                       struct arena *a, struct slice body);
const char *kryptoexpress_read_codes(const char *const **out, struct arena *a,
                                     struct slice body);
const char *kryptoexpress_read_prices(const struct gateway_price **out,
                                      size_t *n, struct arena *a,
                                      struct slice body);
const char *kryptoexpress_read_wallet(const struct gateway_amount **out,
                                      size_t *n, struct arena *a,
                                      struct slice body);
const char *kryptoexpress_read_withdrawal(struct gateway_withdrawal *out,
                                          struct arena *a, struct slice body);
/* What an answer with that status means; post: we asked it to do something.
 * Never GATEWAY_FINE. */
struct gateway_error kryptoexpress_read_error(struct arena *a, long http,
                                              struct slice body, bool post);

/*
 * Whether the header is the HMAC-SHA512 of the body under the secret, over
 * its bytes as they came or, for a proxy may have changed the layout, over its
 * compact form.
 */
bool kryptoexpress_signature_holds(struct slice body, const char *header,
                                   struct slice secret);
