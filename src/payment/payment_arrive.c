/* SPDX-License-Identifier: MIT */
#include "payment/payment_arrive.h"
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "db/transact.h"
#include "deposit/deposit_state.h"
#include "ledger/ledger.h"
#include "notice/outbox.h"
#include "payment/payment_moves.h"
#include "payment/payment_sql.h"
#include "payment/payment_witness.h"
#include "remote/json.h"
#include "settings.h"
#include "wallet/wallet.h"

/* Anybody may send a hundred thousand transfers to one address. */
enum {
	DESCRIBED = 50, /* deposits, in what a person reads */
	JUDGED = 200,   /* in one transaction */
	ROUNDS = 5,     /* such transactions in one run */
	WEIGHED = 1000, /* beside the gateway's word: the largest */
	/* So long after its end a kept price still holds.  Who pays the network
	 * too little on purpose would have it for nothing. */
	KEPT_S = 6 * 60 * 60
};

/* What one transaction works on. */
struct arriving {
	struct arena *arena;
	struct payment_id id;
	const struct payment *payment;
	struct deposits deposits; /* that are judged, then that are weighed */
	struct balance balance;
	bool is_more; /* deposits to judge */
	struct slice described;
	struct settled done;
};

/* --- what is said to a person -------------------------------------------- */

/* The deposits as a report that a person can read, as they were when it was
 * first asked for. */
static struct slice describe(struct db *db, struct arriving *r)
{
	struct deposits all;
	struct text t = text_open(r->arena, 512);
	char units[COIN_TEXT];

	if (r->described.len)
		return r->described;
	all = deposit_lock_largest(db, r->arena, r->payment, DESCRIBED);
	text_add_text(&t, "[");
	for (size_t i = 0; i < all.n; i++) {
		const struct deposit *d = all.v[i];

		coin_print_units(units, d->amount);
		text_add_text(&t, i ? ",{" : "{");
		json_add_member(&t, "asset", d->asset->code);
		json_add_member(&t, "txid", d->txid);
		json_add_member(&t, "position", d->position);
		json_add_member(&t, "units", units);
		json_add_member(&t, "state", deposit_state_code(d->state));
		text_add_text(&t, "}");
	}
	text_add_text(&t, "]");
	r->described = (struct slice){t.p, t.len};
	return r->described;
}

static void review(struct db *db, struct arriving *r, const char *reason)
{
	struct payment_report report = {.body = describe(db, r),
	                                .source = "chain"};

	if (payment_to_review(db, r->arena, r->payment, reason, &report) ==
	    PAYMENT_HELD)
		r->done.held++;
	r->payment = payment_sql_lock(db, r->arena, r->id);
}

static void note(struct db *db, struct arriving *r, const char *reason)
{
	struct payment_report report = {.body = describe(db, r),
	                                .source = "chain"};

	payment_keep(db, r->arena, r->payment, reason, &report);
}

static void move(struct db *db, struct arriving *r, enum payment_state to)
{
	payment_leave(db, r->payment, to, NULL, NULL);
	r->payment = payment_sql_lock(db, r->arena, r->id);
}

/* --- one deposit --------------------------------------------------------- */

static bool is_deep(const struct deposit *d)
{
	return d->confirmations >= deposit_depth(d);
}

static bool is_missed(const struct deposit *d)
{
	return d->missed >= setting_count(SET_VANISH_LOOKS);
}

/* A witness has done its part once the payment is decided. */
static bool is_decided(const struct payment *p)
{
	return p->state == PAYMENT_PAID || p->state == PAYMENT_REVIEW;
}

/* Whether nothing can happen to it any more. */
static bool is_settled(const struct payment *p, const struct deposit *d)
{
	bool rests = d->state == DEPOSIT_CREDITED || d->state == DEPOSIT_HELD;

	if (d->state == DEPOSIT_CONFIRMED)
		rests = d->is_witness ? is_decided(p) : d->reason != NULL;
	return rests && !d->missed && d->confirmations >= deposit_final(d);
}

static void reverse(struct db *db, struct arriving *r, const struct deposit *d)
{
	struct cause cause = {ENTRY_REVERSAL, d->id, NULL, "chain"};
	struct money owed;

	must(ledger_reverse_deposit(db, r->arena, &r->balance, cause,
	                            d->asset->code, d->credited, &owed));
	deposit_reverse(db, d, owed, "it vanished from the chain");
	outbox_put(db, OUTBOX_DEPOSIT_REVERSED, d->user, r->payment->public_id,
	           &d->credited);
	note(db, r, "a credited deposit vanished from the chain");
	log_error("deposit %s of payment %s was taken back: it vanished",
	          d->txid, r->payment->public_id);
	r->done.reversed++;
}

static void vanish(struct db *db, struct arriving *r, const struct deposit *d)
{
	if (d->state == DEPOSIT_CREDITED) {
		reverse(db, r, d);
		return;
	}
	if (d->is_witness && r->payment->state == PAYMENT_PAID)
		note(db, r, "a transfer that the gateway counted vanished");
	deposit_move(db, d, DEPOSIT_GONE, "replaced, or never mined");
	r->done.gone++;
}

