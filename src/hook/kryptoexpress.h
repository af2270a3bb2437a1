/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
/*
 * hook/kryptoexpress: the gateway calls us about a payment.
 *
 * The path names the payment by a token of its own; the signature is checked
 * over the raw bytes before anything is parsed.  A paid callback credits only
 * what the gateway says again when it is asked.  200 is answered after the
 * COMMIT; whatever is not 200 makes the gateway call again.
 */

/* POST /hook/kryptoexpress/{token} */
handler hook_kryptoexpress_take;
