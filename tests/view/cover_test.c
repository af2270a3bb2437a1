/* SPDX-License-Identifier: MIT */
#include "view/cover.h"
#include "base/arena.h"
#include "view/tone.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;

static void open_arena(void)
{
	arena = arena_open(32 << 20);
}

static void close_arena(void)
{
	arena_close(arena);
}

TestSuite(cover, .init = open_arena, .fini = close_arena);

/* The sRGB curve of WCAG 2, in millionths. */
static const uint32_t LINEAR[256] = {
	0,      304,    607,    911,    1214,   1518,   1821,   2125,   2428,
	2732,   3035,   3347,   3677,   4025,   4391,   4777,   5182,   5605,
	6049,   6512,   6995,   7499,   8023,   8568,   9134,   9721,   10330,
	10960,  11612,  12286,  12983,  13702,  14444,  15209,  15996,  16807,
	17642,  18500,  19382,  20289,  21219,  22174,  23153,  24158,  25187,
	26241,  27321,  28426,  29557,  30713,  31896,  33105,  34340,  35601,
	36889,  38204,  39546,  40915,  42311,  43735,  45186,  46665,  48172,
	49707,  51269,  52861,  54480,  56128,  57805,  59511,  61246,  63010,
	64803,  66626,  68478,  70360,  72272,  74214,  76185,  78187,  80220,
	82283,  84376,  86500,  88656,  90842,  93059,  95307,  97587,  99899,
	102242, 104616, 107023, 109462, 111932, 114435, 116971, 119538, 122139,
	124772, 127438, 130136, 132868, 135633, 138432, 141263, 144128, 147027,
	149960, 152926, 155926, 158961, 162029, 165132, 168269, 171441, 174647,
	177888, 181164, 184475, 187821, 191202, 194618, 198069, 201556, 205079,
	208637, 212231, 215861, 219526, 223228, 226966, 230740, 234551, 238398,
	242281, 246201, 250158, 254152, 258183, 262251, 266356, 270498, 274677,
	278894, 283149, 287441, 291771, 296138, 300544, 304987, 309469, 313989,
	318547, 323143, 327778, 332452, 337164, 341914, 346704, 351533, 356400,
	361307, 366253, 371238, 376262, 381326, 386429, 391572, 396755, 401978,
	407240, 412543, 417885, 423268, 428690, 434154, 439657, 445201, 450786,
	456411, 462077, 467784, 473531, 479320, 485150, 491021, 496933, 502886,
	508881, 514918, 520996, 527115, 533276, 539479, 545724, 552011, 558340,
	564712, 571125, 577580, 584078, 590619, 597202, 603827, 610496, 617207,
	623960, 630757, 637597, 644480, 651406, 658375, 665387, 672443, 679542,
	686685, 693872, 701102, 708376, 715694, 723055, 730461, 737910, 745404,
	752942, 760525, 768151, 775822, 783538, 791298, 799103, 806952, 814847,
	822786, 830770, 838799, 846873, 854993, 863157, 871367, 879622, 887923,
	896269, 904661, 913099, 921582, 930111, 938686, 947307, 955973, 964686,
	973445, 982251, 991102, 1000000};

static uint64_t luminance(unsigned rgb)
{
	return (2126ULL * LINEAR[rgb >> 16 & 255] +
	        7152ULL * LINEAR[rgb >> 8 & 255] + 722ULL * LINEAR[rgb & 255]) /
	       10000;
}

/* In hundredths; dark is the darker of the two. */
static uint64_t contrast(unsigned dark, unsigned pale)
{
	return (luminance(pale) + 50000) * 100 / (luminance(dark) + 50000);
}

static unsigned next_fill(const char **p)
{
	unsigned rgb = 0;

	*p = strstr(*p, " fill=\"#");
	if (*p) {
		*p += 8;
		cr_assert_eq(sscanf(*p, "%6x", &rgb), 1);
	}
	return rgb;
}

