/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"
#include <inttypes.h>
#include <unistd.h>
#include "base/clock.h"

enum { PAUSE_MS = 200, WIDTH = 30 };

struct progress progress_open(FILE *err, const char *what, uint64_t all)
{
	int fd = fileno(err);

	return (struct progress){.err = fd >= 0 && isatty(fd) ? err : NULL,
	                         .what = what,
	                         .all = all};
}

void progress_show(struct progress *p, uint64_t done)
{
	static const char BAR[] = "##############################";
	int64_t now = clock_ticks_ms();
	int full;

	if (!p->err || !p->all || now - p->shown_ms < PAUSE_MS)
		return;
	p->shown_ms = now;
	p->is_shown = 1;
	if (done > p->all)
		done = p->all;
	full = (int)(done * WIDTH / p->all);
	fprintf(p->err, "\r%s [%.*s%*s] %3" PRIu64 " %%", p->what, full, BAR,
	        WIDTH - full, "", done * 100 / p->all);
	fflush(p->err);
}

void progress_close(struct progress *p)
{
	if (p->is_shown)
		fprintf(p->err, "\r\033[K");
}
