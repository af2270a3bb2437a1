/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
#include "shop/progress.h"
/*
 * payment_json: what GET /deposit/{id}/status answers.
 *
 *   {"state", "headline", "detail", "steps": [{"band", "note"}],
 *    "deposits": [{"asset", "txid", "position", "amount", "confirmations",
 *                  "needed", "state", "label", "credited", "rate", "url",
 *                  "depth", "note"}]}
 *
 * All are strings but the two counts; "" is what is not there, or not yet.
 */
struct slice payment_json(struct arena *a, const struct payment *p,
                          const struct deposits *all,
                          const struct progress *now);
