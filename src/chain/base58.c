/* SPDX-License-Identifier: MIT */
#include "chain/base58.h"
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/seal.h"

/* Of len bytes: log 256 / log 58 is less than 1.4. */
enum { SUM_BYTES = 4, TEXT_MAX = BASE58_MAX * 7 / 5 + 1 };

static const char LETTERS[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
			      "abcdefghijkmnopqrstuvwxyz";

static const char WRONG_LENGTH[] = "the length is wrong";

/* number = number * 58 + digit, the highest byte first; false when it has no
 * room for it. */
static bool append(uint8_t *number, size_t len, unsigned digit)
{
	for (size_t i = len; i-- > 0;) {
		digit += number[i] * 58U;
		number[i] = (uint8_t)digit;
		digit >>= 8;
	}
	return digit == 0;
}

const char *base58_decode(uint8_t *out, size_t len, const char *text)
{
	size_t ones = strspn(text, "1"), zeros = 0;

	must(len <= BASE58_MAX);
	memset(out, 0, len);
	if (strnlen(text, TEXT_MAX + 1) > TEXT_MAX)
		return WRONG_LENGTH;
	if (text[strspn(text, LETTERS)])
		return "a letter in it is not of base58";
	for (const char *p = text + ones; *p; p++)
		if (!append(out, len,
		            (unsigned)(strchr(LETTERS, *p) - LETTERS)))
			return WRONG_LENGTH;
	while (zeros < len && !out[zeros])
		zeros++;
	return zeros == ones ? NULL : WRONG_LENGTH;
}

const char *base58_encode(struct arena *a, const uint8_t *bytes, size_t len)
{
	uint8_t digit[TEXT_MAX] = {0}; /* the lowest first */
	char *out = arena_array(a, TEXT_MAX + 1, char);
	size_t n = 0, zeros = 0;

	must(len <= BASE58_MAX);
	while (zeros < len && !bytes[zeros])
		zeros++;
	for (size_t i = zeros; i < len; i++) {
		unsigned carry = bytes[i];

		for (size_t k = 0; k < n || carry; k++) {
			carry += digit[k] * 256U;
			digit[k] = (uint8_t)(carry % 58);
			carry /= 58;
			n = k < n ? n : k + 1;
		}
	}
	memset(out, '1', zeros);
	for (size_t i = 0; i < n; i++)
		out[zeros + i] = LETTERS[digit[n - 1 - i]];
	return out;
}

static void checksum(uint8_t out[SHA256_BYTES], const uint8_t *bytes,
                     size_t len)
{
	sha256(out, (struct slice){(const char *)bytes, len});
	sha256(out, (struct slice){(const char *)out, SHA256_BYTES});
}

const char *base58check_decode(uint8_t *out, size_t len, const char *text)
{
	uint8_t all[BASE58_MAX], sum[SHA256_BYTES];
	const char *why = base58_decode(all, len + SUM_BYTES, text);

	if (why)
		return why;
	checksum(sum, all, len);
	if (memcmp(sum, all + len, SUM_BYTES) != 0)
		return "the checksum is wrong: a letter was mistyped or lost";
	memcpy(out, all, len);
	return NULL;
}

const char *base58check_encode(struct arena *a, const uint8_t *bytes,
                               size_t len)
{
	uint8_t all[BASE58_MAX], sum[SHA256_BYTES];

	must(len + SUM_BYTES <= BASE58_MAX);
	checksum(sum, bytes, len);
	memcpy(all, bytes, len);
	memcpy(all + len, sum, SUM_BYTES);
	return base58_encode(a, all, len + SUM_BYTES);
}
