/* SPDX-License-Identifier: MIT */
#include "http/network.h"
#include <arpa/inet.h>
#include <string.h>
#include "base/arena.h"
#include "base/seal.h"
#include "base/text.h"

enum { MARK_BYTES = 8 };

/* ::ffff:192.0.2.1 is an address of IPv4. */
static const unsigned char MAPPED[12] = {[10] = 0xff, [11] = 0xff};

static const char *of_ipv4(struct arena *a, const unsigned char *b)
{
	return arena_printf(a, "%u.%u.%u.0/24", b[0], b[1], b[2]);
}

const char *network_of(struct arena *a, const char *address)
{
	unsigned char b[16];

	if (inet_pton(AF_INET, address, b) == 1)
		return of_ipv4(a, b);
	if (inet_pton(AF_INET6, address, b) != 1)
		return "local";
	if (!memcmp(b, MAPPED, sizeof(MAPPED)))
		return of_ipv4(a, b + sizeof(MAPPED));
	return arena_printf(a, "%s::/64", text_hex(a, b, 8));
}

bool network_is_shared(const char *network)
{
	return !strcmp(network, "local") || !strncmp(network, "127.", 4) ||
	       !strcmp(network, "0000000000000000::/64");
}

const char *network_mark(struct arena *a, const struct key *key,
                         const char *network)
{
	uint8_t hash[SHA256_BYTES];

	if (network_is_shared(network))
		return NULL;
	hmac_sha256(hash, key, slice_text(network));
	return text_hex(a, hash, MARK_BYTES);
}
