/* SPDX-License-Identifier: MIT */
#include "sandbox/callback.h"
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "db/db.h"
#include "db/transact.h"
#include "remote/remote.h"
#include "sandbox/options.h"
#include "sandbox/truth.h"

enum { ANSWER_LIMIT = 64 * 1024, TIMEOUT_S = 10, WIDE = 8 };

static const char *sign(struct arena *a, const char *secret, struct slice body)
{
	uint8_t mac[SHA512_BYTES];

	hmac_sha512(mac, slice_text(secret), body);
	return text_hex(a, mac, sizeof(mac));
}

static const char *signature_of(struct arena *a, const struct payment *p,
                                enum callback_sign how, struct slice body)
{
	struct moment now = clock_now();

	if (!p->callback_secret)
		return NULL;
	switch (how) {
	case SIGN_TRULY:
		return sign(a, p->callback_secret, body);
	case SIGN_FORGED:
		return sign(a, "a secret nobody agreed on", body);
	case SIGN_MISSING:
		return NULL;
	case SIGN_TAMPERED:
		break;
	}
	return sign(a, p->callback_secret, payment_json(a, p, now));
}

int64_t callback_queue(struct db *db, struct arena *a, const struct payment *p,
                       const struct callback_order *o)
{
	struct moment now = clock_now();
	struct payment told = payment_told(p, o->lie ? o->lie : "", now);
	struct callback c = {
		.payment_id = p->id, .kind = o->kind, .url = p->callback_url};

	if (!p->callback_url)
		return 0;
	c.body = payment_json(a, &told, now);
	c.signature = signature_of(a, p, o->sign, c.body);
	return callback_insert(db, &c, o);
}

/* --- delivering ---------------------------------------------------------- */

struct round {
	struct arena *arena;
	struct callback *callback;
	struct remote_call *call;
	size_t n;
	bool expired;
};

static enum tx expire_body(struct db *db, void *arg)
{
	struct round *round = arg;
	size_t n;
	const int64_t *id = payment_overdue(&n, db, round->arena);

	round->expired = n > 0;
	for (size_t i = 0; i < n; i++) {
		struct payment *p = payment_lock(db, round->arena, id[i]);

		payment_expire(db, round->arena, p);
		if (strcmp(p->plan, "no_callbacks"))
			callback_queue(
				db, round->arena, p,
				&(struct callback_order){.kind = "expired"});
	}
	return TX_COMMIT;
}

static enum tx take_body(struct db *db, void *arg)
{
	struct round *round = arg;

	round->callback = callback_take(&round->n, db, round->arena);
	return TX_COMMIT;
}

static void deliver(struct round *round)
{
	struct arena *a = round->arena;

	round->call = arena_array(a, round->n, struct remote_call);
	for (size_t i = 0; i < round->n; i++) {
		const struct callback *c = &round->callback[i];
		const char **headers = arena_array(a, 3, const char *);

		headers[0] = "Content-Type: application/json";
		if (c->signature)
			headers[1] = arena_printf(a, "X-Signature: %s",
			                          c->signature);
		round->call[i] = (struct remote_call){
			.method = "POST",
			.url = c->url,
			.headers = headers,
			.body = c->body,
			.timeout_s = TIMEOUT_S,
			.limit_bytes = ANSWER_LIMIT,
		};
	}
	remote_perform(a, round->call, round->n, WIDE);
}

static void record(struct db *db, struct arena *a, const struct callback *c,
                   const struct remote_call *call)
{
	bool heard = call->status == REMOTE_OK && call->http / 100 == 2;
	struct moment now = clock_now();

	truth_add(db,
	          &(struct truth){
			  .what = "callback",
			  .payment = c->payment_id,
			  .ref = c->kind,
			  .detail = arena_printf(
				  a, "try %lld: %s %ld", (long long)c->tries,
				  call->why ? call->why : "answer", call->http),
		  });
	if (heard || c->tries >= CALLBACK_TRIES)
		callback_done(db, c->id);
	else
		callback_again(
			db, c->id,
			(struct moment){now.ms +
		                        options_wait_ms((unsigned)c->tries)});
}

static enum tx record_body(struct db *db, void *arg)
{
	struct round *round = arg;

	for (size_t i = 0; i < round->n; i++)
		record(db, round->arena, &round->callback[i], &round->call[i]);
	return TX_COMMIT;
}

bool callback_round(struct db *db, struct arena *a)
{
	struct round round = {.arena = a};

	db_transact(db, expire_body, &round);
	db_transact(db, take_body, &round);
	if (round.n) {
		deliver(&round);
		db_transact(db, record_body, &round);
	}
	if (round.n || round.expired)
		truth_flush(db, a);
	return round.n > 0;
}
