/* SPDX-License-Identifier: MIT */
#include "view/cover.h"
#include "base/arena.h"
#include "view/escape.h"
#include "view/tone.h"
#include <string.h>

enum { WIDTH = 400, HEIGHT = 300, TONES = 4, INITIALS_ROOM = 9 };

/* A drawing under way.  Every tone is pale enough for the ink on it. */
struct cover {
	struct text *out;
	uint64_t dice;
	char tone
		[TONES]
		[TONE_TEXT]; /* from the palest; the last is the second colour */
	char ink[TONE_TEXT];
};

typedef void pattern(struct cover *c);

static uint64_t hash(const char *name)
{
	uint64_t h = 14695981039346656037U;

	for (; *name; name++)
		h = (h ^ (uint8_t)*name) * 1099511628211U;
	return h;
}

/* splitmix64: the same name throws the same dice. */
static unsigned roll(struct cover *c, unsigned sides)
{
	uint64_t z = c->dice += 0x9e3779b97f4a7c15U;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return (unsigned)((z ^ (z >> 31)) % sides);
}

/* The second colour is a neighbour of the first, or nearly its opposite. */
static void choose_tones(struct cover *c)
{
	static const uint32_t steps[] = {HUES / 9, HUES / 6, HUES - HUES / 8,
	                                 HUES / 2 - HUES / 14};
	uint32_t first = roll(c, HUES);
	uint32_t second = first + steps[roll(c, 4)];
	uint32_t strong = 120 + roll(c, 50);

	tone_print(c->tone[0], tone_pale(first, strong, 236));
	tone_print(c->tone[1], tone_pale(first, strong, 220));
	tone_print(c->tone[2], tone_pale(first + HUES / 40, strong, 203));
	tone_print(c->tone[3], tone_pale(second, strong - 10, 196));
	tone_print(c->ink, tone_dark(first + HUES / 40, 110, 52));
}

static void circle(struct cover *c, int x, int y, int r, int tone)
{
	text_printf(c->out,
	            "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>", x, y,
	            r, c->tone[tone]);
}

/* Rings around a corner. */
static void rings(struct cover *c)
{
	int x = roll(c, 2) ? 40 : WIDTH - 40;
	int y = roll(c, 2) ? 30 : HEIGHT - 30;
	int step = 44 + (int)roll(c, 16);

	for (int i = 7; i > 0; i--)
		circle(c, x, y, i * step, i == 1 ? 3 : (i + 1) % 3);
}

/* Bands of swell, the nearest the lightest. */
static void swell(struct cover *c)
{
	for (int i = 0; i < 4; i++) {
		int y = 70 + i * 58;
		int rise = 26 + (int)roll(c, 30);
		int from = -(int)roll(c, 200);

		text_printf(c->out,
		            "<path fill=\"%s\" d=\"M%d %dq50-%d 100 0t100 0 "
		            "100 0 100 0 100 0 100 0V300H%dz\"/>",
		            c->tone[i == 0 ? 3 : 3 - i], from, y, rise, from);
	}
}

/* Quarter discs, each turned by chance. */
static void tiles(struct cover *c)
{
	static const char *const turns[] = {
		"h100a100 100 0 0 1-100 100z",
		"h100v100a100 100 0 0 1-100-100z",
		"m100 0v100h-100a100 100 0 0 1 100-100z",
		"v100h100a100 100 0 0 0-100-100z"};

	for (int y = 0; y < HEIGHT; y += 100)
		for (int x = 0; x < WIDTH; x += 100)
			text_printf(c->out,
			            "<path fill=\"%s\" d=\"M%d %d%s\"/>",
			            c->tone[1 + roll(c, 3)], x, y,
			            turns[roll(c, 4)]);
}

/* A quilt of triangles. */
static void quilt(struct cover *c)
{
	for (int y = 0; y < HEIGHT; y += 50)
		for (int x = 0; x < WIDTH; x += 50) {
			unsigned tone = 1 + roll(c, 5);

			if (tone >= TONES)
				continue;
			text_printf(c->out,
			            "<path fill=\"%s\" d=\"M%d %d%s\"/>",
			            c->tone[tone], x, y,
			            roll(c, 2) ? "h50v50z" : "h50l-50 50z");
		}
}

/* Slanted bars of chance widths. */
static void bars(struct cover *c)
{
	int lean = roll(c, 2) ? 140 : -140;

	for (int x = -140, i = 0; x < WIDTH + 140; i++) {
		int width = 18 + (int)roll(c, 54);

		text_printf(c->out,
		            "<path fill=\"%s\" d=\"M%d 0h%dl%d 300h-%dz\"/>",
		            c->tone[i % 4 == 3 ? 3 : i % 3], x, width, lean,
		            width);
		x += width;
	}
}

