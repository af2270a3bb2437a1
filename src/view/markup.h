/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/text.h"
/*
 * markup: where in the HTML a template's tag stands.
 *
 * Escaping is only safe in text and in quoted attributes, so a template is
 * read with a small HTML reader beside it, which refuses a value anywhere
 * else: in a tag's or attribute's name, in an unquoted value, in a script, a
 * style or an event handler.  A section may hold whole attributes or a part
 * of one value, and must end where it began, because it may be left out.
 *
 * In an attribute that is an address, only what view_url() took may stand
 * first.  A text may follow once the literal before it has settled whose
 * address it is ("/product/{{slug}}", "?q={{q}}").
 *
 * Every function returns NULL, or what is wrong in a few words.
 */
enum markup_place {
	PLACE_TEXT,  /* HTML may stand here too */
	PLACE_VALUE, /* only text */
	PLACE_URL    /* only an address */
};

enum markup_state {
	MARKUP_TEXT,
	MARKUP_LESS,    /* after "<" or "</" */
	MARKUP_NAME,    /* in a tag's name */
	MARKUP_TAG,     /* in a tag, after a space */
	MARKUP_GAP,     /* in a tag, where a space or its end must follow */
	MARKUP_ATTR,    /* in an attribute's name */
	MARKUP_AFTER,   /* after an attribute's name and a space */
	MARKUP_EQUALS,  /* before a value */
	MARKUP_QUOTED,  /* in one */
	MARKUP_BARE,    /* in one without quotes */
	MARKUP_BANG,    /* in "<!doctype" */
	MARKUP_COMMENT, /* in "<!-- -->" */
	MARKUP_RAW      /* in an element that ends only at its own end tag */
};

enum markup_url {
	URL_NONE,   /* not an address */
	URL_START,  /* nothing of it was read */
	URL_UNSURE, /* whose it is depends on a value */
	URL_SETTLED
};

enum { MARKUP_WORD = 12 };

/* A name in small letters; len counts on where text is full. */
struct markup_word {
	char text[MARKUP_WORD];
	size_t len;
};

struct markup {
	enum markup_state state;
	enum markup_url url;
	char quote;
	bool closing;           /* an end tag */
	uint32_t tags, values;  /* how many were opened */
	size_t matched;         /* of what ends a comment or raw text */
	struct markup_word tag; /* and the element of raw text */
	struct markup_word attr;
};

/* Reads on over literal markup. */
const char *markup_read(struct markup *m, struct slice literal);
const char *markup_value(struct markup *m, enum markup_place *place);
const char *markup_partial(const struct markup *m);
const char *markup_section(struct markup *m);
/* Ends the section that began at before. */
const char *markup_section_end(struct markup *m, const struct markup *before);
const char *markup_end(const struct markup *m);
