/* SPDX-License-Identifier: MIT */
#include "gateway/kryptoexpress.h"
#include "base/arena.h"
#include "base/seal.h"
#include "remote/json.h"
#include <string.h>

static bool signs(struct slice text, const uint8_t given[SHA512_BYTES],
                  struct slice secret)
{
	uint8_t right[SHA512_BYTES];

	hmac_sha512(right, secret, text);
	return text_same_secret(right, given, SHA512_BYTES);
}

bool kryptoexpress_signature_holds(struct slice body, const char *header,
                                   struct slice secret)
{
	uint8_t given[SHA512_BYTES];
	struct arena *a;
	bool holds;

	if (!header || secret.len == 0 || strlen(header) != 2 * SHA512_BYTES ||
	    !text_unhex(given, SHA512_BYTES, header))
		return false;
	if (signs(body, given, secret))
		return true;
	a = arena_open(body.len + 1024);
	holds = signs(json_compact(a, body), given, secret);
	arena_close(a);
	return holds;
}
