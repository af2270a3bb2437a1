/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
#include "remote/json.h"
#include "sandbox/transfer.h"
/*
 * evm_log: transfers as nodes of Ethereum's kin write them.
 */
/* "0x17d7840" */
void evm_add_quantity(struct text *t, struct coin c);
/* ,"name":"0x…" */
void evm_add_number(struct text *t, const char *name, int64_t n);
/* The transaction's hash as such a node writes it, TRON's too. */
const char *evm_hash(struct arena *a, const char *hex);

/* The Transfer of a token. */
void evm_add_log(struct text *t, const struct world *w,
                 const struct transfer *one);
/* Whether a filter of eth_getLogs means it; NULL means all. */
bool evm_log_is_meant(struct arena *a, const struct world *w,
                      const struct transfer *one, const json *addresses,
                      const json *topics);
/* The receipt of a transaction. */
void evm_add_receipt(struct text *t, const struct world *w,
                     const struct transfers *of);
/* The transaction as it stands in a block. */
void evm_add_transaction(struct text *t, const struct world *w,
                         const struct transfer *one);
