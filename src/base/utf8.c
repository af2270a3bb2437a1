/* SPDX-License-Identifier: MIT */
#include "base/utf8.h"
#include "base/arena.h"

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

static const struct {
	int32_t from, to;
	const char *name;
} UNSEEN[] = {
	{0xa0,    0xa0,    "no-break space"             },
	{0xad,    0xad,    "soft hyphen"                },
	{0x34f,   0x34f,   "combining grapheme joiner"  },
	{0x61c,   0x61c,   "Arabic letter mark"         },
	{0x115f,  0x1160,  "Hangul filler"              },
	{0x17b4,  0x17b5,  "Khmer inherent vowel"       },
	{0x180b,  0x180f,  "Mongolian selector"         },
	{0x2000,  0x200a,  "space of another width"     },
	{0x200b,  0x200b,  "zero width space"           },
	{0x200c,  0x200c,  "zero width non-joiner"      },
	{0x200d,  0x200d,  "zero width joiner"          },
	{0x200e,  0x200e,  "left-to-right mark"         },
	{0x200f,  0x200f,  "right-to-left mark"         },
	{0x2028,  0x2028,  "line separator"             },
	{0x2029,  0x2029,  "paragraph separator"        },
	{0x202a,  0x202a,  "left-to-right embedding"    },
	{0x202b,  0x202b,  "right-to-left embedding"    },
	{0x202c,  0x202c,  "pop directional formatting" },
	{0x202d,  0x202d,  "left-to-right override"     },
	{0x202e,  0x202e,  "right-to-left override"     },
	{0x202f,  0x202f,  "narrow no-break space"      },
	{0x205f,  0x205f,  "mathematical space"         },
	{0x2060,  0x2060,  "word joiner"                },
	{0x2061,  0x2064,  "invisible operator"         },
	{0x2066,  0x2066,  "left-to-right isolate"      },
	{0x2067,  0x2067,  "right-to-left isolate"      },
	{0x2068,  0x2068,  "first strong isolate"       },
	{0x2069,  0x2069,  "pop directional isolate"    },
	{0x206a,  0x206f,  "deprecated format character"},
	{0x3000,  0x3000,  "ideographic space"          },
	{0x3164,  0x3164,  "Hangul filler"              },
	{0xfe00,  0xfe0f,  "variation selector"         },
	{0xfeff,  0xfeff,  "byte order mark"            },
	{0xffa0,  0xffa0,  "halfwidth Hangul filler"    },
	{0xfff9,  0xfffb,  "interlinear annotation"     },
	{0x1d173, 0x1d17a, "musical format character"   },
	{0xe0000, 0xe007f, "tag character"              },
	{0xe0100, 0xe01ef, "variation selector"         },
};

const char *utf8_unseen(int32_t c)
{
	for (size_t i = 0; i < sizeof(UNSEEN) / sizeof(*UNSEEN); i++)
		if (c >= UNSEEN[i].from && c <= UNSEEN[i].to)
			return UNSEEN[i].name;
	return NULL;
}

bool utf8_reorders(int32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

const char *utf8_say(struct arena *a, int32_t c)
{
	const char *name = utf8_unseen(c);

	if (c < 0)
		return "bytes that are not UTF-8";
	if (name)
		return arena_printf(a, "U+%04X %s", (unsigned)c, name);
	return arena_printf(a, "U+%04X, a control character", (unsigned)c);
}

bool utf8_is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c ||
	       c == 0x200e || c == 0x200f || utf8_reorders(c);
}

bool utf8_is_blank(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f ||
	       c == 0x205f || c == 0x2060 || c == 0x3000 || c == 0xfeff;
}
