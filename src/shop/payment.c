/* SPDX-License-Identifier: MIT */
#include "shop/payment.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "chain/endpoint.h"
#include "deposit/deposit.h"
#include "http/request.h"
#include "http/session.h"
#include "payment/offer.h"
#include "payment/payment.h"
#include "payment/rate.h"
#include "shop/contract.h"
#include "shop/layout.h"
#include "shop/payment_json.h"
#include "shop/progress.h"
#include "shop/transfer.h"
#include "view/meter.h"
#include "view/qr.h"
#include "watch/health.h"

enum { GROUP = 4 };

/* Seconds until a page without script looks again for an address. */
static const char BRIEF_S[] = "2";

/* No source of a network has answered for so long: our view is delayed. */
static const int64_t DELAY_MS = 10 * 60 * 1000;

/* A payment with all that both answers say of it. */
struct seen {
	const struct payment *payment;
	struct deposits deposits;
	struct progress now;
};

/* The payment of this buyer that the path names, or NULL. */
static const struct payment *payment_of(struct request *rq)
{
	const struct payment *p = payment_find(rq->db, rq->arena, rq->param[0]);

	return p && p->user.v == session_user(rq) ? p : NULL;
}

/* --- what both say ------------------------------------------------------- */

/* Sources are asked while something is awaited, so one that was not heard of
 * since is silent; a payment may be younger than the last time. */
static bool is_silent(const struct health *h, struct moment since)
{
	int64_t then = clock_now().ms - DELAY_MS;

	return h->good_at.ms < then && (h->failures > 0 || since.ms < then);
}

static bool is_delayed(struct request *rq, const struct payment *p)
{
	const char *network = network_code(p->asset->network);
	struct healths all;
	bool is_asked = false;

	if (!endpoint_knows(p->asset))
		return false;
	all = health_list(rq->db, rq->arena);
	for (size_t i = 0; i < all.n; i++) {
		if (strcmp(all.v[i].network, network) != 0)
			continue;
		if (!is_silent(&all.v[i], p->created_at))
			return false;
		is_asked = true;
	}
	return is_asked;
}

/* False when the path names no payment of this buyer. */
static bool look_at(struct seen *out, struct request *rq)
{
	const struct payment *p = payment_of(rq);

	if (!p)
		return false;
	out->payment = p;
	out->deposits = deposit_list(rq->db, rq->arena, p);
	out->now = progress_of(rq->arena, p, &out->deposits);
	if (out->now.is_moving && p->address && is_delayed(rq, p))
		out->now.detail = arena_printf(
			rq->arena,
			"%s Our view of the %s network is delayed; your funds "
			"are safe.",
			out->now.detail, transfer_network(rq->arena, p->asset));
	return true;
}

/* --- the page ------------------------------------------------------------ */

static void show_steps(struct view *v, const struct progress *now)
{
	view_list(v, "steps");
	for (unsigned i = 0; i < PROGRESS_STEPS; i++) {
		struct view *row = view_row(v, "steps");

		view_text(row, "label", progress_label(i));
		view_text(row, "note", progress_note(now, i));
		view_text(row, "band", progress_band(now, i));
		view_flag(row, "current", i == now->step);
	}
}

static const char *band_of(const struct progress *now)
{
	if (*now->review || now->stage == STAGE_REVIEW)
		return "warn";
	if (now->stage == STAGE_REVERSED)
		return "bad";
	return now->stage == STAGE_PAID ? "good" : "";
}

static void show_state(struct view *v, const struct progress *now)
{
	view_text(v, "band", band_of(now));
	view_text(v, "state", now->word);
	view_text(v, "headline", now->headline);
	view_text(v, "detail", now->detail);
	view_flag(v, "is_creating", now->stage == STAGE_CREATING);
	view_flag(v, "is_paid", now->stage == STAGE_PAID);
	view_flag(v, "is_expired", now->stage == STAGE_EXPIRED);
	view_flag(v, "is_review", now->stage == STAGE_REVIEW);
	view_flag(v, "is_failed", now->stage == STAGE_FAILED);
	view_flag(v, "is_reversed", now->stage == STAGE_REVERSED);
	view_flag(v, "is_payable", now->is_payable);
	view_flag(v, "is_watched",
	          now->is_moving || now->stage == STAGE_REVIEW || *now->review);
	show_steps(v, now);
}

