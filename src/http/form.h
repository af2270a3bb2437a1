/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/money.h"
#include "base/text.h"
/*
 * form: what a visitor typed, read into typed values or given back.
 *
 * A handler declares all fields it takes in one call.  Every one is checked;
 * unknown and doubled fields answer 400, a wrong value is kept together with
 * its reason, and reply_form_again() shows the page with both.  The fields
 * `csrf` and `once` are always known.  GET reads the query, POST the body.
 */
struct request;
struct view;

enum {
	FORM_FIELDS_MAX = 100,
	FORM_DECLARED_MAX = 32, /* in one form_read */
	FORM_NAME_MAX = 64,
	FORM_VALUE_MAX = 8192
};

struct field {
	enum field_kind {
		FIELD_TEXT,
		FIELD_SECRET,
		FIELD_COUNT,
		FIELD_MONEY,
		FIELD_CHOICE,
		FIELD_COUNTS
	} kind;
	const char *name;
	bool optional;
	int64_t min, max;           /* bytes or value */
	const char *const *choices; /* NULL-terminated */
	void *out;
};

/* 1 line of clean UTF-8 of min..max bytes, trimmed. */
struct field form_text(const char *name, size_t min, size_t max,
                       const char **out);
/* A password or code: as typed, never shown again. */
struct field form_secret(const char *name, size_t min, size_t max,
                         const char **out);
/* A whole number: digits only. */
struct field form_count(const char *name, uint32_t min, uint32_t max,
                        uint32_t *out);
/* An amount in the shop's currency within min..max, as people type it
 * (money_parse_typed), with blanks around it. */
struct field form_money(const char *name, struct money min, struct money max,
                        struct money *out);
/* One of a list. */
struct field form_choice(const char *name, const char *const *choices,
                         const char **out);
/* The same, but may be absent or empty: *out is then left as it was. */
struct field form_optional(struct field f);

/* Fields "quantity.SLUG", any number of them. */
struct named_count {
	const char *name; /* SLUG */
	uint32_t n;
};
struct named_counts {
	size_t n;
	struct named_count *v;
};
struct field form_counts(const char *prefix, uint32_t min, uint32_t max,
                         struct named_counts *out);

#define form_read(rq, ...)                                             \
	form_read_fields((rq), (const struct field[]){__VA_ARGS__},    \
	                 sizeof((const struct field[]){__VA_ARGS__}) / \
	                         sizeof(struct field))
bool form_read_fields(struct request *rq, const struct field *f, size_t n);
/* A form of nothing but csrf and once. */
bool form_read_nothing(struct request *rq);

/* Marks a field as wrong for a reason only the handler knows. */
void form_fault(struct request *rq, const char *name, const char *reason);

/* NULL, or the fault of a text with a character that nobody sees. */
const char *form_unseen_fault(const struct request *rq, const char *text);

/* The one-time token as sent, 22 characters; "" when there was none. */
const char *form_once(const struct request *rq);
/* SHA-256 over the route and all fields but csrf. */
void form_fingerprint(const struct request *rq, uint8_t out[32]);

/* For the page: a view NAME {value, error} with what was typed, or with
 * fallback where nothing was. */
void form_show(const struct request *rq, struct view *v, const char *name,
               const char *fallback);

/* Why a field was refused, or "". */
const char *form_why(const struct request *rq, const char *name);
/* Why the form as a whole is refused (an unknown field, ...), or NULL. */
const char *form_malformed(const struct request *rq);

/* An empty form, for requests that have none. */
void form_none(struct request *rq);

/* Parses body or query; called by the router.  NULL, or what is wrong. */
const char *form_open(struct request *rq);
/* The raw value of a field, or NULL: for csrf, for telling forms of one page
 * apart, and for `next` (shop/enter), which may be anything. */
const char *form_raw(const struct request *rq, const char *name);
