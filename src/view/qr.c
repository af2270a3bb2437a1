/* SPDX-License-Identifier: MIT */
#include "view/qr.h"
#include "base/arena.h"
#include "base/panic.h"
#include "view/escape.h"
#include <qrencode.h>

enum { QUIET = 4 };

static void free_code(void *code)
{
	QRcode_free(code);
}

/* One stroke a run of dark modules, relative to where the last one began. */
static void draw_row(struct text *out, const QRcode *code, int y)
{
	const unsigned char *row = code->data + y * code->width;

	for (int x = 0, end; x < code->width; x = end) {
		end = x + 1;
		if (!(row[x] & 1))
			continue;
		while (end < code->width && (row[end] & 1))
			end++;
		text_printf(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET,
		            end - x, end - x);
	}
}

struct html qr_draw(struct arena *a, const char *payload, const char *label)
{
	void **held = arena_hold(a, free_code);
	QRcode *code = QRcode_encodeString8bit(payload, 0, QR_ECLEVEL_M);
	struct text out;
	int side;

	if (!code)
		panic("no QR code can hold the payload");
	*held = code;
	out = text_open(a, 8192);
	side = code->width + 2 * QUIET;
	text_printf(&out,
	            "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" "
	            "shape-rendering=\"crispEdges\" aria-label=\"",
	            side, side);
	escape_add(&out, slice_text(label));
	text_printf(&out,
	            "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>"
	            "<path fill=\"#000\" d=\"",
	            side, side);
	for (int y = 0; y < code->width; y++)
		draw_row(&out, code, y);
	text_add(&out, SLICE("\"/></svg>"));
	return (struct html){
		{out.p, out.len}
        };
}
