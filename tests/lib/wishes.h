/* SPDX-License-Identifier: MIT */
#pragma once
#include "payment/payment.h"
#include "user/user_id.h"
/*
 * wishes: payments as their page leaves them, in the world of lib/buyers.h.
 */

/* Of any amount, by the gateway: CREATING, and nobody was asked yet. */
const struct payment *wishes_begin(struct user_id user, const char *asset);
