/* SPDX-License-Identifier: MIT */
#include "shop/payment.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "http/request.h"
#include "http/session.h"
#include "payment/offer.h"
#include "payment/payment.h"
#include "payment/rate.h"
#include "remote/json.h"
#include "shop/contract.h"
#include "shop/layout.h"
#include "view/qr.h"

enum { REFRESH_S = 15, STEPS = 4, GROUP = 4 };

/* What the buyer sees of a state. */
struct look {
	const char *word, *headline, *detail;
	unsigned step;    /* which one is now; STEPS: all are past */
	const char *note; /* at that step */
};

static const char *const STEP_LABELS[STEPS] = {"Waiting", "Seen", "Confirmed",
                                               "Credited"};

static const struct look CREATING = {
	"creating", "Your address is being made",
	"The payment gateway has been asked for an address.", 0, ""};
static const struct look OPEN = {
	"open", "Waiting for your coins",
	"Nothing has arrived yet. The gateway tells us as soon as your "
	"transfer is confirmed; you may close this page, it is credited "
	"without it.",
	0, ""};
static const struct look PAID = {"paid", "Credited",
                                 "Your coins have arrived and are credit now.",
                                 STEPS, ""};
static const struct look EXPIRED = {
	"expired", "This request has ended",
	"Nothing arrived in time. A late transfer is still looked for.", 0,
	"ended"};
static const struct look REVIEW = {
	"review", "A person looks at this",
	"Something is not as agreed, so nothing is credited by itself.", 2,
	"held"};
static const struct look FAILED = {"failed", "No address could be made",
                                   "Nothing was paid.", 0, "failed"};

static const struct look *look_of(const struct payment *p)
{
	switch (p->state) {
	case PAYMENT_CREATING:
		return &CREATING;
	case PAYMENT_OPEN:
		return p->is_over ? &EXPIRED : &OPEN;
	case PAYMENT_PAID:
		return &PAID;
	case PAYMENT_EXPIRED:
		return &EXPIRED;
	case PAYMENT_REVIEW:
		return &REVIEW;
	case PAYMENT_FAILED:
	case PAYMENT_ABANDONED:
		return &FAILED;
	case PAYMENT_NONE:
		break;
	}
	panic("no such payment_state");
}

static const char *band(const struct look *look, unsigned step)
{
	if (step == look->step)
		return "now";
	return step < look->step ? "past" : "next";
}

static const char *note(const struct look *look, unsigned step)
{
	return step == look->step ? look->note : "";
}

/* The payment of this buyer that the path names, or NULL. */
static const struct payment *payment_of(struct request *rq)
{
	const struct payment *p = payment_find(rq->db, rq->arena, rq->param[0]);

	return p && p->user.v == rq->session->user_id ? p : NULL;
}

static void show_steps(struct view *v, const struct look *look)
{
	view_list(v, "steps");
	for (unsigned i = 0; i < STEPS; i++) {
		struct view *row = view_row(v, "steps");

		view_text(row, "label", STEP_LABELS[i]);
		view_text(row, "note", note(look, i));
		view_text(row, "band", band(look, i));
		view_flag(row, "current", i == look->step);
	}
}

static void show_state(struct view *v, const struct look *look)
{
	view_text(v, "state", look->word);
	view_text(v, "headline", look->headline);
	view_text(v, "detail", look->detail);
	view_flag(v, "is_creating", look == &CREATING);
	view_flag(v, "is_open", look == &OPEN);
	view_flag(v, "is_seen", false); /* the gateway says nothing of it */
	view_flag(v, "is_paid", look == &PAID);
	view_flag(v, "is_expired", look == &EXPIRED);
	view_flag(v, "is_review", look == &REVIEW);
	view_flag(v, "is_failed", look == &FAILED);
	show_steps(v, look);
}

static const char *price_now(struct request *rq, const struct asset *asset)
{
	struct offers all = offer_list(rq->db, rq->arena);

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].asset == asset)
			return offer_hint(rq->arena, &all.v[i]);
	return "";
}

static void show_amount(struct request *rq, struct view *v,
                        const struct payment *p)
{
	char coins[COIN_TEXT] = "", worth[MONEY_TEXT] = "";

	if (p->has_coin)
		coin_print(coins, p->coin, p->asset->decimals);
	if (p->kind == PAYMENT_NAMED)
		money_show(worth, p->fiat);
	view_text(v, "must_arrive", coins);
	view_text(v, "worth", worth);
	view_text(v, "rate",
	          p->has_coin ? rate_show(rq->arena, p->asset, p->coin, p->fiat)
	                      : price_now(rq, p->asset));
}