/* --- own addresses ------------------------------------------------------- */

static void hold(struct db *db, struct arriving *r, const struct deposit *d,
                 const char *reason)
{
	deposit_move(db, d, DEPOSIT_HELD, reason);
	review(db, r, reason);
}

/* What it is worth; NULL, or why nothing can be credited yet. */
static const char *worth(struct money *out, const struct arriving *r,
                         const struct deposit *d)
{
	const struct payment *p = r->payment;

	/* Just what was asked for, whatever the rounding. */
	if (p->kind == PAYMENT_NAMED && p->has_coin && d->asset == p->asset &&
	    p->rate && d->rate && !strcmp(p->rate, d->rate) &&
	    !coin_cmp(d->amount, p->coin)) {
		*out = p->fiat;
		return NULL;
	}
	return coin_value_floor(out, d->amount, d->asset->decimals, d->rate,
	                        p->settles_in);
}

/* Whether it has the price that was kept for the payment.  Mined coins are in
 * a block when they are first seen: nobody could make them wait. */
static bool is_kept(const struct payment *p, const struct deposit *d)
{
	return p->rate && !d->is_late && !strcmp(p->rate, d->rate) &&
	       d->maturity <= 0;
}

/* Why a person has to look at it, or NULL. */
static const char *doubt(struct db *db, const struct arriving *r,
                         const struct deposit *d, struct money credit)
{
	if (d->asset != r->payment->asset)
		return "another coin than was asked for";
	if (r->payment->state == PAYMENT_FAILED)
		return "paid although its making had failed";
	if (r->payment->state == PAYMENT_REVIEW)
		return "the payment is held";
	if (r->payment->over_s > KEPT_S && is_kept(r->payment, d))
		return "confirmed hours after its price was to end";
	return payment_passes_caps(db, r->arena, r->payment->user, credit);
}

static void credit(struct db *db, struct arriving *r, const struct deposit *d,
                   struct money amount)
{
	const struct payment *p = r->payment;
	struct cause cause = {ENTRY_DEPOSIT, d->id, NULL, "chain"};

	deposit_credit(db, d, amount, d->rate);
	must(ledger_credit_deposit(db, r->arena, &r->balance, cause,
	                           d->asset->code, amount));
	outbox_put(db, OUTBOX_DEPOSIT_CREDITED, p->user, p->public_id, &amount);
	wallet_paid(db, p->id.v);
	if (p->state != PAYMENT_PAID)
		move(db, r, PAYMENT_PAID);
	r->done.credited++;
}

/* CONFIRMED and not settled: credited, held, or left with its reason. */
static void settle_own(struct db *db, struct arriving *r,
                       const struct deposit *d)
{
	const char *why;
	struct money amount;

	if (!d->rate)
		return; /* until there is a fresh price */
	why = worth(&amount, r, d);
	if (why) {
		hold(db, r, d, "worth more than can be credited");
		return;
	}
	if (money_is_zero(amount)) {
		deposit_explain(db, d, "worth less than the least credit");
		return;
	}
	why = doubt(db, r, d, amount);
	if (why)
		hold(db, r, d, why);
	else
		credit(db, r, d, amount);
}

/* --- each deposit, then the payment -------------------------------------- */

static const struct deposit *again(struct db *db, struct arriving *r, size_t i)
{
	r->deposits.v[i] = deposit_lock_again(db, r->arena, r->deposits.v[i]);
	return r->deposits.v[i];
}

/* The price it is credited at, if it was not fixed when it was first seen. */
static void price(struct db *db, const struct arriving *r,
                  const struct deposit *d)
{
	const struct payment *p = r->payment;

	if (p->rate && !p->is_over && d->asset == p->asset)
		deposit_price_at(db, d, p->rate);
	else
		deposit_price(db, d);
}

/* It came back to the chain after it was taken back. */
static void tell_back(struct db *db, struct arriving *r,
                      const struct deposit *d)
{
	note(db, r, "a deposit that was taken back is on the chain again");
	deposit_finish(db, d);
	r->done.held++;
}

static void judge(struct db *db, struct arriving *r, size_t i)
{
	const struct deposit *d = r->deposits.v[i];

	if (!d->source)
		return; /* the gateway's word */
	if (d->state == DEPOSIT_REVERSED) {
		tell_back(db, r, d);
		return;
	}
	if (is_missed(d) && d->state != DEPOSIT_GONE) {
		vanish(db, r, d);
		(void)again(db, r, i);
		return;
	}
	if (d->state == DEPOSIT_SEEN && !d->rate && !d->is_witness) {
		price(db, r, d);
		d = again(db, r, i);
	}
	if (d->state == DEPOSIT_SEEN && is_deep(d) && !d->missed) {
		deposit_move(db, d, DEPOSIT_CONFIRMED, NULL);
		r->done.confirmed++;
		d = again(db, r, i);
	}
	/* A reorganisation may have lifted it up again since. */
	if (d->state == DEPOSIT_CONFIRMED && !d->is_witness && !d->reason &&
	    !d->missed && is_deep(d)) {
		if (!d->rate)
			price(db, r, d);
		d = again(db, r, i);
		settle_own(db, r, d);
		d = again(db, r, i);
	}
	if (d->state == DEPOSIT_HELD && r->payment->state != PAYMENT_REVIEW)
		review(db, r, d->reason); /* it began so */
	if (is_settled(r->payment, d))
		deposit_finish(db, d);
}

