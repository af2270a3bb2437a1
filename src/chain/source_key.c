/* SPDX-License-Identifier: MIT */
#include "chain/source_key.h"
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "settings.h"

enum { KEY_MOST = 1024 };

static bool read_file(struct slice *out, struct arena *a, const char *host)
{
	const char *dir = setting_text(SET_SOURCE_KEY_DIR);

	return file_read(out, a, arena_printf(a, "%s/%s", dir, host),
	                 KEY_MOST) ||
	       file_read(out, a, arena_printf(a, "%s_%s", dir, host), KEY_MOST);
}

const char *source_key_name(struct arena *a, const char *host)
{
	char *name = arena_text(a, host);
	char *colon = strchr(name, ':');

	if (colon)
		*colon = '_';
	return name;
}

static bool find_file(struct slice *out, struct arena *a, const char *host)
{
	if (!*setting_text(SET_SOURCE_KEY_DIR) || *host == '.')
		return false;
	return read_file(out, a, source_key_name(a, host)) ||
	       read_file(out, a, host);
}

const char *source_key(struct arena *a, const char *host)
{
	struct slice key;

	if (!find_file(&key, a, host))
		return NULL;
	while (key.len && strchr(" \t\r\n", key.p[key.len - 1]))
		key.len--;
	if (!key.len)
		return NULL;
	if (text_is_clean(key, false))
		return arena_bytes(a, key.p, key.len);
	log_error("the key of %s is not one line of text", host);
	return NULL;
}
