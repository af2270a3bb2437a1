/* SPDX-License-Identifier: MIT */
#include "http/cookie.h"
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include "base/arena.h"
#include "http/request.h"
#include "settings.h"

static bool is_secure(void)
{
	return !strncmp(setting_text(SET_ORIGIN), "https:", 6);
}

static const char *full_name(struct arena *a, const char *name)
{
	return is_secure() ? arena_printf(a, "__Host-%s", name) : name;
}

const char *cookie_get(const struct request *rq, const char *name)
{
	return request_cookie(rq, full_name(rq->arena, name));
}

const char *cookie_line(struct arena *a, const char *name, const char *value,
                        int64_t seconds)
{
	const char *age =
		seconds == COOKIE_OF_SESSION
			? ""
			: arena_printf(a, "; Max-Age=%" PRId64, seconds);

	return arena_printf(a, "%s=%s; Path=/%s; HttpOnly; SameSite=Lax%s",
	                    full_name(a, name), value, age,
	                    is_secure() ? "; Secure" : "");
}