/* Coins on their way keep it from expiring; when all of them are gone, its
 * time may be over. */
static void follow_own(struct db *db, struct arriving *r)
{
	const struct payment *p = r->payment;
	bool live = deposit_any_coming(db, r->arena, p);

	if (live && (p->state == PAYMENT_OPEN || p->state == PAYMENT_EXPIRED ||
	             p->state == PAYMENT_ABANDONED)) {
		outbox_put(db, OUTBOX_DEPOSIT_SEEN, p->user, p->public_id,
		           NULL);
		move(db, r, PAYMENT_CONFIRMING);
		r->done.seen++;
	} else if (!live && p->state == PAYMENT_CONFIRMING && p->is_over) {
		(void)payment_to_expired(db, r->arena, p);
		r->done.ended++;
	}
}

static bool waited(struct db *db, struct arena *a, const struct payment *p)
{
	int64_t most = setting_count(SET_WITNESS_MINUTES) * 60;

	return p->word.age_s > most &&
	       payment_sql_looked_since(db, a, p, p->word.at);
}

static void follow_word(struct db *db, struct arriving *r)
{
	const struct payment *p = r->payment;
	struct opinion o =
		payment_witness(p, &r->deposits, waited(db, r->arena, p));
	const char *why;

	switch (o.witness) {
	case WITNESS_WAITS:
		return;
	case WITNESS_DIFFERS:
		review(db, r, o.reason);
		return;
	case WITNESS_AGREES:
		break;
	}
	why = payment_passes_caps(db, r->arena, p->user, p->word.credit);
	if (why) {
		review(db, r, why);
		return;
	}
	payment_credit_word(db, r->arena, p, &r->balance, "chain", &p->word.at,
	                    p->word.arrived, p->word.credit);
	r->done.credited++;
}

/* Coins that came to an address of the gateway's, and it says nothing. */
static bool is_unexplained(const struct arriving *r)
{
	const struct payment *p = r->payment;
	bool is_silent = p->state == PAYMENT_EXPIRED ||
	                 p->state == PAYMENT_FAILED ||
	                 p->state == PAYMENT_ABANDONED;

	if (!is_silent || p->over_s < setting_count(SET_WITNESS_MINUTES) * 60)
		return false;
	for (size_t i = 0; i < r->deposits.n; i++)
		if (r->deposits.v[i]->is_witness &&
		    r->deposits.v[i]->state == DEPOSIT_CONFIRMED)
			return true;
	return false;
}

static void follow_gateway(struct db *db, struct arriving *r)
{
	if (r->payment->state == PAYMENT_CONFIRMING)
		follow_word(db, r);
	else if (is_unexplained(r))
		review(db, r,
		       "coins arrived, and the gateway says nothing of "
		       "them");
	else if (r->payment->state == PAYMENT_PAID &&
	         payment_has_surplus(r->payment, &r->deposits))
		note(db, r, "more arrived than the gateway counts");
}

/* What they mean for the payment. */
static void follow(struct db *db, struct arriving *r)
{
	if (r->payment->provider == PROVIDER_OWN) {
		follow_own(db, r);
		return;
	}
	r->deposits = deposit_lock_largest(db, r->arena, r->payment, WEIGHED);
	follow_gateway(db, r);
}

static enum tx arrive_body(struct db *db, void *arg)
{
	struct arriving *r = arg;
	bool was_decided;

	r->done = (struct settled){0};
	r->described = (struct slice){NULL, 0};
	r->payment = payment_sql_lock(db, r->arena, r->id);
	r->balance = ledger_lock(db, r->arena, r->payment->user);
	r->deposits = deposit_lock_due(db, r->arena, r->payment, JUDGED);
	r->is_more = r->deposits.n == JUDGED;
	was_decided = is_decided(r->payment);
	for (size_t i = 0; i < r->deposits.n; i++)
		judge(db, r, i);
	deposit_judged(db, &r->deposits);
	/* One of them decided it, after others were judged. */
	if (!was_decided && is_decided(r->payment))
		deposit_stir(db, r->payment);
	if (!r->is_more)
		follow(db, r);
	return TX_COMMIT;
}

void payment_arrive(struct db *db, struct arena *a, const struct payment *p,
                    struct settled *done)
{
	struct arriving r = {.arena = a, .id = p->id};
	unsigned rounds = 0;

	do {
		db_transact(db, arrive_body, &r);
		settled_add(done, &r.done);
	} while (r.is_more && ++rounds < ROUNDS);
}

void settled_add(struct settled *sum, const struct settled *more)
{
	sum->seen += more->seen;
	sum->confirmed += more->confirmed;
	sum->credited += more->credited;
	sum->held += more->held;
	sum->reversed += more->reversed;
	sum->gone += more->gone;
	sum->ended += more->ended;
}
