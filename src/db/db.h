/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "base/coin.h"
#include "base/money.h"
#include "base/text.h"
/*
 * db: one connection to MariaDB, and the five calls that use it.
 *
 * It connects at first use and again after a loss, never in the middle of a
 * transaction.  Losing the server unwinds (base/rescue); a deadlock unwinds
 * to db_transact, which repeats the body; wrong SQL panics; a refused CHECK
 * panics too, for our own conditions come first.  So callers see rows and
 * outcomes, never an error code (errno table: db.c).
 *
 * Only db/ calls mysql_*.  The connection belongs to the process that opened
 * it; using it after a fork panics.
 */
struct arena;
struct db;

/* Where the server is and as whom we speak; texts are borrowed for good. */
struct db_login {
	const char *socket; /* unix socket, or NULL for host/port */
	const char *host;
	unsigned port;
	const char *name; /* of the database */
	const char *user;
	const char *password_file; /* NULL: socket authentication */
};

struct db *db_open(const struct db_login *login);
/* Statements may take an hour, for who reads everything; before first use. */
void db_be_patient(struct db *db);
/* Looks at each new connection before anything else is asked on it: the place
 * to refuse a database.  May use db; may not return from a refusal. */
void db_on_connect(struct db *db, void (*look)(struct db *db));
void db_close(struct db *db);
/* Whether the server answers now; never unwinds. */
bool db_alive(struct db *db);
/* Statements sent since the process started. */
uint64_t db_sent(void);

/*
 * A statement is a named constant beside the function that binds it, in a
 * file called *_sql.c:
 *
 *   STATEMENT(FIND, "SELECT id, name FROM users WHERE name = ?");
 *
 * All of them are in a linker section, so that a test can prepare each one.
 */
struct statement {
	const char *sql;
	const char *place; /* file:line */
	int index;         /* given when first used */
};

#define DB_STR_(x) #x
#define DB_STR(x)  DB_STR_(x)
#define STATEMENT(NAME, SQL)                                                \
	static struct statement NAME = {SQL, __FILE__ ":" DB_STR(__LINE__), \
	                                -1};                                \
	static struct statement *NAME##_LISTED                              \
		__attribute__((section("statements"), used)) = &NAME

struct statement **statements_first(void);
size_t statements_count(void);

/* A value for a question mark. */
struct arg {
	enum arg_kind {
		ARG_NULL,
		ARG_INT,
		ARG_TEXT,
		ARG_BYTES,
		ARG_COIN,
		ARG_TIME
	} kind;
	int64_t i;
	struct slice s;
	struct coin coin;
	struct moment time;
};

struct args {
	const struct arg *v;
	size_t n;
};

#define ARGS(...)                                                  \
	((struct args){(const struct arg[]){__VA_ARGS__},          \
	               sizeof((const struct arg[]){__VA_ARGS__}) / \
	                       sizeof(struct arg)})
#define NO_ARGS ((struct args){NULL, 0})

struct arg arg_null(void);
struct arg arg_int(int64_t i);
struct arg arg_bool(bool b);
struct arg arg_text(const char *text); /* NULL gives SQL NULL */
struct arg arg_bytes(struct slice s);
struct arg arg_coin(struct coin c);
struct arg arg_time(struct moment m);
struct arg arg_money(struct money m); /* the minor units */

/* A row, or an array of rows, in the arena. */
struct row;
struct rows {
	size_t n;
	const struct row *const *row;
};

/* None or one; two panic. */
const struct row *db_row(struct db *db, struct arena *a, struct statement *s,
                         struct args args);
struct rows db_rows(struct db *db, struct arena *a, struct statement *s,
                    struct args args);
/* Rows changed (found, for an UPDATE that changes nothing). */
uint64_t db_run(struct db *db, struct statement *s, struct args args);
/* The new id. */
int64_t db_insert(struct db *db, struct statement *s, struct args args);
/* The new id in *id (which may be NULL), or false on a duplicate key. */
bool db_try_insert(struct db *db, int64_t *id, struct statement *s,
                   struct args args);

/* Columns by name; a missing one, or NULL where a value is asked, panics. */
bool row_null(const struct row *r, const char *column);
int64_t row_int(const struct row *r, const char *column);
bool row_bool(const struct row *r, const char *column);
const char *row_text(const struct row *r, const char *column);
const char *row_text_or_null(const struct row *r, const char *column);
struct slice row_bytes(const struct row *r, const char *column);
struct coin row_coin(const struct row *r, const char *column);
struct moment row_time(const struct row *r, const char *column);
/* Minor units in one column, the ISO code of the currency in another. */
struct money row_money(const struct row *r, const char *column,
                       const char *currency_column);
