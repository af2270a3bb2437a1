/* SPDX-License-Identifier: MIT */
#include "chain/token_account.h"
#include <string.h>
#include "base/panic.h"
#include "base/seal.h"
#include "chain/address.h"
#include "chain/base58.h"

static const char ASSOCIATED[] = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";
static const char TOKEN[] = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

struct seeds {
	uint8_t owner[ED25519_BYTES], program[ED25519_BYTES],
		mint[ED25519_BYTES];
	uint8_t bump;
	uint8_t associated[ED25519_BYTES];
	char mark[sizeof("ProgramDerivedAddress") - 1];
};

_Static_assert(sizeof(struct seeds) == 4 * ED25519_BYTES + 22,
               "the seeds are hashed as they lie");

void token_account_find(struct token_account *out, const uint8_t *owner,
                        const uint8_t *program, const uint8_t *mint)
{
	struct seeds s;

	memcpy(s.owner, owner, sizeof(s.owner));
	memcpy(s.program, program, sizeof(s.program));
	memcpy(s.mint, mint, sizeof(s.mint));
	must(!base58_decode(s.associated, sizeof(s.associated), ASSOCIATED));
	memcpy(s.mark, "ProgramDerivedAddress", sizeof(s.mark));
	for (out->bump = 255;; out->bump--) {
		s.bump = (uint8_t)out->bump;
		sha256(out->bytes, (struct slice){(const char *)&s, sizeof(s)});
		if (!ed25519_is_point(out->bytes))
			return;
		must(out->bump); /* half of all hashes are points */
	}
}

const char *token_account_of(struct arena *a, const struct asset *s,
                             const struct address *owner)
{
	uint8_t program[ED25519_BYTES], mint[ED25519_BYTES];
	struct token_account t;

	must(s->network == NETWORK_SOLANA && s->contract &&
	     owner->len == ED25519_BYTES);
	must(!base58_decode(program, sizeof(program), TOKEN));
	must(!base58_decode(mint, sizeof(mint), s->contract));
	token_account_find(&t, owner->bytes, program, mint);
	return base58_encode(a, t.bytes, sizeof(t.bytes));
}
