/* SPDX-License-Identifier: MIT */
#include "sandbox/fault.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "db/transact.h"
#include "sandbox/callback.h"
#include "sandbox/truth.h"

#define OF_PAYMENT false, false
#define OF_CALL    true, false
#define OF_CHAIN   false, true

/* clang-format off */
static const struct fault FAULTS[] = {
	{"duplicate", OF_PAYMENT,
	 "The callback goes out several times at once."},
	{"late", OF_PAYMENT,
	 "The callback comes only after the payment expired."},
	{"reordered", OF_PAYMENT,
	 "An old \"unpaid\" follows the callback \"paid\"."},
	{"forged", OF_PAYMENT, "Somebody else signs a callback \"paid\"."},
	{"unsigned", OF_PAYMENT, "A callback \"paid\" has no signature."},
	{"tampered", OF_PAYMENT, "The amount was changed after signing."},
	{"wrong_amount", OF_PAYMENT,
	 "The callback claims 100 times the amount."},
	{"wrong_amount_agreed", OF_PAYMENT,
	 "The gateway claims 100 times the amount."},
	{"wrong_coin", OF_PAYMENT, "The callback names another coin."},
	{"wrong_coin_agreed", OF_PAYMENT, "The gateway names another coin."},
	{"get_disagrees", OF_PAYMENT,
	 "The callback says paid, the gateway unpaid."},
	{"no_callbacks", OF_PAYMENT, "No callback will come any more."},
	{"honest", OF_PAYMENT, "From now on the gateway tells the truth."},
	{"timeout_before", OF_CALL,
	 "The next request is dropped, nothing done."},
	{"timeout_after", OF_CALL,
	 "The next request is done and not answered."},
	{"html_502", OF_CALL, "The next answer is a 502 page, nothing done."},
	{"html_502_after", OF_CALL, "The next answer is a 502 page, all done."},
	{"truncated", OF_CALL, "The next answer breaks off, all done."},
	{"rate_limited", OF_CALL, "The next request is refused: too many."},
	{"other_address", OF_CALL,
	 "The next withdrawal names another address."},
	{"flag_late", OF_CALL, "The next withdrawal shows 30 minutes later."},
	{"flag_never", OF_CALL, "The next withdrawal never shows."},
	{"dry_as_real", OF_CALL, "The next dry run answers as if it was real."},
	{"fee_jump", OF_CALL, "The next withdrawal costs ten times the fee."},
	{"429", OF_CALL, "The next request is refused: too many."},
	{"html200", OF_CALL, "The next answer is a page, with status 200."},
	{"down", OF_CALL, "The next request finds nobody there (503)."},
	{"reorg", OF_CHAIN, "The last blocks are others now."},
	{"replacement", OF_CHAIN,
	 "A transfer that waited is replaced by another."},
	{"release", OF_CHAIN, "What was held back is in the next block."},
	{"lag", OF_CHAIN, "The chain is behind the truth now."},
	{"tip_back", OF_CHAIN, "The chain is shorter now."},
	{"heal", OF_CHAIN, "The chain and its services tell the truth."},
};
/* clang-format on */

const struct fault *fault_find(const char *name)
{
	for (size_t i = 0; i < sizeof(FAULTS) / sizeof(FAULTS[0]); i++)
		if (!strcmp(FAULTS[i].name, name))
			return &FAULTS[i];
	return NULL;
}

bool fault_of_calls(const char *operation)
{
	return strcmp(operation, "payment") != 0;
}

bool fault_of_services(const char *operation)
{
	static const char *const SERVICES[] = {
		"esplora",   "blockcypher", "evm",       "solana",   "trongrid",
		"ethplorer", "kraken",      "coingecko", "coinbase",
	};

	for (size_t i = 0; i < sizeof(SERVICES) / sizeof(SERVICES[0]); i++)
		if (!strcmp(operation, SERVICES[i]))
			return true;
	return network_find(operation) != NETWORK_NONE;
}

struct taking {
	struct arena *arena;
	const char *operation;
	const char *network; /* of a service, or NULL */
	const char *name;
};

static enum tx take_body(struct db *db, void *arg)
{
	struct taking *t = arg;

	t->name = t->network ? fault_pop_service(db, t->arena, t->operation,
	                                         t->network)
	                     : fault_pop(db, t->arena, t->operation);
	if (*t->name)
		truth_add(db, &(struct truth){.what = "fault",
		                              .ref = t->name,
		                              .detail = t->operation});
	return TX_COMMIT;
}

const char *fault_take(struct db *db, struct arena *a, const char *operation)
{
	struct taking t = {a, operation, NULL, ""};

	db_transact(db, take_body, &t);
	return t.name;
}