/* Dots that grow towards one side. */
static void dots(struct cover *c)
{
	bool left = roll(c, 2);
	int tone = 2 + (int)roll(c, 2);

	for (int row = 0; row < 7; row++)
		for (int i = 0; i < 10; i++) {
			int x = i * 44 + (row % 2 ? 22 : 0) - 10;
			int far = left ? WIDTH - x : x;

			circle(c, x, row * 46 + 12, 3 + far / 26 + row, tone);
		}
}

/* A disc behind hills. */
static void hills(struct cover *c)
{
	int side = roll(c, 2) ? 70 : 270;

	circle(c, side + (int)roll(c, 60), 92, 46 + (int)roll(c, 20), 3);
	for (int i = 0; i < 3; i++) {
		int x = (int)roll(c, WIDTH);
		int y = 150 + i * 44;

		text_printf(c->out,
		            "<path fill=\"%s\" d=\"M-420 300C%d 300 %d %d %d %d"
		            "S%d 300 820 300z\"/>",
		            c->tone[2 - i], x - 240, x - 120, y, x, y, x + 240);
	}
}

static pattern *const PATTERNS[] = {rings, swell, tiles, quilt,
                                    bars,  dots,  hills};

/* By the first byte; those of U+0080 and U+2000 on are mostly signs. */
static bool is_letter(char c)
{
	uint8_t byte = (uint8_t)c;

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (byte > 0xc2 && byte != 0xe2);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t character_len(const char *p)
{
	size_t len = 1;

	while ((p[len] & 0xc0) == 0x80)
		len++;
	return len;
}

/* Copies one character; a-z and the small letters of Latin-1 grow. */
static size_t add_capital(char *to, const char *p)
{
	size_t len = character_len(p);

	memcpy(to, p, len);
	if (*p >= 'a' && *p <= 'z')
		*to = (char)(*p - 32);
	if (len == 2 && (uint8_t)p[0] == 0xc3 && (uint8_t)p[1] >= 0xa0 &&
	    (uint8_t)p[1] != 0xb7 && (uint8_t)p[1] != 0xbf)
		to[1] = (char)(p[1] - 32);
	return len;
}

/* The first characters of the first two words that start as wanted. */
static size_t find_initials(char out[INITIALS_ROOM], const char *name,
                            bool (*wanted)(char))
{
	bool inside = false;
	size_t n = 0, len = 0;

	for (const char *p = name; *p && n < 2; p += character_len(p)) {
		if (!inside && wanted(*p)) {
			len += add_capital(out + len, p);
			n++;
		}
		inside = is_letter(*p) || is_digit(*p) || *p == '\'';
	}
	return len;
}

static void draw_initials(struct cover *c, const char *name)
{
	char initials[INITIALS_ROOM] = "";

	if (!find_initials(initials, name, is_letter))
		find_initials(initials, name, is_digit);
	text_printf(c->out,
	            "<text x=\"200\" y=\"150\" dy=\".36em\" fill=\"%s\" "
	            "font-family=\"system-ui,sans-serif\" font-size=\"104\" "
	            "font-weight=\"600\" letter-spacing=\"2\" "
	            "text-anchor=\"middle\">",
	            c->ink);
	escape_add(c->out, slice_text(initials));
	text_add(c->out, SLICE("</text>"));
}

struct slice cover_draw(struct arena *a, const char *name)
{
	struct text out = text_open(a, 8192);
	struct cover c = {.out = &out};

	/* XML can't hold control characters or broken UTF-8. */
	if (!text_is_clean(slice_text(name), false))
		name = "";
	c.dice = hash(name);
	choose_tones(&c);
	text_add(&out, SLICE("<svg xmlns=\"http://www.w3.org/2000/svg\" "
	                     "viewBox=\"0 0 400 300\" width=\"400\" "
	                     "height=\"300\" role=\"img\"><title>"));
	escape_add(&out, slice_text(name));
	text_printf(&out,
	            "</title><rect width=\"400\" height=\"300\" fill=\"%s\"/>",
	            c.tone[0]);
	PATTERNS[roll(&c, sizeof(PATTERNS) / sizeof(PATTERNS[0]))](&c);
	draw_initials(&c, name);
	text_add(&out, SLICE("</svg>"));
	return (struct slice){out.p, out.len};
}
