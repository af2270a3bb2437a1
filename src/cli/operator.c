/* SPDX-License-Identifier: MIT */
#include "cli/operator.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"

enum { NAME_MAX_BYTES = 56 };

const char *operator_text(struct arena *a, const char *s, size_t max)
{
	size_t len = strnlen(s, max);

	while (!text_is_clean((struct slice){s, len}, false))
		len--;
	return arena_bytes(a, s, len);
}

const char *operator_name(struct arena *a)
{
	const char *name = getenv("SUDO_USER");

	if (!name || !*name)
		name = getenv("USER");
	name = name && *name ? name : "operator";
	return arena_printf(a, "cli:%s",
	                    operator_text(a, name, NAME_MAX_BYTES));
}
