/* SPDX-License-Identifier: MIT */
#include "view/qr.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <qrencode.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { SIDE = 200, QUIET = 4 };

static struct arena *arena;

static void open_arena(void)
{
	arena = arena_open(1 << 20);
}

static void close_arena(void)
{
	arena_close(arena);
}

TestSuite(qr, .init = open_arena, .fini = close_arena);

/* Paints what the path strokes: "M4 4h7v1h-7z…". */
static void paint(bool grid[SIDE][SIDE], const char *svg)
{
	const char *p = strstr(svg, " d=\"");
	int x, y, width, back, used;

	cr_assert_not_null(p);
	for (p += 4; *p != '"'; p += used) {
		cr_assert_eq(sscanf(p, "M%d %dh%dv1h-%dz%n", &x, &y, &width,
		                    &back, &used),
		             4, "%s", p);
		cr_assert_eq(width, back);
		for (int i = 0; i < width; i++)
			grid[y][x + i] = true;
	}
}

static void check_code(const char *payload)
{
	static bool grid[SIDE][SIDE];
	QRcode *code = QRcode_encodeString8bit(payload, 0, QR_ECLEVEL_M);
	int dark = 0, painted = 0;

	memset(grid, 0, sizeof(grid));
	paint(grid, qr_draw(arena, payload, "x").s.p);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++) {
			bool on = code->data[y * code->width + x] & 1;

			cr_assert_eq(grid[y + QUIET][x + QUIET], on);
			dark += on;
		}
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++)
			painted += grid[y][x];
	cr_assert_eq(painted, dark, "nothing in the quiet zone");
	QRcode_free(code);
}

Test(qr, the_path_holds_the_modules_of_the_code)
{
	check_code("x");
	check_code("bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
	           "?amount=0.00018486");
	check_code("otpauth://totp/Caf\xc3\xa9:a?secret=JBSWY3DPEHPK3PXP");
}

Test(qr, it_has_a_label_and_no_inline_style)
{
	const char *svg = qr_draw(arena, "x", "\"><script>&'").s.p;

	cr_assert_not_null(strstr(svg, " aria-label=\"&quot;&gt;&lt;script"
	                               "&gt;&amp;&#39;\">"));
	cr_assert_not_null(strstr(svg, " role=\"img\""));
	cr_assert_not_null(strstr(svg, " viewBox=\"0 0 29 29\""));
	cr_assert_null(strstr(svg, "style"));
	cr_assert_null(strstr(svg, "<script"));
}

Test(qr, it_is_dark_on_white_in_any_theme)
{
	const char *svg = qr_draw(arena, "x", "x").s.p;

	cr_assert_not_null(strstr(
		svg, "<rect width=\"29\" height=\"29\" fill=\"#fff\"/>"));
	cr_assert_not_null(strstr(svg, "<path fill=\"#000\""));
}

Test(qr, a_payload_no_code_can_hold_panics, .signal = SIGABRT)
{
	char *payload = arena_array(arena, 4000, char);

	memset(payload, 'x', 3999);
	qr_draw(arena, payload, "x");
}
