/* SPDX-License-Identifier: MIT */
#include "chain/address.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/panic.h"
#include "chain/base58.h"
#include "chain/bech32.h"
#include "chain/ed25519.h"
#include "chain/hash160.h"
#include "chain/keccak.h"
#include "settings.h"

enum {
	OP_0 = 0x00,
	OP_1 = 0x51,
	OP_DUP = 0x76,
	OP_EQUAL = 0x87,
	OP_EQUALVERIFY = 0x88,
	OP_HASH160 = 0xa9,
	OP_CHECKSIG = 0xac
};

static const char *const CHAINS[] = {
	[CHAIN_MAIN] = "main",
	[CHAIN_TEST] = "test",
	[CHAIN_REGTEST] = "regtest",
};

/* clang-format off */
static const struct address_forms BITCOIN[] = {
	[CHAIN_MAIN]    = {"bc",   NULL,      0x00, 0x05, 0x05},
	[CHAIN_TEST]    = {"tb",   NULL,      0x6f, 0xc4, 0xc4},
	[CHAIN_REGTEST] = {"bcrt", NULL,      0x6f, 0xc4, 0xc4},
}, LITECOIN[] = {
	[CHAIN_MAIN]    = {"ltc",  "ltcmweb", 0x30, 0x32, 0x05},
	[CHAIN_TEST]    = {"tltc", "tmweb",   0x6f, 0x3a, 0xc4},
	[CHAIN_REGTEST] = {"rltc", "tmweb",   0x6f, 0x3a, 0xc4},
}, DOGECOIN[] = {
	[CHAIN_MAIN]    = {NULL,   NULL,      0x1e, 0x16, 0x16},
	[CHAIN_TEST]    = {NULL,   NULL,      0x71, 0xc4, 0xc4},
	[CHAIN_REGTEST] = {NULL,   NULL,      0x6f, 0xc4, 0xc4},
};
/* clang-format on */

bool chain_find(enum chain *out, const char *name)
{
	for (enum chain c = CHAIN_MAIN; c <= CHAIN_REGTEST; c++) {
		if (strcmp(CHAINS[c], name) != 0)
			continue;
		*out = c;
		return true;
	}
	return false;
}

enum chain chain_set(void)
{
	enum chain chain;

	must(chain_find(&chain, setting_text(SET_CHAIN)));
	return chain;
}

const struct address_forms *address_forms(enum network network,
                                          enum chain chain)
{
	switch (network) {
	case NETWORK_BITCOIN:
		return &BITCOIN[chain];
	case NETWORK_LITECOIN:
		return &LITECOIN[chain];
	case NETWORK_DOGECOIN:
		return &DOGECOIN[chain];
	case NETWORK_NONE:
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
	case NETWORK_SOLANA:
	case NETWORK_TRON:
		return NULL;
	}
	return NULL;
}

static void add(struct address *out, const void *bytes, size_t len)
{
	must(len <= ADDRESS_BYTES - out->len);
	memcpy(out->bytes + out->len, bytes, len);
	out->len += len;
}

static void add_byte(struct address *out, unsigned byte)
{
	add(out, &(uint8_t){(uint8_t)byte}, 1);
}

/* --- Bitcoin and its kin -------------------------------------------------- */

static const char *segwit_script(struct address *out, const struct segwit *s)
{
	if (s->version > 1)
		return "nobody can own a witness version above 1 yet";
	if (s->version == 1 && s->len != 32)
		return "nobody can own a program of version 1 that is not of "
		       "32 bytes";
	out->kind = s->version ? "P2TR" : s->len == 20 ? "P2WPKH" : "P2WSH";
	add_byte(out, s->version ? OP_1 : OP_0);
	add_byte(out, (unsigned)s->len);
	add(out, s->program, s->len);
	return NULL;
}

static const char *base58_script(struct address *out,
                                 const struct address_forms *f,
                                 const char *text)
{
	uint8_t all[1 + HASH160_BYTES];
	const char *why = base58check_decode(all, sizeof(all), text);
	bool pubkey;

	if (why)
		return why;
	pubkey = all[0] == f->pubkey;
	if (!pubkey && all[0] != f->script && all[0] != f->old_script)
		return "it is of another coin or another network";
	out->kind = pubkey ? "P2PKH" : "P2SH";
	if (pubkey)
		add_byte(out, OP_DUP);
	add_byte(out, OP_HASH160);
	add_byte(out, HASH160_BYTES);
	add(out, all + 1, HASH160_BYTES);
	if (pubkey)
		add_byte(out, OP_EQUALVERIFY);
	add_byte(out, pubkey ? OP_CHECKSIG : OP_EQUAL);
	return NULL;
}

/* "bc1...", in either case. */
static bool begins(const char *text, const char *prefix)
{
	size_t len = prefix ? strlen(prefix) : 0;

	return prefix && !strncasecmp(text, prefix, len) && text[len] == '1';
}

