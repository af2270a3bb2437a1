/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"

/* The bytes a character takes by its first byte, and the least character
 * that needs so many. */
static size_t length_of(uint8_t first, int32_t *least)
{
	if (first >= 0xf0 && first < 0xf8) {
		*least = 0x10000;
		return 4;
	}
	if (first >= 0xe0 && first < 0xf0) {
		*least = 0x800;
		return 3;
	}
	if (first >= 0xc0 && first < 0xe0) {
		*least = 0x80;
		return 2;
	}
	*least = 0;
	return first < 0x80;
}

static int32_t decode(const uint8_t *p, size_t len, size_t *taken)
{
	int32_t least, c;
	size_t n = length_of(p[0], &least);

	*taken = 1;
	if (n == 0 || n > len)
		return -1;
	c = n == 1 ? p[0] : p[0] & (0x7f >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return -1;
		c = (c << 6) | (p[i] & 0x3f);
	}
	if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return -1;
	*taken = n;
	return c;
}

int32_t utf8_next(struct slice *rest)
{
	size_t taken;
	int32_t c = decode((const uint8_t *)rest->p, rest->len, &taken);

	rest->p += taken;
	rest->len -= taken;
	return c;
}

bool utf8_is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c ||
	       c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

bool utf8_is_blank(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f ||
	       c == 0x205f || c == 0x2060 || c == 0x3000 || c == 0xfeff;
}
