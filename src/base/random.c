/* SPDX-License-Identifier: MIT */
#include "base/random.h"
#include "base/panic.h"
#include <errno.h>
#include <string.h>
#include <sys/random.h>

void random_bytes(void *out, size_t len)
{
	char *p = out;

	while (len > 0) {
		ssize_t n = getrandom(p, len, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			panic("getrandom: %m");
		p += n;
		len -= (size_t)n;
	}
}

uint32_t random_below(uint32_t bound)
{
	uint32_t n, uneven;

	must(bound > 0);
	/* The first 2^32 % bound numbers would make some results likelier. */
	uneven = -bound % bound;
	do
		random_bytes(&n, sizeof(n));
	while (n < uneven);
	return n % bound;
}

void random_public_id(char out[PUBLIC_ID_TEXT])
{
	static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789-_";
	uint8_t bits[PUBLIC_ID_TEXT - 1];

	random_bytes(bits, sizeof(bits));
	/* 21 letters of 6 bits; the last carries 2 and ends in zeros. */
	bits[sizeof(bits) - 1] &= 0x30;
	for (size_t i = 0; i < sizeof(bits); i++)
		out[i] = LETTERS[bits[i] & 63];
	out[sizeof(bits)] = '\0';
}

bool random_is_public_id(const char *text)
{
	static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
				      "nopqrstuvwxyz0123456789-_";

	return strlen(text) == PUBLIC_ID_TEXT - 1 &&
	       strspn(text, LETTERS) == PUBLIC_ID_TEXT - 1;
}
