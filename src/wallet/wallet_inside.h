/* SPDX-License-Identifier: MIT */
#pragma once
#include "wallet/wallet.h"
/*
 * wallet_inside: what the files of wallet/ share.
 */
struct holder;

/* The next address of a key that is locked, given to the payment; NULL: it
 * gives none. */
const char *wallet_derive(struct db *db, struct arena *a,
                          const struct wallet *w, const struct holder *h,
                          int64_t payment);
