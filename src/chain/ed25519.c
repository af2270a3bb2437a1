/* SPDX-License-Identifier: MIT */
#include "chain/ed25519.h"
#include <openssl/bn.h>
#include <string.h>
#include "base/panic.h"

static BIGNUM *number(BN_CTX *ctx, const char *hex)
{
	BIGNUM *n = BN_CTX_get(ctx);

	must(n && BN_hex2bn(&n, hex));
	return n;
}

/*
 * The bytes are y, with the sign of x in the highest bit.  There is an x when
 * x^2 = (y^2 - 1) / (d y^2 + 1) has a root modulo p, and that is so when the
 * product of both sides of the fraction has one.
 */
static bool has_x(BN_CTX *ctx, const BIGNUM *y, bool negative)
{
	BIGNUM *p = number(ctx, "7fffffffffffffffffffffffffffffff"
	                        "ffffffffffffffffffffffffffffffed");
	BIGNUM *d = number(ctx, "52036cee2b6ffe738cc740797779e898"
	                        "00700a4d4141d8ab75eb4dca135978a3");
	BIGNUM *u = BN_CTX_get(ctx), *v = BN_CTX_get(ctx);

	must(u && v);
	if (BN_cmp(y, p) >= 0)
		return false;
	must(BN_mod_sqr(u, y, p, ctx));
	must(BN_mod_mul(v, u, d, p, ctx));
	must(BN_add_word(v, 1));
	must(BN_mod_sub(u, u, BN_value_one(), p, ctx));
	if (BN_is_zero(u)) /* x is 0, which has no sign */
		return !negative;
	must(BN_mod_mul(u, u, v, p, ctx));
	return BN_kronecker(u, p, ctx) == 1;
}

bool ed25519_is_point(const uint8_t bytes[ED25519_BYTES])
{
	uint8_t y[ED25519_BYTES];
	bool negative = bytes[ED25519_BYTES - 1] & 0x80, is;
	BN_CTX *ctx = BN_CTX_new();
	BIGNUM *n;

	must(ctx);
	BN_CTX_start(ctx);
	n = BN_CTX_get(ctx);
	memcpy(y, bytes, sizeof(y));
	y[ED25519_BYTES - 1] &= 0x7f;
	must(n && BN_lebin2bn(y, sizeof(y), n));
	is = has_x(ctx, n, negative);
	BN_CTX_end(ctx);
	BN_CTX_free(ctx);
	return is;
}
