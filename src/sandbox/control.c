/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "http/form.h"
#include "http/request.h"
#include "sandbox/act.h"
#include "sandbox/answer.h"
#include "sandbox/routes.h"

enum { COPIES_MOST = 20, ARMED_MOST = 1000, ID_MAX = 18 };

static const char *const OPERATIONS[] = {"create",     "get", "wallet", "quote",
                                         "withdrawal", "any", NULL};

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
	uint32_t next = 0, copies = 2;
	const struct fault *f;
	enum acted acted;
	int64_t id;

	if (form_open(rq) ||
	    !form_read(rq, NAMED(&it), form_text("do", 1, 24, &name),
	               form_optional(form_count("next", 1, ARMED_MOST, &next)),
	               form_optional(
			       form_count("copies", 1, COPIES_MOST, &copies)),
	               form_optional(form_choice("operation", OPERATIONS,
	                                         &operation))))
		return bad_form(rq);
	f = fault_find(name);
	if (!f)
		return answer_error(rq, 400, "bad_form", "No such fault.");
	if (f->of_call || next) {
		fault_arm(rq->db, f, f->of_call ? operation : "payment",
		          next ? next : 1);
		return done(rq, 0, f->name);
	}
	id = id_of(rq, &it);
	acted = act_fault(rq->db, rq->arena, id, f, copies);
	return acted == ACTED ? done(rq, id, f->name) : refuse(rq, acted);
}
