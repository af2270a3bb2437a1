/* SPDX-License-Identifier: MIT */
#include "view/tone.h"

/* How far the channel whose peak is at hue 0 is lit there: 0..255. */
static uint32_t lit(uint32_t hue)
{
	hue %= HUES;
	if (hue > HUES / 2)
		hue = HUES - hue;
	if (hue <= 256)
		return 255;
	return hue >= 512 ? 0 : 511 - hue;
}

static uint8_t channel(uint32_t hue, uint32_t chroma, uint32_t floor)
{
	uint32_t c = floor + (lit(hue) * chroma + 127) / 255;

	return (uint8_t)(c > 255 ? 255 : c);
}

struct tone tone_of(uint32_t hue, uint32_t saturation, uint32_t lightness)
{
	uint32_t twice = 2 * lightness;
	uint32_t span = twice > 255 ? 510 - twice : twice;
	uint32_t chroma = saturation * span / 255;
	uint32_t floor = (twice - chroma) / 2;

	return (struct tone){channel(hue, chroma, floor),
	                     channel(hue + HUES - HUES / 3, chroma, floor),
	                     channel(hue + HUES / 3, chroma, floor)};
}

/* 0..10000, by the square of each channel.  The true luminance of a pale tone
 * is at least 0.8 of it, that of a dark one hardly above it, so the limits
 * below leave (0.448 + 0.05) / (0.042 + 0.05) = 5.4. */
static uint32_t luminance(struct tone t)
{
	return (2126U * t.r * t.r + 7152U * t.g * t.g + 722U * t.b * t.b) /
	       (255 * 255);
}

enum { PALEST_DARK = 400, DARKEST_PALE = 5600 };

struct tone tone_pale(uint32_t hue, uint32_t saturation, uint32_t lightness)
{
	struct tone t = tone_of(hue, saturation, lightness);

	while (luminance(t) < DARKEST_PALE)
		t = tone_of(hue, saturation, ++lightness);
	return t;
}

struct tone tone_dark(uint32_t hue, uint32_t saturation, uint32_t lightness)
{
	struct tone t = tone_of(hue, saturation, lightness);

	while (luminance(t) > PALEST_DARK)
		t = tone_of(hue, saturation, --lightness);
	return t;
}

void tone_print(char buf[TONE_TEXT], struct tone t)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t bytes[] = {t.r, t.g, t.b};

	*buf++ = '#';
	for (int i = 0; i < 3; i++) {
		*buf++ = digits[bytes[i] >> 4];
		*buf++ = digits[bytes[i] & 15];
	}
	*buf = '\0';
}
