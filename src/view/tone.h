/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
/*
 * tone: colours by hue, saturation and lightness, in whole numbers.
 */
enum { HUES = 1536, TONE_TEXT = 8 };

struct tone {
	uint8_t r, g, b;
};

/* hue is taken modulo HUES; saturation and lightness are 0..255. */
struct tone tone_of(uint32_t hue, uint32_t saturation, uint32_t lightness);

/* The same made paler or darker until text of a dark tone on any pale one
 * has a contrast above 4.5 (WCAG 2). */
struct tone tone_pale(uint32_t hue, uint32_t saturation, uint32_t lightness);
struct tone tone_dark(uint32_t hue, uint32_t saturation, uint32_t lightness);

/* "#1a2b3c" */
void tone_print(char buf[TONE_TEXT], struct tone t);