const char *fault_take_service(struct db *db, struct arena *a,
                               const char *service, const char *network)
{
	struct taking t = {a, service, network, ""};

	if (fault_is_kept(db, a, service, network))
		db_transact(db, take_body, &t);
	return t.name;
}

static void queue_copies(struct db *db, struct arena *a,
                         const struct payment *p)
{
	for (int64_t i = 0; i < p->copies; i++)
		callback_queue(db, a, p,
		               &(struct callback_order){.kind = "copy"});
}

static void queue_reordered(struct db *db, struct arena *a,
                            const struct payment *p)
{
	int64_t first = callback_queue(
		db, a, p, &(struct callback_order){.kind = "paid"});

	callback_queue(db, a, p,
	               &(struct callback_order){.kind = "reordered",
	                                        .lie = "unpaid",
	                                        .after = first});
}

static void queue_false(struct db *db, struct arena *a, const struct payment *p,
                        const char *kind)
{
	struct callback_order o = {.kind = kind, .lie = "paid"};

	if (!strcmp(kind, "forged")) {
		o.sign = SIGN_FORGED;
	} else if (!strcmp(kind, "unsigned")) {
		o.sign = SIGN_MISSING;
	} else {
		o.sign = SIGN_TAMPERED;
		o.lie = "amount";
	}
	callback_queue(db, a, p, &o);
}

/* wrong_amount, wrong_coin and their agreed forms. */
static void queue_wrong(struct db *db, struct arena *a, struct payment *p)
{
	const char *lie = strstr(p->plan, "coin") ? "coin" : "amount";

	if (strstr(p->plan, "agreed")) {
		p->get_lie = lie;
		payment_save(db, p);
	}
	callback_queue(db, a, p,
	               &(struct callback_order){.kind = p->plan, .lie = lie});
}

static bool is_false_call(const char *name)
{
	return !strcmp(name, "forged") || !strcmp(name, "unsigned") ||
	       !strcmp(name, "tampered");
}

void fault_announce_paid(struct db *db, struct arena *a, struct payment *p)
{
	struct callback_order paid = {.kind = "paid"};

	if (!strcmp(p->plan, "no_callbacks"))
		return;
	if (!strcmp(p->plan, "duplicate")) {
		queue_copies(db, a, p);
	} else if (!strcmp(p->plan, "reordered")) {
		queue_reordered(db, a, p);
	} else if (!strncmp(p->plan, "wrong", 5)) {
		queue_wrong(db, a, p);
	} else {
		if (is_false_call(p->plan))
			queue_false(db, a, p, p->plan);
		if (!strcmp(p->plan, "late"))
			paid.due = p->expires_at;
		if (!strcmp(p->plan, "get_disagrees")) {
			p->get_lie = "unpaid";
			payment_save(db, p);
		}
		callback_queue(db, a, p, &paid);
	}
}

/* Expires it, says so, and only then lets the coins arrive. */
static bool act_late(struct db *db, struct arena *a, struct payment *p)
{
	struct moment now = clock_now();
	int64_t first = 0;

	if (p->is_paid)
		return false;
	if (!p->is_expired) {
		payment_expire(db, a, p);
		first = callback_queue(
			db, a, p, &(struct callback_order){.kind = "expired"});
	}
	if (payment_receive(db, a, p, payment_missing(p, now), true) !=
	    ARRIVAL_PAID)
		return false;
	callback_queue(
		db, a, p,
		&(struct callback_order){.kind = "late", .after = first});
	return true;
}

static void act_silence(struct db *db, struct payment *p, bool honest)
{
	p->plan = honest ? "" : "no_callbacks";
	if (honest)
		p->get_lie = "";
	else
		callback_drop(db, p->id);
	payment_save(db, p);
}

/* What needs a payment that is paid. */
static bool act_paid(struct db *db, struct arena *a, struct payment *p,
                     const struct fault *f, int64_t copies)
{
	struct moment now = clock_now();

	p->plan = f->name;
	p->copies = copies;
	if (!p->is_paid && payment_receive(db, a, p, payment_missing(p, now),
	                                   false) != ARRIVAL_PAID)
		return false;
	payment_save(db, p);
	fault_announce_paid(db, a, p);
	return true;
}

bool fault_act(struct db *db, struct arena *a, struct payment *p,
               const struct fault *f, int64_t copies)
{
	must(!f->of_call && !f->of_chain);
	truth_add(db, &(struct truth){.what = "fault",
	                              .payment = p->id,
	                              .ref = f->name});
	if (is_false_call(f->name)) {
		queue_false(db, a, p, f->name);
		return true;
	}
	if (!strcmp(f->name, "no_callbacks") || !strcmp(f->name, "honest")) {
		act_silence(db, p, *f->name == 'h');
		return true;
	}
	if (!strcmp(f->name, "late"))
		return act_late(db, a, p);
	return act_paid(db, a, p, f, copies);
}
