/* SPDX-License-Identifier: MIT */
#include "cli/doctor_say.h"
#include <inttypes.h>
#include "base/arena.h"

static void say(const struct visit *v, const char *how, const char *part,
                const char *what)
{
	fprintf(v->c->out, "%-7s %s%s%s\n", how, part, *what ? ": " : "", what);
}

void doctor_fine(struct visit *v, const char *part, const char *what)
{
	say(v, "ok", part, what);
}

void doctor_warn(struct visit *v, const char *part, const char *what)
{
	say(v, "WARNING", part, what);
}

void doctor_broken(struct visit *v, const char *part, const char *what)
{
	say(v, "BROKEN", part, what);
	v->broken++;
}

const char *doctor_age(struct arena *a, int64_t seconds)
{
	if (seconds < 120)
		return arena_printf(a, "%" PRId64 " s",
		                    seconds < 0 ? 0 : seconds);
	if (seconds < 120 * 60)
		return arena_printf(a, "%" PRId64 " min", seconds / 60);
	if (seconds < 48 * 3600)
		return arena_printf(a, "%" PRId64 " h", seconds / 3600);
	return arena_printf(a, "%" PRId64 " days", seconds / 86400);
}
