/* SPDX-License-Identifier: MIT */
#pragma once
#include <mysql.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "db/db.h"
/*
 * inside: what the files of db/ share and nobody else includes.
 *
 * A connection is NULL until it is needed and after it was lost.  The
 * statements prepared on it live and die with it.
 */
struct arena;
struct prepared;

/* What an error number asks for. */
enum trouble {
	TROUBLE_NONE,
	TROUBLE_REPEAT,    /* rolled back, or to be: run it again */
	TROUBLE_LOST,      /* the connection is of no more use */
	TROUBLE_DUPLICATE, /* a unique key was there before */
	TROUBLE_PREPARE,   /* the server forgot the statement */
	TROUBLE_BUG
};

enum tx_state {
	TX_NONE,
	TX_OPEN,
	TX_DOOMED /* rolled back already: only the unwinding is left */
};

enum connect_kind { CONNECT_USE, CONNECT_PATIENT };

struct db {
	struct db_login login;
	enum connect_kind kind;
	void (*look)(struct db *db); /* at each new connection, or NULL */
	MYSQL *my;
	pid_t owner;
	int64_t used_ms;
	enum tx_state tx;
	struct prepared **prepared; /* by the index of the statement */
	/* The answer that is being read, until rows_drop. */
	MYSQL_STMT *reading;
	MYSQL_RES *meta;
};

/* A connection with its session set up; NULL, having logged why. */
MYSQL *connect_open(const struct db_login *login, enum connect_kind kind);
/* Makes sure there is a connection worth using; false when there is none. */
bool connect_ready(struct db *db);
void connect_close(struct db *db);

enum trouble trouble_of(unsigned number);
/* A command without values or result, such as COMMIT. */
enum trouble db_command(struct db *db, const char *sql);
/* Leaves by base/rescue, closing what is lost. */
_Noreturn void db_unwind(struct db *db, enum trouble t);

/* A statement made ready on the connection; NULL with the error number. */
struct prepared *prepared_get(struct db *db, struct statement *s,
                              unsigned *number);
void prepared_drop(struct db *db, struct statement *s);
void prepared_drop_all(struct db *db);
/* Sends it; the error number, or 0. */
unsigned prepared_run(struct prepared *p, struct args args);
MYSQL_STMT *prepared_stmt(struct prepared *p);

/* Takes the stored rows of a statement just run into the arena. */
struct rows rows_take(struct db *db, struct arena *a, const struct statement *s,
                      MYSQL_STMT *stmt);
/* Gives back what the library holds of an answer: who ran out of memory while
 * reading it could not.  Harmless when there is none. */
void rows_drop(struct db *db);

/* The table that remembers which files of the schema were applied. */
extern const char MIGRATIONS_TABLE[];

struct applied {
	int64_t n;
	const char *name;
	const char *sha256;
};

struct applied_list {
	size_t n;
	const struct applied *v;
};

/* None where the table is missing. */
struct applied_list migrations_list(struct db *db, struct arena *a);
void migrations_add(struct db *db, const struct applied *done);
