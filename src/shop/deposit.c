/* SPDX-License-Identifier: MIT */
#include "shop/deposit.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/random.h"
#include "chain/assets.h"
#include "deposit/deposit.h"
#include "http/form.h"
#include "http/request.h"
#include "http/session.h"
#include "ledger/once.h"
#include "payment/asker.h"
#include "payment/offer.h"
#include "payment/payment_begin.h"
#include "payment/payment_gateway.h"
#include "payment/payment_slots.h"
#include "quote/quote.h"
#include "settings.h"
#include "shop/contract.h"
#include "shop/held.h"
#include "shop/layout.h"
#include "shop/rations.h"
#include "shop/transfer.h"

static const char *const NO_ADDRESS =
	"No new address for this coin just now. Pay a pending top-up, choose "
	"another coin, or try again later.";

static struct user_id buyer_of(struct request *rq)
{
	return (struct user_id){session_user(rq)};
}

static const char *shown(struct arena *a, struct money m)
{
	char text[MONEY_TEXT];

	money_show(text, m);
	return arena_text(a, text);
}

/* What was asked for: "$25.00 in BTC", or any amount. */
static const char *asked(struct arena *a, const struct payment *p)
{
	if (p->has_coin)
		return asset_amount(a, p->asset, p->coin);
	if (p->kind == PAYMENT_NAMED)
		return shown(a, p->fiat);
	return "any amount";
}

/* One being made is given up after an hour. */
static struct moment end_of(const struct payment *p)
{
	if (p->expires_at.ms)
		return p->expires_at;
	return (struct moment){p->created_at.ms + 60 * 60 * 1000};
}

/* The deposit of it that is on its way, or NULL. */
static const struct deposit *coming_of(const struct deposits *coming,
                                       const struct payment *p)
{
	for (size_t i = 0; i < coming->n; i++)
		if (coming->v[i]->payment.v == p->id.v)
			return coming->v[i];
	return NULL;
}

static void show_awaited(struct request *rq, struct view *row,
                         const struct payment *p, const struct deposit *coming)
{
	const char *state =
		p->state == PAYMENT_CREATING ? "Creating" : "Waiting";
	bool is_coming = coming || p->is_said;

	view_text(row, "id", p->public_id);
	view_text(row, "coin", p->asset->coin);
	view_text(row, "amount", asked(rq->arena, p));
	view_text(row, "state", is_coming ? "Coins are on their way" : state);
	view_text(row, "band", is_coming ? "good" : "warn");
	view_text(row, "depth",
	          coming ? transfer_depth(rq->arena, coming) : "");
	view_flag(row, "can_cancel", payment_is_open(p) && !is_coming);
	if (p->state == PAYMENT_CONFIRMING && is_coming)
		view_flag(row, "expires", false);
	else
		view_time(row, "expires", end_of(p));
}

static void show_open(struct request *rq, struct view *v)
{
	struct payments all =
		payment_list_awaited(rq->db, rq->arena, buyer_of(rq));
	int64_t most = setting_count(SET_OPEN_PAYMENTS_MAX), live = 0, n = 0;
	struct deposits coming = {.n = 0};

	if (all.n)
		coming = deposit_list_coming(rq->db, rq->arena, buyer_of(rq));
	view_list(v, "open");
	for (size_t i = 0; i < all.n; i++) {
		const struct payment *p = all.v[i];
		const struct deposit *d = coming_of(&coming, p);
		bool is_live = payment_is_open(p) && !p->is_over;

		if (!is_live && !d && p->state != PAYMENT_CONFIRMING)
			continue;
		live += is_live;
		n++;
		show_awaited(rq, view_row(v, "open"), p, d);
	}
	view_flag(v, "has_open", n > 0);
	view_count(v, "open_count", live);
	view_count(v, "open_limit", most);
	view_flag(v, "full", live >= most);
	/* The early refusal never knows more than this page. */
	payment_slots_fill(rq->redis, rq->arena, buyer_of(rq), &all);
}

