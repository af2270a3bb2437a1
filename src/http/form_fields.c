/* SPDX-License-Identifier: MIT */
#include "http/form.h"
/*
 * Declaring fields: each kind is typed by its destination.
 */

struct field form_text(const char *name, size_t min, size_t max,
                       const char **out)
{
	return (struct field){.kind = FIELD_TEXT,
	                      .name = name,
	                      .min = (int64_t)min,
	                      .max = (int64_t)max,
	                      .out = out};
}

struct field form_secret(const char *name, size_t min, size_t max,
                         const char **out)
{
	return (struct field){.kind = FIELD_SECRET,
	                      .name = name,
	                      .min = (int64_t)min,
	                      .max = (int64_t)max,
	                      .out = out};
}

struct field form_count(const char *name, uint32_t min, uint32_t max,
                        uint32_t *out)
{
	return (struct field){.kind = FIELD_COUNT,
	                      .name = name,
	                      .min = min,
	                      .max = max,
	                      .out = out};
}

struct field form_counts(const char *prefix, uint32_t min, uint32_t max,
                         struct named_counts *out)
{
	return (struct field){.kind = FIELD_COUNTS,
	                      .name = prefix,
	                      .min = min,
	                      .max = max,
	                      .out = out};
}

struct field form_money(const char *name, struct money min, struct money max,
                        struct money *out)
{
	return (struct field){.kind = FIELD_MONEY,
	                      .name = name,
	                      .min = money_to_minor(min),
	                      .max = money_to_minor(max),
	                      .out = out};
}

struct field form_choice(const char *name, const char *const *choices,
                         const char **out)
{
	return (struct field){.kind = FIELD_CHOICE,
	                      .name = name,
	                      .choices = choices,
	                      .out = out};
}

struct field form_optional(struct field f)
{
	f.optional = true;
	return f;
}
