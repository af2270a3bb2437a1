/* SPDX-License-Identifier: MIT */
#include "chain/extended_key.h"
#include <secp256k1.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include "base/panic.h"
#include "base/seal.h"
#include "chain/base58.h"
#include "chain/hash160.h"

/* As it lies in the text, checksum aside. */
struct packed {
	uint8_t version[4], depth, parent[4], index[4];
	uint8_t chain_code[CHAIN_CODE_BYTES], point[POINT_BYTES];
};

_Static_assert(sizeof(struct packed) == 78, "a key has 78 bytes");

static uint32_t big_endian(const uint8_t b[4])
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
	       (uint32_t)b[2] << 8 | b[3];
}

static void put_big_endian(uint8_t b[4], uint32_t n)
{
	for (int i = 0; i < 4; i++)
		b[i] = (uint8_t)(n >> (24 - 8 * i));
}

/* xprv yprv zprv tprv uprv vprv and the multisignature ones; Litecoin's Ltpv
 * Mtpv ttpv; Dogecoin's dgpv.  Told by the letters, so that one with a typing
 * error is refused with the right words too. */
static bool is_private(const char *text)
{
	static const char *const FOUR[] = {"Ltpv", "Mtpv", "ttpv", "dgpv"};

	if (*text && strchr("xyzYZtuvUV", *text) &&
	    !strncmp(text + 1, "prv", 3))
		return true;
	for (size_t i = 0; i < sizeof(FOUR) / sizeof(FOUR[0]); i++)
		if (!strncmp(text, FOUR[i], 4))
			return true;
	return false;
}

static bool on_curve(const uint8_t point[POINT_BYTES])
{
	secp256k1_pubkey key;

	return secp256k1_ec_pubkey_parse(secp256k1_context_static, &key, point,
	                                 POINT_BYTES);
}

static bool is_root(const struct packed *p)
{
	return p->depth == 0;
}

static bool has_ancestry(const struct packed *p)
{
	return big_endian(p->parent) || big_endian(p->index);
}

const char *extended_key_read(struct extended_key *out, const char *text)
{
	struct packed p;
	const char *why;

	if (is_private(text))
		return "this is a private key: whoever has it can spend the "
		       "coins; give the public one, which begins with xpub, "
		       "ypub, zpub or alike";
	why = base58check_decode((uint8_t *)&p, sizeof(p), text);
	if (why)
		return why;
	if (is_root(&p) && has_ancestry(&p))
		return "it says that it is a root, and names a parent";
	if (!on_curve(p.point))
		return "what it holds is no public key";
	*out = (struct extended_key){.version = big_endian(p.version),
	                             .depth = p.depth,
	                             .index = big_endian(p.index)};
	memcpy(out->parent, p.parent, sizeof(p.parent));
	memcpy(out->chain_code, p.chain_code, sizeof(p.chain_code));
	memcpy(out->point, p.point, sizeof(p.point));
	return NULL;
}

const char *extended_key_print(struct arena *a, const struct extended_key *k)
{
	struct packed p = {.depth = (uint8_t)k->depth};

	put_big_endian(p.version, k->version);
	put_big_endian(p.index, k->index);
	memcpy(p.parent, k->parent, sizeof(p.parent));
	memcpy(p.chain_code, k->chain_code, sizeof(p.chain_code));
	memcpy(p.point, k->point, sizeof(p.point));
	return base58check_encode(a, (const uint8_t *)&p, sizeof(p));
}

/* point + tweak * G; false when that is no point or the tweak too great. */
static bool tweak(uint8_t out[POINT_BYTES], const uint8_t point[POINT_BYTES],
                  const uint8_t by[32])
{
	const secp256k1_context *ctx = secp256k1_context_static;
	secp256k1_pubkey key;
	size_t len = POINT_BYTES;

	must(secp256k1_ec_pubkey_parse(ctx, &key, point, POINT_BYTES));
	if (!secp256k1_ec_pubkey_tweak_add(ctx, &key, by))
		return false;
	must(secp256k1_ec_pubkey_serialize(ctx, out, &len, &key,
	                                   SECP256K1_EC_COMPRESSED));
	return true;
}

bool extended_key_child(struct extended_key *out, const struct extended_key *k,
                        uint32_t index)
{
	uint8_t said[POINT_BYTES + 4], sum[SHA512_BYTES], id[HASH160_BYTES];
	struct extended_key child = {
		.version = k->version, .depth = k->depth + 1, .index = index};

	must(index < HARDENED && k->depth < 255);
	memcpy(said, k->point, POINT_BYTES);
	put_big_endian(said + POINT_BYTES, index);
	hmac_sha512(
		sum,
		(struct slice){(const char *)k->chain_code, CHAIN_CODE_BYTES},
		(struct slice){(const char *)said, sizeof(said)});
	if (!tweak(child.point, k->point, sum))
		return false;
	memcpy(child.chain_code, sum + 32, CHAIN_CODE_BYTES);
	hash160(id, k->point, POINT_BYTES);
	memcpy(child.parent, id, sizeof(child.parent));
	*out = child;
	return true;
}

void point_unfold(uint8_t out[WHOLE_POINT_BYTES],
                  const uint8_t point[POINT_BYTES])
{
	const secp256k1_context *ctx = secp256k1_context_static;
	secp256k1_pubkey key;
	size_t len = WHOLE_POINT_BYTES;

	must(secp256k1_ec_pubkey_parse(ctx, &key, point, POINT_BYTES));
	must(secp256k1_ec_pubkey_serialize(ctx, out, &len, &key,
	                                   SECP256K1_EC_UNCOMPRESSED));
}
