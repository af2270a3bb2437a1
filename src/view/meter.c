/* SPDX-License-Identifier: MIT */
#include "view/meter.h"
#include <inttypes.h>
#include "base/arena.h"
#include "base/panic.h"

/* The script reckons with the same width. */
enum { WIDTH = 1200, HEIGHT = 10, NOTCHES_MOST = 40 };

struct html meter_draw(struct arena *a, int64_t n, int64_t of)
{
	struct text out = text_open(a, 512);

	must(n >= 0 && of > 0);
	text_printf(&out,
	            "<svg class=\"meter\" viewBox=\"0 0 %d %d\" "
	            "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	            "<rect class=\"track\" width=\"%d\" height=\"%d\" "
	            "fill=\"#ccc\"/><rect class=\"fill\" width=\"%" PRId64
	            "\" height=\"%d\" fill=\"#0a5c50\"/>",
	            WIDTH, HEIGHT, WIDTH, HEIGHT,
	            n < of ? WIDTH * n / of : WIDTH, HEIGHT);
	if (of > 1 && of <= NOTCHES_MOST) {
		text_add_text(&out, "<path class=\"notch\" stroke=\"#fff\" "
		                    "vector-effect=\"non-scaling-stroke\" "
		                    "d=\"");
		for (int64_t i = 1; i < of; i++)
			text_printf(&out, "M%" PRId64 " 0v%d", WIDTH * i / of,
			            HEIGHT);
		text_add_text(&out, "\"/>");
	}
	text_add_text(&out, "</svg>");
	return (struct html){
		{out.p, out.len}
        };
}