/* Which coin is marked: of the form, or of the link that led here. */
static const char *chosen(const struct request *rq)
{
	const char *asset = form_raw(rq, "asset");

	return asset ? asset : "";
}

static void show_coins(struct request *rq, struct view *v)
{
	struct offers all = offer_list(rq->db, rq->arena);

	view_list(v, "coins");
	for (size_t i = 0; i < all.n; i++) {
		const struct offer *o = &all.v[i];
		struct view *row = view_row(v, "coins");

		view_text(row, "asset", o->asset->code);
		view_text(row, "name", o->asset->name);
		view_text(row, "hint", offer_hint(rq->arena, o));
		view_text(row, "paused", o->paused ? o->paused : "");
		view_flag(row, "checked",
		          !o->paused && !strcmp(chosen(rq), o->asset->code));
		if (o->is_own)
			contract_add_own(rq->arena, row, o->asset,
			                 PAYMENT_NO_KIND);
		else
			contract_add(rq->arena, row, o->asset,
			             o->asset->is_stable);
	}
}

/* What a cart lacks may be less than the least that can be asked for. */
static void show_amount(struct request *rq, struct view *v)
{
	struct money least = setting_money(SET_DEPOSIT_MIN), m;
	const char *typed = form_raw(rq, "amount");
	char text[MONEY_TEXT];
	struct view *amount;

	if (rq->method == POST || !typed ||
	    money_parse_typed(&m, text_trim(rq->arena, typed),
	                      setting_currency()) ||
	    money_cmp(m, least) >= 0) {
		form_show(rq, v, "amount", "");
		return;
	}
	money_print(text, least);
	amount = view_inside(v, "amount");
	view_text(amount, "value", text);
	view_text(amount, "error", "");
}

/* What is reviewed by hand is said before, where so much can be asked for. */
static const char *limits(struct arena *a)
{
	struct money most = setting_money(SET_DEPOSIT_MAX);
	bool is_less = money_cmp(setting_money(SET_REVIEW_ABOVE), most) < 0;

	return arena_printf(a, "From %s to %s.%s%s",
	                    shown(a, setting_money(SET_DEPOSIT_MIN)),
	                    shown(a, most), is_less ? " " : "",
	                    is_less ? held_limit(a) : "");
}

struct reply *deposit_show(struct request *rq)
{
	struct view *v = layout_open(rq, "Top up");
	const char *problem = form_malformed(rq);

	view_text(v, "problem", problem ? problem : "");
	view_text(v, "coin_error", form_why(rq, "asset"));
	view_text(v, "currency", setting_text(SET_CURRENCY));
	view_text(v, "limits", limits(rq->arena));
	show_open(rq, v);
	show_coins(rq, v);
	show_amount(rq, v);
	layout_once(v);
	return reply_page(rq, "shop/deposit", v);
}

static struct reply *too_many(struct request *rq)
{
	return reply_notice(rq,
	                    arena_printf(rq->arena,
	                                 "You have %" PRId64
	                                 " pending top-ups (the maximum). Pay "
	                                 "or cancel one first.",
	                                 setting_count(SET_OPEN_PAYMENTS_MAX)),
	                    deposit_show);
}

static struct reply *other_form(struct request *rq)
{
	return reply_error(rq, 409,
	                   "This form was sent before with other contents. "
	                   "The page \"Top up\" shows what came of it.");
}

/* The page again, with the reason at the field or, when the field was not
 * even sent, at the top. */
static struct reply *refuse(struct request *rq, const char *field,
                            const char *reason)
{
	if (!form_raw(rq, field))
		return reply_notice(rq, reason, deposit_show);
	form_fault(rq, field, reason);
	return reply_form_again(rq, deposit_show);
}

static struct reply *begin(struct request *rq, const struct payment_wish *wish)
{
	struct asker who =
		asker_find(rq->db, rq->arena, wish->user, wish->network);
	struct reply *refused;
	const struct payment *p;
	const char *path;
	enum payment_begun begun;