static void show_address(struct request *rq, struct view *v,
                         const struct payment *p)
{
	const struct coin *amount = p->has_coin ? &p->coin : NULL;
	const char *uri =
		asset_payment_uri(rq->arena, p->asset, p->address, amount);

	view_text(v, "address", p->address);
	view_list(v, "groups");
	for (size_t at = 0; at < strlen(p->address); at += GROUP)
		view_text(view_row(v, "groups"), "text",
		          arena_printf(rq->arena, "%.4s", p->address + at));
	view_html(v, "qr",
	          qr_draw(rq->arena, uri,
	                  arena_printf(rq->arena,
	                               "QR code of the %s address and amount",
	                               p->asset->coin)));
	if (asset_has_uri(p->asset))
		view_payment_uri(view_inside(v, "wallet"), "url", uri);
	else
		view_flag(v, "wallet", false);
}

static const char *left(struct arena *a, struct moment end)
{
	int64_t minutes = (end.ms - clock_now().ms) / 60000;

	if (minutes < 1)
		return "less than a minute";
	if (minutes == 1)
		return "1 minute";
	if (minutes < 120)
		return arena_printf(a, "%" PRId64 " minutes", minutes);
	return arena_printf(a, "%" PRId64 " hours", minutes / 60);
}

static const char *shown(struct arena *a, struct money m)
{
	char text[MONEY_TEXT];

	money_show(text, m);
	return arena_text(a, text);
}

static void show_receipt(struct request *rq, struct view *v,
                         const struct payment *p)
{
	const struct receipt *r = payment_receipt(rq->db, rq->arena, p);
	struct view *slip;

	if (!r) {
		view_flag(v, "receipt", false);
		return;
	}
	slip = view_inside(v, "receipt");
	view_text(slip, "coin_amount",
	          asset_amount(rq->arena, p->asset, r->arrived));
	view_text(slip, "rate",
	          rate_show(rq->arena, p->asset, r->arrived, r->credited));
	view_text(slip, "fee", "");
	view_text(slip, "credited", shown(rq->arena, r->credited));
	view_text(slip, "balance", shown(rq->arena, r->balance));
	view_time(slip, "when", r->at);
	view_flag(slip, "late", r->is_late);
}

/* Our own words of why it is held or failed. */
static const char *reason(struct arena *a, const struct payment *p)
{
	if (p->state == PAYMENT_ABANDONED)
		return "The payment gateway did not answer within an hour.";
	if (!p->reason)
		return "";
	if (p->state == PAYMENT_REVIEW)
		return arena_printf(a, "Held because the gateway reports: %s.",
		                    p->reason);
	return p->reason;
}

static struct view *open_view(struct request *rq, const struct payment *p,
                              const struct look *look)
{
	const char *title =
		arena_printf(rq->arena, "Top up with %s", p->asset->coin);

	if (look == &CREATING || look == &OPEN)
		return layout_open_refreshing(rq, title, REFRESH_S);
	return layout_open(rq, title);
}

struct reply *payment_show(struct request *rq)
{
	const struct payment *p = payment_of(rq);
	const struct look *look;
	struct view *v;

	if (!p)
		return reply_error(rq, 404,
		                   "There is no such payment of yours.");
	look = look_of(p);
	v = open_view(rq, p, look);
	view_text(v, "id", p->public_id);
	contract_add(rq->arena, v, p->asset, p->kind == PAYMENT_NAMED);
	show_state(v, look);
	show_amount(rq, v, p);
	if (look == &OPEN) {
		show_address(rq, v, p);
		view_time(v, "expires", p->expires_at);
		view_text(v, "left", left(rq->arena, p->expires_at));
	}
	show_receipt(rq, v, p);
	view_list(v, "transfers");
	view_text(v, "reason", reason(rq->arena, p));
	view_url(v, "status_url",
	         arena_printf(rq->arena, "/deposit/%s/status", p->public_id));
	return reply_page(rq, "shop/payment", v);
}

static void member(struct text *t, const char *name, const char *value)
{
	json_add_text(t, name);
	text_add_text(t, ":");
	json_add_text(t, value);
}

struct reply *payment_status(struct request *rq)
{
	const struct payment *p = payment_of(rq);
	struct text t = text_open(rq->arena, 512);
	const struct look *look;

	if (!p) {
		rq->status = 404;
		return reply_body(rq, "application/json",
		                  SLICE("{\"error\":\"no such payment\"}"));
	}
	look = look_of(p);
	text_add_text(&t, "{");
	member(&t, "state", look->word);
	text_add_text(&t, ",");
	member(&t, "headline", look->headline);
	text_add_text(&t, ",");
	member(&t, "detail", look->detail);
	text_add_text(&t, ",\"steps\":[");
	for (unsigned i = 0; i < STEPS; i++) {
		text_add_text(&t, i ? ",{" : "{");
		member(&t, "band", band(look, i));
		text_add_text(&t, ",");
		member(&t, "note", note(look, i));
		text_add_text(&t, "}");
	}
	text_add_text(&t, "]}");
	return reply_body(rq, "application/json", (struct slice){t.p, t.len});
}
