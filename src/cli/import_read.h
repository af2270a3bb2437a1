/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
/*
 * import_read: a file of units, one record at a time, in bounded memory.
 *
 * txt is a line TYPE;CATEGORY;SUBCATEGORY;DESCRIPTION;PRICE;PRIVATE_DATA.  A
 * backslash before the delimiter makes it plain, \\ is a backslash and \n a
 * new line; the last field keeps further delimiters.  Blank lines are passed
 * over, CR LF ends a line too.
 *
 * json is one array of objects {item_type, category, subcategory, price,
 * description, private_data}, with optional product, min_quantity and
 * max_quantity; the price is a number or a text.  An object that names its
 * product and has no private_data is about the product alone.
 */
struct arena;
struct import_reader;

enum { RECORD_BYTES_MAX = 256 * 1024, RECORD_LINE_MAX = 100 * 1000 * 1000 };

/* As the file gives it; "" where it says nothing. */
struct record {
	const char *item_type, *category, *subcategory, *product;
	const char *description, *price;
	const char *content;                /* NULL: no unit */
	int64_t min_quantity, max_quantity; /* 0: not given */
};

enum import_format { IMPORT_TXT, IMPORT_JSON };

enum import_read {
	IMPORT_END,
	IMPORT_RECORD,
	IMPORT_WRONG, /* this one; the next may be right */
	IMPORT_BROKEN /* nothing after this can be read */
};

struct import_reader *import_reader_open(struct arena *a, FILE *in,
                                         enum import_format format,
                                         char delimiter);

/* The next record, in a; or why not. */
enum import_read import_read(struct import_reader *r, struct arena *a,
                             struct record *out, const char **why);

/* The line the last record began on, from 1, and its bytes. */
unsigned import_line(const struct import_reader *r);
size_t import_bytes(const struct import_reader *r);
