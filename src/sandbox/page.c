/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "http/form.h"
#include "http/request.h"
#include "sandbox/act.h"
#include "sandbox/answer.h"
#include "sandbox/options.h"
#include "sandbox/page.h"
#include "sandbox/routes.h"
#include "sandbox/truth.h"
#include "view/view.h"

enum { COPIES = 2 };

/* --- drawing -------------------------------------------------------------- */

static const char *asked(struct arena *a, const struct payment *p)
{
	if (!p->has_amounts)
		return "any amount";
	return arena_printf(a, "%s %s",
	                    payment_number(a, p->asked, p->coin->decimals, 0),
	                    p->coin->coin);
}

static const char *state_of(struct arena *a, const struct payment *p,
                            struct moment now, const char **band)
{
	*band = "good";
	if (p->is_withdrawn)
		return "paid and withdrawn";
	if (p->is_paid)
		return "paid";
	*band = "bad";
	if (!payment_is_open(p, now))
		return "expired";
	*band = "warn";
	if (coin_is_zero(p->received))
		return "waiting";
	return arena_printf(
		a, "received %s",
		payment_number(a, p->received, p->coin->decimals, 0));
}

static void show_payment(struct view *v, struct arena *a,
                         const struct payment *p)
{
	struct moment now = clock_now();
	const char *band, *state = state_of(a, p, now, &band);

	view_text(v, "id", arena_printf(a, "%lld", (long long)p->id));
	view_text(v, "coin", p->coin->coin);
	view_text(v, "network", p->coin->network);
	view_text(v, "asked", asked(a, p));
	if (p->has_amounts)
		view_money(v, "fiat", p->fiat);
	else
		view_text(v, "fiat", "");
	view_text(v, "address", p->address);
	view_text(v, "state", state);
	view_text(v, "band", band);
	view_flag(v, "open", payment_is_open(p, now));
	view_time(v, "expires", p->expires_at);
}

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

static void show_truth(struct view *v, struct arena *a, const struct truth *t)
{
	struct text detail = text_open(a, 128);

	if (t->payment)
		text_printf(&detail, "%lld ", (long long)t->payment);
	if (t->amount)
		text_printf(&detail, "%s ", t->amount);
	text_printf(&detail, "%s %s %s %s %s", or_nothing(t->coin),
	            or_nothing(t->fiat), or_nothing(t->fiat_currency),
	            or_nothing(t->ref), or_nothing(t->detail));
	view_text(v, "what", t->what);
	view_text(v, "detail", detail.p);
	view_time(v, "when", t->at);
}

static void show_lists(struct view *v, struct request *rq)
{
	size_t n;
	const struct payment *p = payment_list(&n, rq->db, rq->arena);
	const struct truth *t;

	view_list(v, "payments");
	for (size_t i = 0; i < n; i++)
		show_payment(view_row(v, "payments"), rq->arena, &p[i]);
	t = truth_list(&n, rq->db, rq->arena);
	view_list(v, "log");
	for (size_t i = 0; i < n; i++)
		show_truth(view_row(v, "log"), rq->arena, &t[i]);
}

struct reply *page_draw(struct request *rq, const char *done,
                        const char *problem)
{
	struct view *v = view_open(rq->arena);

	show_lists(v, rq);
	page_show_chains(v, rq);
	view_text(v, "done", done);
	view_text(v, "problem", problem);
	if (options()->shop)
		view_url(view_inside(v, "shop"), "url", "/shop");
	else
		view_flag(v, "shop", false);
	return reply_page(rq, "sandbox/home", v);
}

/* What the step before this page did. */
static const char *sentence(const char *did)
{
	const struct fault *f = fault_find(did);

	if (!strcmp(did, "paid"))
		return "The coins arrived: it is paid.";
	if (!strcmp(did, "part"))
		return "The coins arrived: it is not all yet.";
	if (!strcmp(did, "uncounted"))
		return "The coins arrived, and the gateway does not count them.";
	if (!strcmp(did, "expire"))
		return "Its time is over.";
	if (!strcmp(did, "sent"))
		return "The coins are on their way.";
	if (!strcmp(did, "mined"))
		return "The chain is longer now.";
	return f ? f->done : "";
}

struct reply *page_show(struct request *rq)
{
	const char *did = form_open(rq) ? NULL : form_raw(rq, "did");

	return page_draw(rq, did ? sentence(did) : "", "");
}

/* The shop may be at an address that a page may not link to. */
struct reply *page_shop(struct request *rq)
{
	struct reply *r;

	if (!options()->shop)
		return sandbox_error(rq, 404, "There is no shop.");
	rq->status = 303;
	r = reply_body(rq, "text/plain; charset=utf-8", SLICE(""));
	reply_header(rq, r, "Location", options()->shop);
	return r;
}

/* --- acting --------------------------------------------------------------- */

/* A browser says where a form comes from; what says nothing is none. */
bool page_is_ours(struct request *rq)
{
	const char *host = request_header(rq, "HTTP_HOST");
	const char *at = strstr(rq->origin, "://");

	if (*rq->fetch_site && strcmp(rq->fetch_site, "same-origin"))
		return false;
	return !*rq->origin || (at && !strcmp(at + 3, host));
}

/* Does it; *did is what the next page tells. */
static enum acted act(const char **did, struct request *rq, int64_t id,
                      const char *amount)
{
	static const char *const DID[] = {[ARRIVAL_PART] = "part",
	                                  [ARRIVAL_PAID] = "paid",
	                                  [ARRIVAL_UNCOUNTED] = "uncounted"};
	const struct fault *f = fault_find(*did);
	enum arrival arrival;
	enum acted acted;

	if (!strcmp(*did, "expire"))
		return act_expire(rq->db, rq->arena, id);
	if (f && f->of_call) {
		fault_arm(rq->db, f, "create", 1);
		return ACTED;
	}
	if (f)
		return act_fault(rq->db, rq->arena, id, f, COPIES);
	acted = act_pay(&arrival, rq->db, rq->arena, id, amount);
	if (acted == ACTED)
		*did = DID[arrival];
	return acted;
}

static bool is_button(const char *did)
{
	const struct fault *f = fault_find(did);

	return (f && !f->of_chain) || !strcmp(did, "pay") ||
	       !strcmp(did, "pay_full") || !strcmp(did, "expire");
}

struct reply *page_act(struct request *rq)
{
	const char *id = "", *did = "", *amount = NULL;
	enum acted acted;

	if (!page_is_ours(rq))
		return sandbox_error(rq, 403, "This form is not of this page.");
	if (form_open(rq) ||
	    !form_read(rq, form_text("id", 1, 18, &id),
	               form_text("do", 1, 24, &did),
	               form_optional(form_text("amount", 1, 40, &amount))))
		return sandbox_error(rq, 400, "A field is missing or wrong.");
	if (!is_button(did))
		return sandbox_error(rq, 400, "There is no such button.");
	acted = act(&did, rq, strtoll(id, NULL, 10), amount);
	if (acted == ACTED)
		return reply_to(rq, arena_printf(rq->arena, "/?did=%s", did));
	rq->status = 409;
	return page_draw(rq, "", act_why(acted));
}
