/* SPDX-License-Identifier: MIT */
#include "db/inside.h"
#include <stdlib.h>
#include <string.h>
#include "base/panic.h"

/* Room for one value, and for its text where it has none of its own. */
struct param {
	unsigned long len;
	int64_t i;
	char coin[COIN_TEXT];
	char time[CLOCK_TEXT];
};

struct prepared {
	const struct statement *statement;
	MYSQL_STMT *stmt;
	size_t n;
	MYSQL_BIND *bind;
	struct param *param;
};

/* Weak, for a program may have no statement at all. */
extern struct statement *__start_statements[] __attribute__((weak));
extern struct statement *__stop_statements[] __attribute__((weak));

struct statement **statements_first(void)
{
	return __start_statements;
}

size_t statements_count(void)
{
	return (size_t)(__stop_statements - __start_statements);
}

static void release(struct prepared *p)
{
	if (!p)
		return;
	if (p->stmt)
		mysql_stmt_close(p->stmt);
	free(p->bind);
	free(p->param);
	free(p);
}

/* No value has been bound yet, so the server's words are safe to show. */
static unsigned refused(const struct statement *s, MYSQL_STMT *stmt)
{
	unsigned number = mysql_stmt_errno(stmt);

	if (trouble_of(number) == TROUBLE_BUG)
		panic("%s: error %u: %s", s->place, number,
		      mysql_stmt_error(stmt));
	return number;
}

static struct prepared *prepare(struct db *db, const struct statement *s,
                                unsigned *number)
{
	struct prepared *p = calloc(1, sizeof(*p));
	const my_bool on = 1;

	must(p != NULL);
	p->statement = s;
	p->stmt = mysql_stmt_init(db->my);
	must(p->stmt != NULL);
	mysql_stmt_attr_set(p->stmt, STMT_ATTR_UPDATE_MAX_LENGTH, &on);
	if (mysql_stmt_prepare(p->stmt, s->sql, strlen(s->sql))) {
		*number = refused(s, p->stmt);
		release(p);
		return NULL;
	}
	p->n = mysql_stmt_param_count(p->stmt);
	p->bind = calloc(p->n + 1, sizeof(*p->bind));
	p->param = calloc(p->n + 1, sizeof(*p->param));
	must(p->bind && p->param);
	return p;
}

struct prepared *prepared_get(struct db *db, struct statement *s,
                              unsigned *number)
{
	struct prepared **slot;

	must(s->index >= 0 && (size_t)s->index < statements_count());
	slot = &db->prepared[s->index];
	if (!*slot)
		*slot = prepare(db, s, number);
	return *slot;
}

void prepared_drop(struct db *db, struct statement *s)
{
	release(db->prepared[s->index]);
	db->prepared[s->index] = NULL;
}

void prepared_drop_all(struct db *db)
{
	for (size_t i = 0; i < statements_count(); i++) {
		release(db->prepared[i]);
		db->prepared[i] = NULL;
	}
}

static void bind_bytes(MYSQL_BIND *b, struct param *p,
                       enum enum_field_types type, struct slice s)
{
	b->buffer_type = type;
	b->buffer = (void *)(s.p ? s.p : "");
	p->len = s.len;
	b->buffer_length = s.len;
	b->length = &p->len;
}

static void bind_one(MYSQL_BIND *b, struct param *p, const struct arg *arg)
{
	memset(b, 0, sizeof(*b));
	switch (arg->kind) {
	case ARG_NULL:
		b->buffer_type = MYSQL_TYPE_NULL;
		return;
	case ARG_INT:
		p->i = arg->i;
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = &p->i;
		return;
	case ARG_TEXT:
		bind_bytes(b, p, MYSQL_TYPE_STRING, arg->s);
		return;
	case ARG_BYTES:
		bind_bytes(b, p, MYSQL_TYPE_BLOB, arg->s);
		return;
	case ARG_COIN:
		/* As a string it would be compared as a double. */
		coin_print_units(p->coin, arg->coin);
		bind_bytes(b, p, MYSQL_TYPE_NEWDECIMAL, slice_text(p->coin));
		return;
	case ARG_TIME:
		clock_sql(p->time, arg->time);
		bind_bytes(b, p, MYSQL_TYPE_STRING, slice_text(p->time));
		return;
	}
	panic("no such arg_kind");
}

unsigned prepared_run(struct prepared *p, struct args args)
{
	if (args.n != p->n)
		panic("%s: %zu values for %zu question marks",
		      p->statement->place, args.n, p->n);
	for (size_t i = 0; i < p->n; i++)
		bind_one(&p->bind[i], &p->param[i], &args.v[i]);
	if (p->n && mysql_stmt_bind_param(p->stmt, p->bind))
		return mysql_stmt_errno(p->stmt);
	if (mysql_stmt_execute(p->stmt))
		return mysql_stmt_errno(p->stmt);
	/* A locking read may fail as late as here. */
	if (mysql_stmt_field_count(p->stmt) && mysql_stmt_store_result(p->stmt))
		return mysql_stmt_errno(p->stmt);
	return 0;
}

MYSQL_STMT *prepared_stmt(struct prepared *p)
{
	return p->stmt;
}

struct arg arg_null(void)
{
	return (struct arg){.kind = ARG_NULL};
}

struct arg arg_int(int64_t i)
{
	return (struct arg){.kind = ARG_INT, .i = i};
}

struct arg arg_bool(bool b)
{
	return arg_int(b);
}

struct arg arg_text(const char *text)
{
	if (!text)
		return arg_null();
	return (struct arg){.kind = ARG_TEXT, .s = slice_text(text)};
}

struct arg arg_bytes(struct slice s)
{
	return (struct arg){.kind = ARG_BYTES, .s = s};
}

struct arg arg_coin(struct coin c)
{
	return (struct arg){.kind = ARG_COIN, .coin = c};
}

struct arg arg_time(struct moment m)
{
	return (struct arg){.kind = ARG_TIME, .time = m};
}

struct arg arg_money(struct money m)
{
	return arg_int(money_to_minor(m));
}
