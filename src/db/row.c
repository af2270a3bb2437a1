/* SPDX-License-Identifier: MIT */
#include "db/inside.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/rescue.h"

enum { NUMBER_TEXT = 64 }; /* any number or time, as text */

/* What the rows of one answer have in common. */
struct result {
	const char *place;
	size_t n;
	const char **name;
	bool *was_read;
};

struct row {
	const struct result *result;
	struct slice *value; /* p is NULL for NULL */
};

/* Where the library puts the values of one row. */
struct landing {
	MYSQL_BIND *bind;
	unsigned long *len;
	my_bool *null;
};

static struct result *result_new(struct arena *a, const struct statement *s,
                                 const MYSQL_FIELD *field, size_t n)
{
	struct result *r = arena_new(a, struct result);

	r->place = s->place;
	r->n = n;
	r->name = arena_array(a, n, const char *);
	r->was_read = arena_array(a, n, bool);
	for (size_t i = 0; i < n; i++)
		r->name[i] = arena_text(a, field[i].name);
	return r;
}

static struct landing landing_new(struct arena *a, const MYSQL_FIELD *field,
                                  size_t n)
{
	struct landing l = {arena_array(a, n, MYSQL_BIND),
	                    arena_array(a, n, unsigned long),
	                    arena_array(a, n, my_bool)};

	for (size_t i = 0; i < n; i++) {
		size_t room = field[i].max_length;

		if (room < NUMBER_TEXT)
			room = NUMBER_TEXT;
		l.bind[i].buffer_type = MYSQL_TYPE_STRING;
		l.bind[i].buffer = arena_array(a, room + 1, char);
		l.bind[i].buffer_length = room + 1;
		l.bind[i].length = &l.len[i];
		l.bind[i].is_null = &l.null[i];
	}
	return l;
}

static const struct row *row_new(struct arena *a, const struct result *r,
                                 const struct landing *l)
{
	struct row *row = arena_new(a, struct row);

	row->result = r;
	row->value = arena_array(a, r->n, struct slice);
	for (size_t i = 0; i < r->n; i++)
		if (!l->null[i])
			row->value[i] = (struct slice){
				arena_bytes(a, l->bind[i].buffer, l->len[i]),
				l->len[i]};
	return row;
}

#ifdef COINTILL_STRICT
struct strict {
	const struct result *result;
	unsigned long unwound;
};

/* A column nobody reads is a mistake in the statement or beside it. */
static void all_were_read(void *arg)
{
	const struct strict *strict = arg;
	const struct result *r = strict->result;

	if (strict->unwound != rescue_count())
		return;
	for (size_t i = 0; i < r->n; i++)
		if (!r->was_read[i])
			panic("%s: nobody reads the column %s", r->place,
			      r->name[i]);
}

static void watch(struct arena *a, const struct result *r)
{
	struct strict *strict = arena_new(a, struct strict);

	strict->result = r;
	strict->unwound = rescue_count();
	arena_defer(a, all_were_read, strict);
}
#else
static void watch(struct arena *a, const struct result *r)
{
	(void)a;
	(void)r;
}
#endif

static struct rows fetch(struct arena *a, const struct result *r,
                         const struct landing *l, MYSQL_STMT *stmt)
{
	size_t n = mysql_stmt_num_rows(stmt);
	const struct row **row = arena_array(a, n + 1, const struct row *);

	must(!mysql_stmt_bind_result(stmt, l->bind));
	for (size_t i = 0; i < n; i++) {
		int end = mysql_stmt_fetch(stmt);

		if (end)
			panic("%s: fetching gave %d", r->place, end);
		row[i] = row_new(a, r, l);
	}
	return (struct rows){n, row};
}

void rows_drop(struct db *db)
{
	if (db->meta)
		mysql_free_result(db->meta);
	if (db->reading)
		mysql_stmt_free_result(db->reading);
	db->meta = NULL;
	db->reading = NULL;
}

struct rows rows_take(struct db *db, struct arena *a, const struct statement *s,
                      MYSQL_STMT *stmt)
{
	struct rows rows = {0, NULL};

	db->reading = stmt;
	db->meta = mysql_stmt_result_metadata(stmt);
	if (!db->meta)
		panic("%s: no rows to read", s->place);
	if (mysql_stmt_num_rows(stmt)) {
		const MYSQL_FIELD *field = mysql_fetch_fields(db->meta);
		size_t n = mysql_num_fields(db->meta);
		struct result *r = result_new(a, s, field, n);
		struct landing l = landing_new(a, field, n);

		rows = fetch(a, r, &l, stmt);
		watch(a, r);
	}
	rows_drop(db);
	return rows;
}

static const struct slice *find(const struct row *r, const char *column)
{
	const struct result *result = r->result;

	for (size_t i = 0; i < result->n; i++)
		if (!strcmp(result->name[i], column)) {
			result->was_read[i] = true;
			return &r->value[i];
		}
	panic("%s: no column %s", result->place, column);
}

static struct slice get(const struct row *r, const char *column)
{
	const struct slice *s = find(r, column);

	if (!s->p)
		panic("%s: %s is NULL", r->result->place, column);
	return *s;
}

static _Noreturn void not_a(const char *kind, const struct row *r,
                            const char *column)
{
	panic("%s: %s is not %s", r->result->place, column, kind);
}

bool row_null(const struct row *r, const char *column)
{
	return !find(r, column)->p;
}

int64_t row_int(const struct row *r, const char *column)
{
	struct slice s = get(r, column);
	char *end;
	long long i;

	errno = 0;
	i = strtoll(s.p, &end, 10);
	if (errno || !s.len || end != s.p + s.len)
		not_a("an integer of 64 bits", r, column);
	return i;
}

bool row_bool(const struct row *r, const char *column)
{
	int64_t i = row_int(r, column);

	if (i != 0 && i != 1)
		not_a("0 or 1", r, column);
	return i;
}

const char *row_text_or_null(const struct row *r, const char *column)
{
	const struct slice *s = find(r, column);

	if (s->p && strlen(s->p) != s->len)
		not_a("text", r, column);
	return s->p;
}

const char *row_text(const struct row *r, const char *column)
{
	get(r, column);
	return row_text_or_null(r, column);
}

struct slice row_bytes(const struct row *r, const char *column)
{
	return get(r, column);
}

struct coin row_coin(const struct row *r, const char *column)
{
	struct coin c;

	if (coin_parse_units(&c, row_text(r, column)))
		not_a("an amount of coins", r, column);
	return c;
}

struct moment row_time(const struct row *r, const char *column)
{
	struct moment m;

	if (!clock_parse_sql(&m, row_text(r, column)))
		not_a("a time", r, column);
	return m;
}

struct money row_money(const struct row *r, const char *column,
                       const char *currency_column)
{
	struct currency c = currency_find(row_text(r, currency_column));

	if (!c.v)
		not_a("a currency", r, currency_column);
	return money_minor(row_int(r, column), c);
}
