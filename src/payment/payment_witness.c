/* SPDX-License-Identifier: MIT */
#include "payment/payment_witness.h"
#include <string.h>
#include "base/panic.h"
#include "chain/assets.h"

/* One that the last look missed proves nothing just now. */
static bool is_witness(const struct payment *p, const struct deposit *d,
                       enum deposit_state state)
{
	/* A reorganisation may have lifted it up again. */
	bool is_proved = d->confirmations >= deposit_depth(d) && !d->missed;

	return d->is_witness && d->asset == p->asset && d->state == state &&
	       (is_proved || state != DEPOSIT_CONFIRMED);
}

/* All that is deep enough; of one transaction unless txid is NULL.  What a
 * source makes up may be more than can be counted: then there is no more. */
static struct coin arrived(const struct payment *p, const struct deposits *seen,
                           const char *txid)
{
	struct coin sum = {0}, more;

	for (size_t i = 0; i < seen->n; i++) {
		const struct deposit *d = seen->v[i];

		if (is_witness(p, d, DEPOSIT_CONFIRMED) &&
		    (!txid || !strcmp(txid, d->txid)) &&
		    coin_add(&more, sum, d->amount))
			sum = more;
	}
	return sum;
}

static bool has(const struct payment *p, const struct deposits *seen,
                enum deposit_state state)
{
	for (size_t i = 0; i < seen->n; i++)
		if (is_witness(p, seen->v[i], state))
			return true;
	return false;
}

/* Whether one transaction, or one output of it, brought just that. */
static bool brought(const struct payment *p, const struct deposits *seen,
                    struct coin said)
{
	for (size_t i = 0; i < seen->n; i++) {
		const struct deposit *d = seen->v[i];

		if (is_witness(p, d, DEPOSIT_CONFIRMED) &&
		    (!coin_cmp(d->amount, said) ||
		     !coin_cmp(arrived(p, seen, d->txid), said)))
			return true;
	}
	return false;
}

static bool agrees(const struct payment *p, const struct deposits *seen)
{
	if (p->kind == PAYMENT_NAMED)
		return coin_cmp(arrived(p, seen, NULL), p->word.arrived) >= 0;
	return brought(p, seen, p->word.arrived);
}

static struct opinion differs(const char *reason)
{
	return (struct opinion){WITNESS_DIFFERS, reason};
}

struct opinion payment_witness(const struct payment *p,
                               const struct deposits *seen, bool is_over)
{
	must(p->is_said);
	if (agrees(p, seen))
		return (struct opinion){WITNESS_AGREES, NULL};
	if (has(p, seen, DEPOSIT_SEEN) && !is_over)
		return (struct opinion){WITNESS_WAITS, NULL};
	/* Any amount has come, deep enough, and it is another one. */
	if (has(p, seen, DEPOSIT_CONFIRMED) &&
	    (p->kind == PAYMENT_ANY || is_over))
		return differs("the chain shows another amount than the "
		               "gateway says");
	if (is_over)
		return differs("the chain does not show what the gateway says "
		               "was paid");
	return (struct opinion){WITNESS_WAITS, NULL};
}

bool payment_has_surplus(const struct payment *p, const struct deposits *seen)
{
	return p->is_said &&
	       coin_cmp(arrived(p, seen, NULL), p->word.arrived) > 0;
}
