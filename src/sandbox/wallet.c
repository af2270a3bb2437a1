/* SPDX-License-Identifier: MIT */
#include "sandbox/wallet.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/transact.h"
#include "sandbox/options.h"
#include "sandbox/truth.h"

enum { FLAG_LATE_MS = 1800000, FEE_TIMES = 10 };

struct taking {
	struct arena *arena;
	struct withdrawal *w;
};

static struct coin fee_of(const struct withdrawal *w)
{
	struct coin fee;

	must(!coin_parse(&fee, w->coin->fee, w->coin->decimals));
	/* The quote is never the higher one. */
	if (!strcmp(w->fault, "fee_jump") && !w->dry)
		fee.units *= FEE_TIMES;
	return fee;
}

static struct moment shown_at(const struct withdrawal *w)
{
	if (!strcmp(w->fault, "flag_never"))
		return (struct moment){INT64_MAX};
	if (!strcmp(w->fault, "flag_late"))
		return (struct moment){w->at.ms +
		                       FLAG_LATE_MS / options()->time_scale};
	return w->at;
}

static void execute(struct db *db, struct arena *a, struct withdrawal *w,
                    const struct payment *p, size_t n)
{
	uint8_t bytes[32];

	for (size_t i = 0; i < n; i++) {
		struct payment taken = p[i];

		taken.is_withdrawn = true;
		taken.withdrawn_shown_at = shown_at(w);
		payment_save(db, &taken);
	}
	w->id = wallet_insert(db, w);
	options_seeded(bytes, "withdrawal", w->id);
	w->txid = text_hex(a, bytes, sizeof(bytes));
	truth_add(db, &(struct truth){
			      .what = "withdrawn",
			      .payment = w->payment_id,
			      .coin = w->coin->code,
			      .amount = payment_number(a, w->total,
	                                               w->coin->decimals, 0),
			      .ref = w->to_address,
			      .detail = w->txid,
		      });
}

static enum tx take_body(struct db *db, void *arg)
{
	struct taking *t = arg;
	struct withdrawal *w = t->w;
	size_t n;
	const struct payment *p =
		payment_held(&n, db, t->arena, w->coin, w->payment_id);

	w->at = clock_now();
	w->total = (struct coin){0};
	for (size_t i = 0; i < n; i++)
		must(coin_add(&w->total, w->total, p[i].received));
	w->fee = fee_of(w);
	w->outcome = WITHDRAWN_TOO_LITTLE;
	if (coin_cmp(w->total, w->fee) <= 0)
		return TX_ROLLBACK;
	w->outcome = WITHDRAWN;
	if (w->dry)
		return TX_ROLLBACK;
	execute(db, t->arena, w, p, n);
	return TX_COMMIT;
}

void wallet_withdraw(struct db *db, struct arena *a, struct withdrawal *w)
{
	struct taking t = {a, w};

	db_transact(db, take_body, &t);
}
