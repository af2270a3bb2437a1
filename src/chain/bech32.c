/* SPDX-License-Identifier: MIT */
#include "chain/bech32.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"

enum { SUM = 6, VERSION_MAX = 16 };

static const char LETTERS[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static const uint32_t FINAL[] = {[BECH32] = 1, [BECH32M] = 0x2bc830a3};

static uint32_t polymod(uint32_t sum, unsigned value)
{
	static const uint32_t TAPS[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
	                                0x3d4233dd, 0x2a1462b3};
	uint32_t top = sum >> 25;

	sum = (sum & 0x1ffffff) << 5 ^ value;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			sum ^= TAPS[i];
	return sum;
}

static uint32_t checksum(const char *prefix, const uint8_t *group, size_t n)
{
	uint32_t sum = 1;

	for (const char *p = prefix; *p; p++)
		sum = polymod(sum, (unsigned)*p >> 5);
	sum = polymod(sum, 0);
	for (const char *p = prefix; *p; p++)
		sum = polymod(sum, *p & 31);
	for (size_t i = 0; i < n; i++)
		sum = polymod(sum, group[i]);
	return sum;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* Lower case into low; refuses what both kinds refuse of any text. */
static const char *lower_all(char low[BECH32_TEXT + 1], const char *text)
{
	size_t len = strnlen(text, BECH32_TEXT + 1), lows = 0, highs = 0;

	if (len > BECH32_TEXT)
		return "it is too long";
	for (size_t i = 0; i <= len; i++) {
		if (i < len && (text[i] < 33 || text[i] > 126))
			return "a character in it is out of range";
		low[i] = lower(text[i]);
		highs += low[i] != text[i];
		lows += text[i] >= 'a' && text[i] <= 'z';
	}
	return lows && highs ? "it mixes upper and lower case" : NULL;
}

static const char *groups_of(struct bech32 *out, const char *data)
{
	out->groups = strlen(data);
	if (out->groups < SUM)
		return "it is too short for a checksum";
	for (size_t i = 0; i < out->groups; i++) {
		const char *letter = strchr(LETTERS, data[i]);

		if (!letter)
			return "a letter in it is not of bech32";
		out->group[i] = (uint8_t)(letter - LETTERS);
	}
	return NULL;
}

const char *bech32_decode(struct bech32 *out, const char *text)
{
	char low[BECH32_TEXT + 1];
	const char *why = lower_all(low, text);
	char *one;
	uint32_t sum;

	*out = (struct bech32){.kind = BECH32_NONE};
	if (why)
		return why;
	one = strrchr(low, '1');
	if (!one || one == low)
		return "it has no prefix before a 1";
	memcpy(out->prefix, low, (size_t)(one - low));
	why = groups_of(out, one + 1);
	if (why)
		return why;
	sum = checksum(out->prefix, out->group, out->groups);
	for (enum bech32_kind k = BECH32; k <= BECH32M; k++)
		if (sum == FINAL[k])
			out->kind = k;
	out->groups -= SUM;
	return out->kind ? NULL
	                 : "the checksum is wrong: a letter was mistyped "
	                   "or lost";
}

/* Groups of 5 bits to bytes; what is left over must be fewer than 5 zeros. */
static const char *program_of(struct segwit *out, const uint8_t *group,
                              size_t n)
{
	size_t bits = 5 * n;

	out->len = bits / 8;
	if (out->len < 2 || out->len > SEGWIT_PROGRAM)
		return "its program has a wrong length";
	if (bits % 8 >= 5)
		return "its padding is too long";
	for (size_t bit = 0; bit < bits; bit++) {
		if (!(group[bit / 5] >> (4 - bit % 5) & 1))
			continue;
		if (bit / 8 == out->len)
			return "its padding is not zero";
		out->program[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	}
	return NULL;
}

const char *segwit_decode(struct segwit *out, const char *text)
{
	struct bech32 b;
	const char *why = bech32_decode(&b, text);

	*out = (struct segwit){.version = 0};
	if (why)
		return why;
	if (b.groups < 1)
		return "there is nothing in it";
	memcpy(out->prefix, b.prefix, sizeof(out->prefix));
	out->version = b.group[0];
	if (out->version > VERSION_MAX)
		return "its witness version is above 16";
	if (b.kind != (out->version ? BECH32M : BECH32))
		return out->version ? "its checksum is bech32; this version "
		                      "wants bech32m"
		                    : "its checksum is bech32m; version 0 "
		                      "wants bech32";
	why = program_of(out, b.group + 1, b.groups - 1);
	if (why)
		return why;
	if (!out->version && out->len != 20 && out->len != 32)
		return "its program has a wrong length for version 0";
	return NULL;
}

const char *segwit_encode(struct arena *a, const struct segwit *s)
{
	uint8_t group[BECH32_TEXT] = {(uint8_t)s->version};
	size_t n = 1 + (s->len * 8 + 4) / 5;
	struct text t = text_open(a, BECH32_TEXT + 1);
	uint32_t sum;

	must(s->version <= VERSION_MAX && s->len <= SEGWIT_PROGRAM);
	must(strlen(s->prefix) + 1 + n + SUM <= BECH32_TEXT);
	for (size_t bit = 0; bit < s->len * 8; bit++)
		if (s->program[bit / 8] >> (7 - bit % 8) & 1)
			group[1 + bit / 5] |= (uint8_t)(1 << (4 - bit % 5));
	sum = checksum(s->prefix, group, n + SUM) ^
	      FINAL[s->version ? BECH32M : BECH32];
	for (size_t i = 0; i < SUM; i++)
		group[n + i] = sum >> (5 * (SUM - 1 - i)) & 31;
	text_printf(&t, "%s1", s->prefix);
	for (size_t i = 0; i < n + SUM; i++)
		text_add(&t, (struct slice){&LETTERS[group[i]], 1});
	return t.p;
}