	if (!payment_slot_take(rq->redis, rq->db, rq->arena, wish->user,
	                       wish->public_id))
		return too_many(rq);
	refused = ration_take(rq, &who);
	if (refused) {
		payment_slot_drop(rq->redis, rq->arena, wish->user,
		                  wish->public_id);
		return refused;
	}
	begun = payment_begin(rq->db, rq->arena, &p, &path, wish);
	if (begun == PAYMENT_BEGUN)
		return reply_to(rq, path);
	payment_slot_drop(rq->redis, rq->arena, wish->user, wish->public_id);
	switch (begun) {
	case PAYMENT_BEGUN_BEFORE:
		return reply_to(rq, path);
	case PAYMENT_OTHER_FORM:
		return other_form(rq);
	case PAYMENT_TOO_MANY:
		return too_many(rq);
	case PAYMENT_NETWORK_FULL:
		return ration_is_full(rq);
	case PAYMENT_NO_ADDRESS:
		return refuse(rq, "asset", NO_ADDRESS);
	case PAYMENT_BEGUN:
		break;
	}
	panic("no such payment_begun");
}

/* At an address of our own a named amount has the price of now. */
static struct reply *begin_own(struct request *rq, struct payment_wish *wish)
{
	const char *why;
	const struct quote *now =
		quote_find(rq->db, rq->arena, wish->asset, &why);

	if (!now)
		return refuse(rq, "asset", why);
	wish->is_own = true;
	if (wish->kind == PAYMENT_NAMED)
		wish->rate = now->price;
	return begin(rq, wish);
}

/* Begins what was asked for, unless this form did so before. */
static struct reply *begin_once(struct request *rq, const struct offer *o,
                                struct money amount)
{
	char id[PUBLIC_ID_TEXT];
	struct once once = {.token = form_once(rq)};
	struct payment_wish wish = {
		.user = buyer_of(rq),
		.public_id = id,
		.asset = o->asset,
		.kind = money_is_zero(amount) ? PAYMENT_ANY : PAYMENT_NAMED,
		.fiat = amount,
		.network = payment_network(rq->arena, rq->network),
		.once = &once,
	};
	const char *path;

	if (!*once.token)
		return reply_error(rq, 400,
		                   "The form lacks its one-time token: open "
		                   "the page \"Top up\" again.");
	form_fingerprint(rq, once.fingerprint);
	random_public_id(id);
	switch (once_find(rq->db, rq->arena, wish.user, &once, &path)) {
	case ONCE_DONE:
		return reply_to(rq, path);
	case ONCE_OTHER:
		return other_form(rq);
	case ONCE_FRESH:
		return o->is_own ? begin_own(rq, &wish) : begin(rq, &wish);
	}
	panic("no such once_state");
}

static const struct offer *offer_of(const struct offers *all, const char *code)
{
	for (size_t i = 0; i < all->n; i++)
		if (!strcmp(all->v[i].asset->code, code))
			return &all->v[i];
	panic("a choice that was not offered");
}

struct reply *deposit_send(struct request *rq)
{
	struct money amount = money_zero(setting_currency());
	struct offers all = offer_list(rq->db, rq->arena);
	const char **codes = arena_array(rq->arena, all.n + 1, const char *);
	const struct offer *o;
	const char *code;

	for (size_t i = 0; i < all.n; i++)
		codes[i] = all.v[i].asset->code;
	if (!form_read(rq, form_choice("asset", codes, &code),
	               form_optional(form_money(
			       "amount", setting_money(SET_DEPOSIT_MIN),
			       setting_money(SET_DEPOSIT_MAX), &amount))))
		return reply_form_again(rq, deposit_show);
	o = offer_of(&all, code);
	if (o->paused)
		return refuse(rq, "asset", o->paused);
	if (!o->is_own && o->asset->is_stable && money_is_zero(amount))
		return refuse(rq, "amount", "Enter an amount for this coin.");
	return begin_once(rq, o, amount);
}
