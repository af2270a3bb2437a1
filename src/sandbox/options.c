/* SPDX-License-Identifier: MIT */
#include "sandbox/options.h"
#include <stdio.h>
#include "base/panic.h"
#include "base/seal.h"

enum { LIFETIME_MS = 7200000, SEEDED_TEXT = 200 };

static struct options OPTIONS;

void options_open(const struct options *o)
{
	must(o->time_scale && o->expiry_scale && o->block_scale);
	OPTIONS = *o;
}

const struct options *options(void)
{
	return &OPTIONS;
}

struct moment options_expiry(struct moment now)
{
	return (struct moment){now.ms + LIFETIME_MS / OPTIONS.expiry_scale};
}

int64_t options_wait_ms(unsigned nth)
{
	static const int64_t WAIT_MS[] = {0, 120000, 240000, 480000, 960000};

	must(nth < sizeof(WAIT_MS) / sizeof(WAIT_MS[0]));
	return WAIT_MS[nth] / OPTIONS.time_scale;
}

void options_seeded(uint8_t out[32], const char *purpose, int64_t n)
{
	char text[SEEDED_TEXT];
	int len = snprintf(text, sizeof(text), "%s/%s/%lld", OPTIONS.seed,
	                   purpose, (long long)n);

	must(len > 0 && len < SEEDED_TEXT);
	sha256(out, (struct slice){text, (size_t)len});
}