static const char *price_now(struct request *rq, const struct asset *asset)
{
	struct offers all = offer_list(rq->db, rq->arena);

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].asset == asset)
			return offer_hint(rq->arena, &all.v[i]);
	return "";
}

static const char *rate_of(struct request *rq, const struct payment *p)
{
	if (p->rate)
		return rate_show_price(rq->arena, p->asset, p->rate);
	if (p->has_coin)
		return rate_show(rq->arena, p->asset, p->coin, p->fiat);
	return price_now(rq, p->asset);
}

/* What is to be sent; none when any amount will do. */
static const struct coin *due(const struct seen *seen)
{
	if (seen->now.is_part)
		return &seen->now.missing;
	return seen->payment->has_coin ? &seen->payment->coin : NULL;
}

static void show_amount(struct request *rq, struct view *v,
                        const struct seen *seen)
{
	const struct payment *p = seen->payment;
	char coins[COIN_TEXT] = "", worth[MONEY_TEXT] = "";

	if (due(seen))
		coin_print(coins, *due(seen), p->asset->decimals);
	if (p->kind == PAYMENT_NAMED && !seen->now.is_part)
		money_show(worth, p->fiat);
	view_text(v, "due", coins);
	view_text(v, "worth", worth);
	view_text(v, "rate", rate_of(rq, p));
	view_flag(v, "is_frozen", p->rate != NULL);
	view_flag(v, "is_exact",
	          p->provider == PROVIDER_GATEWAY && p->kind == PAYMENT_NAMED);
}

static void show_groups(struct request *rq, struct view *v, const char *address)
{
	view_text(v, "address", address);
	view_list(v, "groups");
	for (size_t at = 0; at < strlen(address); at += GROUP)
		view_text(view_row(v, "groups"), "text",
		          arena_printf(rq->arena, "%.4s", address + at));
}

static struct html code_of(struct request *rq, const struct payment *p,
                           const char *payload, const char *what)
{
	return qr_draw(rq->arena, payload,
	               arena_printf(rq->arena, "QR code of the %s %s",
	                            p->asset->coin, what));
}

/* A wallet that knows no token's URI sends to the contract that it begins
 * with: the bare address comes first then, and the URI is for who asks. */
