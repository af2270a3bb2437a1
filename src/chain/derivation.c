/* SPDX-License-Identifier: MIT */
#include "chain/derivation.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/base58.h"
#include "chain/bech32.h"
#include "chain/hash160.h"
#include "chain/keccak.h"

enum { XPUB = 0x0488b21e };

static const char *const SCRIPTS[] = {
	[SCRIPT_OF_KEY] = "",
	[SCRIPT_P2PKH] = "p2pkh",
	[SCRIPT_P2SH_P2WPKH] = "p2sh-p2wpkh",
	[SCRIPT_P2WPKH] = "p2wpkh",
};

/* What the first letters of a key promise (SLIP-132). */
static const struct promise {
	uint32_t version;
	const char *letters;
	enum network network; /* NETWORK_NONE: of Bitcoin and its kin */
	bool test;
	enum script_kind script; /* SCRIPT_OF_KEY: any */
} PROMISES[] = {
	{XPUB,       "xpub", NETWORK_NONE,     false, SCRIPT_OF_KEY     },
	{0x049d7cb2, "ypub", NETWORK_NONE,     false, SCRIPT_P2SH_P2WPKH},
	{0x04b24746, "zpub", NETWORK_NONE,     false, SCRIPT_P2WPKH     },
	{0x043587cf, "tpub", NETWORK_NONE,     true,  SCRIPT_OF_KEY     },
	{0x044a5262, "upub", NETWORK_NONE,     true,  SCRIPT_P2SH_P2WPKH},
	{0x045f1cf6, "vpub", NETWORK_NONE,     true,  SCRIPT_P2WPKH     },
	{0x019da462, "Ltub", NETWORK_LITECOIN, false, SCRIPT_OF_KEY     },
	{0x01b26ef6, "Mtub", NETWORK_LITECOIN, false, SCRIPT_P2SH_P2WPKH},
	{0x0436f6e1, "ttub", NETWORK_LITECOIN, true,  SCRIPT_OF_KEY     },
};

/* Ypub, Zpub, Upub, Vpub */
static const uint32_t SHARED[] = {0x0295b43f, 0x02aa7ed3, 0x024289ef,
                                  0x02575483};

bool script_find(enum script_kind *out, const char *name)
{
	for (enum script_kind s = SCRIPT_P2PKH; s <= SCRIPT_P2WPKH; s++) {
		if (strcmp(SCRIPTS[s], name) != 0)
			continue;
		*out = s;
		return true;
	}
	return false;
}

const char *script_name(enum script_kind script)
{
	return SCRIPTS[script];
}

static const struct promise *promise_find(uint32_t version)
{
	for (size_t i = 0; i < sizeof(PROMISES) / sizeof(PROMISES[0]); i++)
		if (PROMISES[i].version == version)
			return &PROMISES[i];
	return NULL;
}

static bool is_shared(uint32_t version)
{
	for (size_t i = 0; i < sizeof(SHARED) / sizeof(SHARED[0]); i++)
		if (SHARED[i] == version)
			return true;
	return false;
}

/* Bitcoin and Litecoin: the letters must agree with everything asked for. */
static const char *script_choose(struct account *account, uint32_t version)
{
	const struct promise *p = promise_find(version);

	if (is_shared(version))
		return "the key is one of several of a shared wallet; alone "
		       "it has no addresses";
	if (!p || (p->network && p->network != account->asset->network))
		return "the key is of another coin";
	if (p->test && account->chain == CHAIN_MAIN)
		return "the key is of a test network";
	if (!p->test && account->chain != CHAIN_MAIN)
		return "the key is of the main network";
	if (p->script && account->script && p->script != account->script)
		return "the key is of a wallet with other scripts";
	if (!account->script)
		account->script = p->script ? p->script : SCRIPT_P2WPKH;
	return NULL;
}

