/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
#include "sandbox/transfer.h"
/*
 * esplora_tx: a transaction as Esplora writes it: one input of a stranger,
 * his change as output 0, and after it what was sent.
 */
/* False and nothing written: there is none. */
bool esplora_add_tx(struct text *t, struct db *db, const struct world *w,
                    const char *txid);
/* {"confirmed":…}; of NULL as of one that is not mined. */
void esplora_add_status(struct text *t, const struct world *w,
                        const struct transfer *of);
/* The number of its output. */
unsigned esplora_output(const struct transfer *of);
