/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "shop/progress.h"
/*
 * payment_json: what GET /deposit/{id}/status answers.
 *
 *   {"state", "headline", "detail", "credited", "review", "missing",
 *    "steps": [{"band", "note"}],
 *    "deposits": [{"asset", "txid", "position", "amount", "confirmations",
 *                  "needed", "state", "label", "credited", "rate", "url",
 *                  "depth", "note"}]}
 *
 * All are strings but the two counts; "" is what is not there, or not yet.
 * The payment's "credited" is money ("$20.00"), "review" what a person looks
 * at ("15 USDT"), "missing" what is still to be sent of a named amount.
 */
struct slice payment_json(struct arena *a, const struct payment *p,
                          const struct deposits *all,
                          const struct progress *now);
