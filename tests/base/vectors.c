/* SPDX-License-Identifier: MIT */
#include "vectors.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/random.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static void drop(void *json)
{
	cJSON_Delete(json);
}

const cJSON *vectors_list(struct arena *a, const char *name)
{
	const char *dir = getenv("srcdir");
	char *path =
		arena_printf(a, "%s/tests/data/amounts.json", dir ? dir : ".");
	struct slice s;
	const cJSON *list;
	cJSON *json;

	cr_assert(file_read(&s, a, path, 1 << 16), "%s", path);
	json = cJSON_ParseWithLength(s.p, s.len);
	cr_assert_not_null(json);
	arena_defer(a, drop, json);
	list = cJSON_GetObjectItemCaseSensitive(json, name);
	cr_assert_gt(cJSON_GetArraySize(list), 0);
	return list;
}

const char *vector_text(const cJSON *row, const char *name)
{
	return cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(row, name));
}

unsigned vector_count(const cJSON *row, const char *name)
{
	const cJSON *n = cJSON_GetObjectItemCaseSensitive(row, name);

	cr_assert(cJSON_IsNumber(n), "%s", name);
	return (unsigned)n->valueint;
}

struct dice dice_open(void)
{
	const char *fixed = getenv("COINTILL_SEED");
	struct dice d;

	random_bytes(&d.seed, sizeof(d.seed));
	if (fixed)
		d.seed = strtoull(fixed, NULL, 10);
	d.state = d.seed;
	printf("COINTILL_SEED=%llu\n", d.seed);
	fflush(stdout);
	return d;
}

/* splitmix64 */
unsigned long long dice_roll(struct dice *d)
{
	unsigned long long z = d->state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}
