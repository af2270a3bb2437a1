/* SPDX-License-Identifier: MIT */
#include "payment/payment_make.h"
#include "payment/payment_gateway.h"
#include "payment/payment_own.h"
#include "payment/payment_sql.h"

bool payment_make(struct db *db, struct arena *a, const struct payment *p)
{
	if (!payment_sql_take(db, p))
		return false;
	if (p->provider == PROVIDER_OWN)
		payment_own_open(db, a, p);
	else
		payment_ask(db, a, p);
	return true;
}