static const char *key_suits(struct account *account, uint32_t version)
{
	switch (account->asset->network) {
	case NETWORK_BITCOIN:
	case NETWORK_LITECOIN:
		return script_choose(account, version);
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
	case NETWORK_TRON:
		if (account->script)
			return "this coin has no scripts to choose from";
		return version == XPUB ? NULL : "this coin wants an xpub";
	case NETWORK_SOLANA:
		return "Solana derives from private keys only; import "
		       "addresses instead";
	case NETWORK_DOGECOIN:
		return "Dogecoin is not derived here; import addresses instead";
	case NETWORK_NONE:
		break;
	}
	panic("asset %s has no network", account->asset->code);
}

const char *account_open(struct account *out, const struct asset *s,
                         enum chain chain, enum script_kind script,
                         const char *text)
{
	struct extended_key key;
	const char *why = extended_key_read(&key, text);

	*out = (struct account){.asset = s, .chain = chain, .script = script};
	if (!why)
		why = key_suits(out, key.version);
	if (why)
		return why;
	if (key.depth == 0)
		return "it is the root of a wallet; give the key of an account";
	if (key.depth > 253)
		return "it is too deep to derive from";
	return extended_key_child(&out->receive, &key, 0) ? NULL
	                                                  : "it has no child 0";
}

/* --- from a key to its address -------------------------------------------- */

static const char *versioned(struct arena *a, uint8_t version,
                             const uint8_t hash[HASH160_BYTES])
{
	uint8_t all[1 + HASH160_BYTES] = {version};

	memcpy(all + 1, hash, HASH160_BYTES);
	return base58check_encode(a, all, sizeof(all));
}

static const char *p2wpkh(struct arena *a, const char *prefix,
                          const uint8_t hash[HASH160_BYTES])
{
	struct segwit s = {.version = 0, .len = HASH160_BYTES};

	memcpy(s.prefix, prefix, strlen(prefix) + 1);
	memcpy(s.program, hash, HASH160_BYTES);
	return segwit_encode(a, &s);
}

/* The address of the script that is P2WPKH's. */
static const char *p2sh_p2wpkh(struct arena *a, uint8_t version,
                               const uint8_t hash[HASH160_BYTES])
{
	uint8_t script[2 + HASH160_BYTES] = {0, HASH160_BYTES};
	uint8_t outer[HASH160_BYTES];

	memcpy(script + 2, hash, HASH160_BYTES);
	hash160(outer, script, sizeof(script));
	return versioned(a, version, outer);
}

static const char *script_address(struct arena *a,
                                  const struct account *account,
                                  const uint8_t point[POINT_BYTES])
{
	const struct address_forms *f =
		address_forms(account->asset->network, account->chain);
	uint8_t hash[HASH160_BYTES];

	hash160(hash, point, POINT_BYTES);
	switch (account->script) {
	case SCRIPT_P2PKH:
		return versioned(a, f->pubkey, hash);
	case SCRIPT_P2SH_P2WPKH:
		return p2sh_p2wpkh(a, f->script, hash);
	case SCRIPT_P2WPKH:
		return p2wpkh(a, f->prefix, hash);
	case SCRIPT_OF_KEY:
		break;
	}
	panic("an open account has a script");
}

/* The last 20 bytes of Keccak-256 of both coordinates. */
static const char *account_of_point(struct arena *a, enum network network,
                                    const uint8_t point[POINT_BYTES])
{
	uint8_t whole[WHOLE_POINT_BYTES], sum[KECCAK_BYTES];
	char text[EVM_TEXT];

	point_unfold(whole, point);
	keccak256(sum,
	          (struct slice){(const char *)whole + 1, sizeof(whole) - 1});
	if (network == NETWORK_TRON)
		return versioned(a, TRON_FIRST, sum + KECCAK_BYTES - EVM_BYTES);
	evm_print(text, sum + KECCAK_BYTES - EVM_BYTES);
	return arena_text(a, text);
}

const char *account_address(const char **out, struct arena *a,
                            const struct account *account, uint32_t index)
{
	enum network network = account->asset->network;
	struct extended_key key;

	if (index >= HARDENED)
		return "hardened addresses, 2147483648 and above, want the "
		       "private key";
	if (!extended_key_child(&key, &account->receive, index))
		return "this index has no address; take the next";
	*out = address_forms(network, account->chain)
	               ? script_address(a, account, key.point)
	               : account_of_point(a, network, key.point);
	return NULL;
}
