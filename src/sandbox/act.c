/* SPDX-License-Identifier: MIT */
#include "sandbox/act.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/transact.h"
#include "sandbox/callback.h"
#include "sandbox/transfer.h"

struct acting {
	struct arena *arena;
	int64_t id;
	const char *amount;
	const struct fault *fault;
	int64_t copies;
	enum acted acted;
	enum arrival arrival;
};

/* How many coins, or false. */
static bool read_coins(struct coin *out, const struct payment *p,
                       const char *amount)
{
	struct coin whole, most;

	if (!amount) {
		*out = payment_missing(p, clock_now());
		return true;
	}
	must(!coin_parse(&most, "1000000", p->coin->decimals));
	if (coin_parse(&whole, amount, p->coin->decimals))
		return false;
	*out = whole;
	return !coin_is_zero(whole) && coin_cmp(whole, most) <= 0;
}

static enum tx pay_body(struct db *db, void *arg)
{
	struct acting *act = arg;
	struct payment *p = payment_lock(db, act->arena, act->id);
	struct coin c;

	act->acted = ACTED_NO_PAYMENT;
	if (!p)
		return TX_ROLLBACK;
	act->acted = ACTED_BAD_AMOUNT;
	if (!read_coins(&c, p, act->amount))
		return TX_ROLLBACK;
	act->acted = ACTED;
	act->arrival = payment_receive(db, act->arena, p, c, false);
	if (act->arrival == ARRIVAL_PAID)
		fault_announce_paid(db, act->arena, p);
	return TX_COMMIT;
}

static enum tx expire_body(struct db *db, void *arg)
{
	struct acting *act = arg;
	struct payment *p = payment_lock(db, act->arena, act->id);

	act->acted = ACTED_NO_PAYMENT;
	if (!p)
		return TX_ROLLBACK;
	act->acted = ACTED_TOO_LATE;
	if (p->is_paid || p->is_expired)
		return TX_ROLLBACK;
	act->acted = ACTED;
	payment_expire(db, act->arena, p);
	if (strcmp(p->plan, "no_callbacks"))
		callback_queue(db, act->arena, p,
		               &(struct callback_order){.kind = "expired"});
	return TX_COMMIT;
}

static enum tx fault_body(struct db *db, void *arg)
{
	struct acting *act = arg;
	struct payment *p = payment_lock(db, act->arena, act->id);

	act->acted = ACTED_NO_PAYMENT;
	if (!p)
		return TX_ROLLBACK;
	act->acted = ACTED_TOO_LATE;
	if (!fault_act(db, act->arena, p, act->fault, act->copies))
		return TX_ROLLBACK;
	act->acted = ACTED;
	return TX_COMMIT;
}

enum acted act_pay(enum arrival *out, struct db *db, struct arena *a,
                   int64_t id, const char *amount)
{
	struct acting act = {.arena = a, .id = id, .amount = amount};

	db_transact(db, pay_body, &act);
	*out = act.arrival;
	return act.acted;
}

enum acted act_expire(struct db *db, struct arena *a, int64_t id)
{
	struct acting act = {.arena = a, .id = id};

	db_transact(db, expire_body, &act);
	return act.acted;
}

enum acted act_fault(struct db *db, struct arena *a, int64_t id,
                     const struct fault *f, int64_t copies)
{
	struct acting act = {
		.arena = a, .id = id, .fault = f, .copies = copies};

	db_transact(db, fault_body, &act);
	return act.acted;
}

/* --- chains --------------------------------------------------------------- */

const char *act_chain(struct db *db, struct arena *a, struct disturbance *d,
                      const char *operation)
{
	if (!strcmp(d->fault, "heal")) {
		if (fault_of_services(operation))
			fault_forget(db, operation);
		if (d->network == NETWORK_NONE)
			return NULL;
		fault_forget(db, network_code(d->network));
	}
	return disturb(db, a, d);
}

static const char *read_part(struct part *out, const struct minted *coin,
                             char *word)
{
	char *amount = word;
	const char *why;
	struct coin most;

	out->address = strsep(&amount, "=");
	must(!coin_parse(&most, "1000000000", coin->decimals));
	if (!amount || coin_parse(&out->amount, amount, coin->decimals) ||
	    coin_is_zero(out->amount) || coin_cmp(out->amount, most) > 0)
		return "That is no amount of this coin.";
	why = transfer_fault(coin, out->address);
	return why ? "That is no address of this coin." : NULL;
}

static const char *read_parts(struct sending *s, struct part *parts,
                              struct arena *a, const struct order *order)
{
	char *rest = arena_text(a, order->outputs), *word;

	s->parts = parts;
	while ((word = strsep(&rest, " "))) {
		const char *why;

		if (!*word)
			continue;
		if (s->n == PARTS_MOST)
			return "These are too many outputs.";
		why = read_part(&parts[s->n++], s->coin, word);
		if (why)
			return why;
	}
	return s->n ? NULL : "To which address?";
}

struct dispatch {
	struct arena *arena;
	const struct sending *sending;
	const char *txid;
};

static enum tx send_body(struct db *db, void *arg)
{
	struct dispatch *it = arg;

	it->txid = transfer_send(db, it->arena, it->sending);
	return TX_COMMIT;
}

const char *act_send(const char **txid, struct db *db, struct arena *a,
                     const struct order *order)
{
	struct part parts[PARTS_MOST];
	struct sending s = {.coin = minted_find(order->asset),
	                    .is_held = order->is_held};
	struct dispatch it = {.arena = a, .sending = &s};
	const char *why;

	if (!s.coin)
		return "There is no such coin.";
	why = read_parts(&s, parts, a, order);
	if (why)
		return why;
	db_transact(db, send_body, &it);
	*txid = it.txid;
	return NULL;
}

const char *act_why(enum acted acted)
{
	switch (acted) {
	case ACTED:
		return "Done.";
	case ACTED_NO_PAYMENT:
		return "There is no such payment.";
	case ACTED_BAD_AMOUNT:
		return "That is no amount of this coin.";
	case ACTED_TOO_LATE:
		return "The payment is paid already or its time is over.";
	}
	panic("no such acted");
}
