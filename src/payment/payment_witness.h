/* SPDX-License-Identifier: MIT */
#pragma once
#include "deposit/deposit.h"
/*
 * payment_witness: whether the chain agrees with the gateway, as a pure rule.
 *
 * A payment for a named amount is confirmed by transfers that bring it
 * together; one for any amount by the transaction that the gateway names,
 * which may have several outputs to the address.  Only what is deep enough
 * counts.  Silence is no disagreement while there is time.
 */
enum witness { WITNESS_WAITS, WITNESS_AGREES, WITNESS_DIFFERS };

struct opinion {
	enum witness witness;
	const char *reason; /* of DIFFERS */
};

/* Of a payment with the gateway's word (is_said).  is_over: the time to wait
 * is over, and somebody has looked at the chain since. */
struct opinion payment_witness(const struct payment *p,
                               const struct deposits *seen, bool is_over);

/* What arrived, deep enough, beyond what the gateway counts; the payment is
 * credited already. */
bool payment_has_surplus(const struct payment *p, const struct deposits *seen);
