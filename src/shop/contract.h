/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "payment/payment.h"
/*
 * contract: what templates/part/contract wants: the six rules of paying with
 * a coin, one line each.
 */
struct arena;
struct asset;
struct view;

/* Of a coin paid to the gateway; exact: it wants a named amount, else one may
 * be named. */
void contract_add(struct arena *a, struct view *v, const struct asset *asset,
                  bool exact);
/* Of one paid to an address of the shop's own; kind may not be known yet. */
void contract_add_own(struct arena *a, struct view *v,
                      const struct asset *asset, enum payment_kind kind);
/* Of a payment that was asked for. */
void contract_add_payment(struct arena *a, struct view *v,
                          const struct payment *p);
