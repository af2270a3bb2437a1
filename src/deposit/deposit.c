/* SPDX-License-Identifier: MIT */
#include "deposit/deposit.h"
#include "chain/assets.h"
#include "chain/credit.h"

/* Nobody asks where coins come from before they are deep; what can't be told
 * then waits as if it had been mined. */
static int64_t maturity_of(const struct deposit *d)
{
	if (d->maturity != MATURITY_UNKNOWN)
		return d->maturity;
	return d->confirmations < asset_depth(d->asset)
	               ? 0
	               : network_maturity(d->asset->network);
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

int64_t deposit_depth(const struct deposit *d)
{
	return larger(asset_depth(d->asset), maturity_of(d));
}

int64_t deposit_final(const struct deposit *d)
{
	return larger(asset_final(d->asset), deposit_depth(d));
}

bool deposit_is_coming(const struct deposit *d)
{
	return d->source && (d->state == DEPOSIT_SEEN ||
	                     (d->state == DEPOSIT_CONFIRMED && !d->reason));
}
