/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "http/form.h"
#include "http/request.h"
#include "sandbox/act.h"
#include "sandbox/answer.h"
#include "sandbox/routes.h"

enum { COPIES_MOST = 20, ARMED_MOST = 1000000, ID_MAX = 18, BLOCKS_MOST = 500 };

static const char *const OPERATIONS[] = {
	"create",   "get",      "wallet",    "quote",    "withdrawal",
	"any",      "bitcoin",  "litecoin",  "dogecoin", "ethereum",
	"bsc",      "solana",   "tron",      "esplora",  "blockcypher",
	"evm",      "trongrid", "ethplorer", "kraken",   "coingecko",
	"coinbase", NULL};

static const char *const NETWORKS[] = {"bitcoin",  "litecoin", "dogecoin",
                                       "ethereum", "bsc",      "solana",
                                       "tron",     NULL};

static const char *const OPTIONS[] = {"keep", "drop",      "move",
                                      "less", "elsewhere", NULL};

/* Which payment a form means: by id, hash or address. */
struct named {
	const char *id, *hash, *address;
};

#define NAMED(it)                                                     \
	form_optional(form_text("id", 1, ID_MAX, &(it)->id)),         \
		form_optional(form_text("hash", 1, 64, &(it)->hash)), \
		form_optional(form_text("address", 1, 100, &(it)->address))

static int64_t id_of(struct request *rq, const struct named *it)
{
	const char *name = it->hash ? it->hash : it->address;

	if (it->id)
		return strtoll(it->id, NULL, 10);
	return name ? payment_id_of(rq->db, rq->arena, name) : 0;
}

static struct reply *bad_form(struct request *rq)
{
	const char *why = form_malformed(rq);

	return answer_error(rq, 400, "bad_form",
	                    why ? why : "A field is missing or wrong.");
}

static struct reply *refuse(struct request *rq, enum acted acted)
{
	return answer_error(rq, acted == ACTED_NO_PAYMENT ? 404 : 409,
	                    "refused", act_why(acted));
}

/* What happens to a chain at once. */
static struct reply *fault_chain(struct request *rq, struct disturbance *d,
                                 const char *operation)
{
	const char *why;
	struct text t = text_open(rq->arena, 200);

	if (d->network == NETWORK_NONE && strcmp(d->fault, "heal") != 0)
		return answer_error(rq, 400, "bad_form", "Which network?");
	why = act_chain(rq->db, rq->arena, d, operation);
	if (why)
		return answer_error(rq, 409, "refused", why);
	text_printf(&t, "{\"did\":\"%s\"", d->fault);
	if (d->done)
		text_printf(&t, ",\"txid\":\"%s\"", d->done);
	text_add_text(&t, "}");
	return answer_json(rq, 200, (struct slice){t.p, t.len});
}

static struct reply *done(struct request *rq, int64_t id, const char *what)
{
	return answer_json(
		rq, 200,
		slice_text(arena_printf(rq->arena,
	                                "{\"payment\":%lld,\"did\":\"%s\"}",
	                                (long long)id, what)));
}

struct reply *control_pay(struct request *rq)
{
	static const char *const DID[] = {[ARRIVAL_PART] = "part",
	                                  [ARRIVAL_PAID] = "paid",
	                                  [ARRIVAL_UNCOUNTED] = "uncounted"};
	struct named it = {0};
	const char *amount = NULL;
	enum arrival arrival;
	enum acted acted;
	int64_t id;

	if (form_open(rq) ||
	    !form_read(rq, NAMED(&it),
	               form_optional(form_text("amount", 1, 60, &amount))))
		return bad_form(rq);
	id = id_of(rq, &it);
	acted = act_pay(&arrival, rq->db, rq->arena, id, amount);
	return acted == ACTED ? done(rq, id, DID[arrival]) : refuse(rq, acted);
}

struct reply *control_expire(struct request *rq)
{
	struct named it = {0};
	enum acted acted;
	int64_t id;

	if (form_open(rq) || !form_read(rq, NAMED(&it)))
		return bad_form(rq);
	id = id_of(rq, &it);
	acted = act_expire(rq->db, rq->arena, id);
	return acted == ACTED ? done(rq, id, "expired") : refuse(rq, acted);
}

struct reply *control_fault(struct request *rq)
{
	struct named it = {0};
	const char *name = "", *operation = "create";
	const char *network = "", *option = "";
	uint32_t next = 0, copies = 2, n = 0;
	struct disturbance d = {.option = ""};
	const struct fault *f;
	enum acted acted;
	int64_t id;

	if (form_open(rq) ||
	    !form_read(
		    rq, NAMED(&it), form_text("do", 1, 24, &name),
		    form_optional(form_count("next", 1, ARMED_MOST, &next)),
		    form_optional(
			    form_count("copies", 1, COPIES_MOST, &copies)),
		    form_optional(
			    form_choice("operation", OPERATIONS, &operation)),
		    form_optional(form_choice("network", NETWORKS, &network)),
		    form_optional(form_count("n", 1, BLOCKS_MOST, &n)),
		    form_optional(form_choice("option", OPTIONS, &option)),
		    form_optional(form_text("txid", 1, 100, &d.txid))))
		return bad_form(rq);
	f = fault_find(name);
	if (!f)
		return answer_error(rq, 400, "bad_form", "No such fault.");
	if (f->of_chain) {
		d.network = network_find(network);
		d.fault = f->name;
		d.option = option;
		d.n = n;
		return fault_chain(rq, &d, operation);
	}
	if (f->of_call && *network)
		operation = network;
	if (f->of_call || next) {
		fault_arm(rq->db, f, f->of_call ? operation : "payment",
		          next ? next : 1);
		return done(rq, 0, f->name);
	}
	id = id_of(rq, &it);
	acted = act_fault(rq->db, rq->arena, id, f, copies);
	return acted == ACTED ? done(rq, id, f->name) : refuse(rq, acted);
}