static const char *script_read(struct address *out,
                               const struct address_forms *f, const char *text)
{
	struct segwit s;
	const char *why;

	if (begins(text, f->mweb))
		return "payments to an MWEB address cannot be watched";
	why = segwit_decode(&s, text);
	if (begins(text, f->prefix))
		return why ? why : segwit_script(out, &s);
	if (!why)
		return "it is of another coin or another network";
	return base58_script(out, f, text);
}

/* --- Ethereum, BSC, TRON -------------------------------------------------- */

static const char *account(struct address *out, const uint8_t *bytes)
{
	static const uint8_t ZERO[EVM_BYTES];

	if (!memcmp(bytes, ZERO, sizeof(ZERO)))
		return "it is the zero address, of which nobody has the key";
	out->kind = "account";
	add(out, bytes, EVM_BYTES);
	return NULL;
}

void evm_print(char out[EVM_TEXT], const uint8_t bytes[EVM_BYTES])
{
	static const char DIGITS[] = "0123456789abcdef";
	uint8_t sum[KECCAK_BYTES];
	char *hex = out + 2;

	out[0] = '0';
	out[1] = 'x';
	for (size_t i = 0; i < 2 * EVM_BYTES; i++)
		hex[i] = DIGITS[bytes[i / 2] >> (i % 2 ? 0 : 4) & 15];
	hex[2 * EVM_BYTES] = '\0';
	keccak256(sum, (struct slice){hex, 2 * EVM_BYTES});
	for (size_t i = 0; i < 2 * EVM_BYTES; i++)
		if (hex[i] >= 'a' && sum[i / 2] >> (i % 2 ? 0 : 4) & 8)
			hex[i] = (char)(hex[i] - 'a' + 'A');
}

/* Letters in one case only carry no checksum. */
static bool case_holds(const char *text, const uint8_t bytes[EVM_BYTES])
{
	const char *hex = text + 2;
	char right[EVM_TEXT];

	if (!hex[strcspn(hex, "abcdef")] || !hex[strcspn(hex, "ABCDEF")])
		return true;
	evm_print(right, bytes);
	return strcmp(right, text) == 0;
}

static bool evm_unhex(uint8_t bytes[EVM_BYTES], const char *text)
{
	char low[2 * EVM_BYTES + 1] = "";

	if (strncmp(text, "0x", 2) != 0 || strlen(text + 2) != 2 * EVM_BYTES)
		return false;
	for (size_t i = 0; i < 2 * EVM_BYTES; i++)
		low[i] = (char)tolower((unsigned char)text[2 + i]);
	return text_unhex(bytes, EVM_BYTES, low);
}

static const char *evm_read(struct address *out, const char *text)
{
	uint8_t bytes[EVM_BYTES];

	if (!evm_unhex(bytes, text))
		return "it must be 0x and 40 hexadecimal digits";
	if (!case_holds(text, bytes))
		return "the case of its letters is wrong (EIP-55): one was "
		       "mistyped";
	return account(out, bytes);
}

static const char *tron_read(struct address *out, const char *text)
{
	uint8_t all[1 + EVM_BYTES];
	const char *why = base58check_decode(all, sizeof(all), text);

	if (why)
		return why;
	if (all[0] != TRON_FIRST)
		return "it is of another network: TRON's begin with T";
	return account(out, all + 1);
}

/* --- Solana --------------------------------------------------------------- */

static const char *solana_read(struct address *out, const char *text)
{
	uint8_t bytes[ED25519_BYTES];
	const char *why = base58_decode(bytes, sizeof(bytes), text);

	if (why)
		return why;
	if (!ed25519_is_point(bytes))
		return "it is off the curve: an account of a program, such as "
		       "a token account, and no wallet";
	out->kind = "wallet";
	add(out, bytes, sizeof(bytes));
	return NULL;
}

/* -------------------------------------------------------------------------- */

static const char *read_of(struct address *out, const struct asset *s,
                           enum chain chain, const char *text)
{
	switch (s->network) {
	case NETWORK_BITCOIN:
	case NETWORK_LITECOIN:
	case NETWORK_DOGECOIN:
		return script_read(out, address_forms(s->network, chain), text);
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
		return evm_read(out, text);
	case NETWORK_TRON:
		return tron_read(out, text);
	case NETWORK_SOLANA:
		return solana_read(out, text);
	case NETWORK_NONE:
		break;
	}
	panic("asset %s has no network", s->code);
}

const char *address_read(struct address *out, const struct asset *s,
                         enum chain chain, const char *text)
{
	*out = (struct address){.kind = ""};
	return *text ? read_of(out, s, chain, text) : "it is empty";
}

const char *address_fault(const struct asset *s, enum chain chain,
                          const char *text)
{
	struct address a;

	return address_read(&a, s, chain, text);
}

bool address_same(const struct address *a, const struct address *b)
{
	return a->len == b->len && !memcmp(a->bytes, b->bytes, a->len);
}