/* The ink against every tone of the drawing. */
static void check_contrast(const char *svg)
{
	const char *text = strstr(svg, "<text ");
	unsigned ink = next_fill(&text);

	for (const char *p = svg; p;) {
		unsigned rgb = next_fill(&p);

		if (p && rgb != ink)
			cr_assert_geq(contrast(ink, rgb), 450, "%s", svg);
	}
}

Test(cover, initials_can_be_read_on_every_tone)
{
	for (int i = 0; i < 2000; i++)
		check_contrast(
			cover_draw(arena, arena_printf(arena, "Tea %d", i)).p);
}

Test(cover, the_same_name_gives_the_same_drawing)
{
	struct slice a = cover_draw(arena, "Green tea");
	struct slice b = cover_draw(arena, "Green tea");
	struct slice c = cover_draw(arena, "Green tee");

	cr_assert_eq(a.len, b.len);
	cr_assert_eq(memcmp(a.p, b.p, a.len), 0);
	cr_assert_neq(strcmp(strstr(a.p, "<rect"), strstr(c.p, "<rect")), 0);
}

static void has_initials(const char *name, const char *initials)
{
	const char *svg = cover_draw(arena, name).p;
	const char *want = arena_printf(arena, "\">%s</text>", initials);

	cr_expect_not_null(strstr(svg, want), "%s: %s", name,
	                   strstr(svg, "<text"));
}

Test(cover, initials_are_those_of_two_words)
{
	has_initials("tea", "T");
	has_initials("green tea from Uji", "GT");
	has_initials("(new) tea", "NT");
	has_initials("Steam 50 EUR", "SE");
	has_initials("Bj\xc3\xb6rn's \xc3\xa9"
	             "clair",
	             "B\xc3\x89");
	has_initials("Tea \xe2\x80\x93 mild", "TM");
	has_initials("\xe8\x8c\xb6", "\xe8\x8c\xb6");
	has_initials("1984", "1");
	has_initials("***", "");
	has_initials("", "");
}

Test(cover, the_name_is_escaped)
{
	const char *svg = cover_draw(arena, "</title><script>&\"'").p;

	cr_assert_not_null(strstr(svg, "<title>&lt;/title&gt;&lt;script&gt;"
	                               "&amp;&quot;&#39;</title>"));
	cr_assert_null(strstr(svg, "<script"));
}

Test(cover, a_name_that_xml_cannot_hold_is_left_out)
{
	cr_assert_not_null(
		strstr(cover_draw(arena, "a\x01").p, "<title></title>"));
	cr_assert_not_null(
		strstr(cover_draw(arena, "a\xff").p, "<title></title>"));
	cr_assert_not_null(
		strstr(cover_draw(arena, "\xe2\x82").p, "<title></title>"));
}

Test(cover, the_drawing_is_a_small_document_of_its_own)
{
	struct slice svg = cover_draw(arena, "Green tea");

	cr_assert_eq(
		strstr(svg.p, "<svg xmlns=\"http://www.w3.org/2000/svg\" "),
		svg.p);
	cr_assert_str_eq(svg.p + svg.len - 6, "</svg>");
	cr_assert_null(strstr(svg.p, "style"));
	for (int i = 0; i < 200; i++)
		cr_assert_lt(
			cover_draw(arena, arena_printf(arena, "%d", i)).len,
			8192U);
}

static void has_tone(struct tone t, const char *text)
{
	char buf[TONE_TEXT];

	tone_print(buf, t);
	cr_expect_str_eq(buf, text);
}

Test(tone, hues_go_around_the_wheel)
{
	has_tone(tone_of(0, 255, 128), "#ff0101");
	has_tone(tone_of(HUES / 3, 255, 127), "#00fe00");
	has_tone(tone_of(2 * HUES / 3, 255, 127), "#0000fe");
	has_tone(tone_of(HUES / 6, 255, 127), "#fefe00");
	has_tone(tone_of(HUES + HUES / 2, 255, 127), "#00fefe");
	has_tone(tone_of(77, 0, 100), "#646464");
	has_tone(tone_of(77, 255, 0), "#000000");
	has_tone(tone_of(77, 255, 255), "#ffffff");
}
