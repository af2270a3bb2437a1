/* SPDX-License-Identifier: MIT */
#include "shop/payment_json.h"
#include <inttypes.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "remote/json.h"
#include "shop/transfer.h"

static void member_count(struct text *t, const char *name, int64_t n)
{
	text_printf(t, ",\"%s\":%" PRId64, name, n);
}

/* "CREDITED" is credited. */
static const char *small(struct arena *a, const char *code)
{
	char *word = arena_text(a, code);

	for (char *p = word; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return word;
}

static void add_steps(struct text *t, const struct progress *now)
{
	text_add_text(t, ",\"steps\":[");
	for (unsigned i = 0; i < PROGRESS_STEPS; i++) {
		text_add_text(t, i ? ",{" : "{");
		json_add_member(t, "band", progress_band(now, i));
		json_add_member(t, "note", progress_note(now, i));
		text_add_text(t, "}");
	}
	text_add_text(t, "]");
}

static void add_deposit(struct text *t, const struct transfer *told)
{
	const struct deposit *d = told->deposit;
	char amount[COIN_TEXT], credited[MONEY_TEXT] = "";

	coin_print(amount, d->amount, d->asset->decimals);
	if (d->state == DEPOSIT_CREDITED)
		money_print(credited, d->credited);
	text_add_text(t, "{");
	json_add_member(t, "asset", d->asset->code);
	json_add_member(t, "txid", d->txid);
	json_add_member(t, "position", d->position);
	json_add_member(t, "amount", amount);
	member_count(t, "confirmations", d->confirmations);
	member_count(t, "needed", deposit_depth(d));
	json_add_member(t, "state",
	                small(t->arena, deposit_state_code(d->state)));
	json_add_member(t, "label", told->label);
	json_add_member(t, "credited", credited);
	json_add_member(t, "rate", d->rate ? d->rate : "");
	json_add_member(t, "url", told->url ? told->url : "");
	json_add_member(t, "depth", told->depth);
	json_add_member(t, "note", told->note);
	text_add_text(t, "}");
}

static void add_deposits(struct text *t, const struct payment *p,
                         const struct deposits *all)
{
	const char *before = "";

	text_add_text(t, ",\"deposits\":[");
	for (size_t i = 0; i < all->n; i++) {
		const struct deposit *d = all->v[i];
		struct transfer told;

		if (!d->source)
			continue;
		told = transfer_of(t->arena, p, all, d);
		text_add_text(t, before);
		add_deposit(t, &told);
		before = ",";
	}
	text_add_text(t, "]");
	member_count(t, "more", all->more);
}

struct slice payment_json(struct arena *a, const struct payment *p,
                          const struct deposits *all,
                          const struct progress *now)
{
	struct text t = text_open(a, 1024);

	text_add_text(&t, "{");
	json_add_member(&t, "state", now->word);
	json_add_member(&t, "headline", now->headline);
	json_add_member(&t, "detail", now->detail);
	json_add_member(&t, "credited", now->credited);
	json_add_member(&t, "review", now->review);
	json_add_member(&t, "missing",
	                now->is_part ? asset_amount(a, p->asset, now->missing)
	                             : "");
	add_steps(&t, now);
	add_deposits(&t, p, all);
	text_add_text(&t, "}");
	return (struct slice){t.p, t.len};
}