static void show_address(struct request *rq, struct view *v,
                         const struct seen *seen)
{
	const struct payment *p = seen->payment;
	bool is_token = asset_is_token(p->asset);
	const char *uri =
		asset_payment_uri(rq->arena, p->asset, p->address, due(seen));
	struct view *link;

	show_groups(rq, v, p->address);
	view_html(v, "qr",
	          is_token ? code_of(rq, p, p->address, "address")
	                   : code_of(rq, p, uri, "address and amount"));
	view_flag(v, is_token ? "wallet" : "token_wallet", false);
	if (!asset_has_uri(p->asset)) {
		view_flag(v, is_token ? "token_wallet" : "wallet", false);
		return;
	}
	link = view_inside(v, is_token ? "token_wallet" : "wallet");
	view_payment_uri(link, "url", uri);
	view_text(link, "kind", asset_uri_kind(p->asset));
	if (is_token)
		view_html(link, "link_qr", code_of(rq, p, uri, "payment link"));
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

static void show_link(struct view *row, const char *url, const char *host)
{
	struct view *link;

	if (!url) {
		view_flag(row, "link", false);
		return;
	}
	link = view_inside(row, "link");
	view_url(link, "url", url);
	view_text(link, "host", host);
}

static void show_transfer(struct request *rq, struct view *row,
                          const struct transfer *t)
{
	const struct deposit *d = t->deposit;

	view_text(row, "amount", t->amount);
	view_text(row, "txid", d->txid);
	view_text(row, "code", deposit_state_code(d->state));
	view_text(row, "label", t->label);
	view_text(row, "band", t->band);
	view_text(row, "depth", t->depth);
	view_text(row, "note", t->note);
	view_html(row, "meter",
	          meter_draw(rq->arena, d->confirmations, deposit_depth(d)));
	if (d->seen_at.ms)
		view_time(row, "when", d->seen_at);
	else
		view_flag(row, "when", false);
	show_link(row, t->url, t->host);
}

static void show_transfers(struct request *rq, struct view *v,
                           const struct seen *seen)
{
	bool any = false;

	view_list(v, "transfers");
	for (size_t i = 0; i < seen->deposits.n; i++) {
		const struct deposit *d = seen->deposits.v[i];
		struct transfer t;

		if (!d->source)
			continue;
		t = transfer_of(rq->arena, seen->payment, &seen->deposits, d);
		show_transfer(rq, view_row(v, "transfers"), &t);
		any = true;
	}
	view_flag(v, "has_transfers", any);
	view_text(v, "more",
	          seen->deposits.more ? arena_printf(rq->arena, "%" PRId64,
	                                             seen->deposits.more)
	                              : "");
	view_text(v, "chain",
	          transfer_network(rq->arena, seen->payment->asset));
}

/* The transactions on the chain that a credited deposit stands for. */
static void show_transactions(struct view *row, const struct seen *seen,
                              const struct deposit *of)
{
	view_list(row, "transactions");
	for (size_t i = 0; i < seen->deposits.n; i++) {
		const struct deposit *d = seen->deposits.v[i];
		struct view *line;

		if (of->source ? d != of
		               : !transfer_is_counted(&seen->deposits, d))
			continue;
		line = view_row(row, "transactions");
		view_text(line, "txid", d->txid);
	}
}

static void show_credit(struct request *rq, struct view *row,
                        const struct seen *seen, const struct deposit *d)
{
	view_text(row, "coin_amount",
	          asset_amount(rq->arena, d->asset, d->amount));
	view_text(row, "rate", transfer_rate(rq->arena, d));
	view_money(row, "credited", d->credited);
	view_time(row, "when", d->credited_at);
	view_flag(row, "late", d->is_late);
	show_transactions(row, seen, d);
}

static void show_receipt(struct request *rq, struct view *v,
                         const struct seen *seen)
{
	struct receipts all =
		deposit_receipts(rq->db, rq->arena, &seen->deposits);
	struct money sum = money_zero(seen->payment->settles_in);
	struct view *slip;

	if (!all.n) {
		view_flag(v, "receipt", false);
		return;
	}
	slip = view_inside(v, "receipt");
	view_list(slip, "credits");
	for (size_t i = 0; i < all.n; i++) {
		const struct deposit *d = all.v[i].deposit;

		show_credit(rq, view_row(slip, "credits"), seen, d);
		sum = money_total(sum, d->credited);
	}
	if (seen->deposits.more)
		must(money_add(&sum, sum, seen->deposits.more_credited));
	view_flag(slip, "is_several", all.n > 1);
	view_money(slip, "credited", sum);
	view_money(slip, "balance", all.v[all.n - 1].balance);
}

static void show_request(struct request *rq, struct view *v,
                         const struct seen *seen)
{
	const struct payment *p = seen->payment;

	contract_add_payment(rq->arena, v, p);
	view_flag(v, "is_part", seen->now.is_part);
	view_text(v, "missing",
	          seen->now.is_part
	                  ? asset_amount(rq->arena, p->asset, seen->now.missing)
	                  : "");
	if (!seen->now.is_payable)
		return;
	show_amount(rq, v, seen);
	show_address(rq, v, seen);
	view_time(v, "expires", p->expires_at);
	view_text(v, "left", left(rq->arena, p->expires_at));
}

struct reply *payment_show(struct request *rq)
{
	struct seen seen;
	struct reply *r;
	struct view *v;

	if (!look_at(&seen, rq))
		return reply_error(
			rq, 404, "We can’t find this payment in your account.");
	v = layout_open(rq, arena_printf(rq->arena, "Top up with %s",
	                                 seen.payment->asset->coin));
	view_text(v, "id", seen.payment->public_id);
	view_flag(v, "can_cancel", seen.now.can_cancel);
	show_state(v, &seen.now);
	show_request(rq, v, &seen);
	show_receipt(rq, v, &seen);
	show_transfers(rq, v, &seen);
	view_url(v, "status_url",
	         arena_printf(rq->arena, "/deposit/%s/status",
	                      seen.payment->public_id));
	r = reply_page(rq, "shop/payment", v);
	/* Nobody reads yet, so nothing is taken from under their eyes. */
	if (seen.now.is_brief)
		reply_header(rq, r, "Refresh", BRIEF_S);
	return r;
}

struct reply *payment_status(struct request *rq)
{
	struct seen seen;

	if (!look_at(&seen, rq)) {
		rq->status = 404;
		return reply_body(rq, "application/json",
		                  SLICE("{\"error\":\"no such payment\"}"));
	}
	return reply_body(rq, "application/json",
	                  payment_json(rq->arena, seen.payment, &seen.deposits,
	                               &seen.now));
}
