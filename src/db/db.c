/* SPDX-License-Identifier: MIT */
#include "db/inside.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/rescue.h"

enum { ATTEMPTS = 3 };

static uint64_t sent;

/* The numbers are those of the server (1000 up) and of the client library
 * (2000 up); what is not listed is wrong SQL or a broken promise. */
enum trouble trouble_of(unsigned number)
{
	switch (number) {
	case 0:
		return TROUBLE_NONE;
	case 1020: /* another transaction was faster (snapshot isolation) */
	case 1205: /* waited too long for a lock */
	case 1213: /* deadlock, or not certified by Galera */
	case 1412: /* the table was altered since the snapshot */
		return TROUBLE_REPEAT;
	case 1062: /* duplicate key */
	case 1586: /* the same, naming the key */
		return TROUBLE_DUPLICATE;
	case 1243: /* no such prepared statement */
	case 1615: /* prepare it again */
		return TROUBLE_PREPARE;
	case 1021: /* disk full */
	case 1026: /* cannot write */
	case 1030: /* the storage engine failed */
	case 1037: /* out of memory */
	case 1040: /* too many connections */
	case 1041: /* out of memory */
	case 1047: /* the Galera node is not ready */
	case 1053: /* shutting down */
	case 1114: /* table (or its disk) full */
	case 1158: /* the network failed, as the server sees it ... */
	case 1159:
	case 1160:
	case 1161:
	case 1180: /* could not commit */
	case 1206: /* no room for more locks */
	case 1290: /* read only: not the primary any more */
	case 1317: /* the query was killed */
	case 1461: /* too many prepared statements */
	case 1836: /* read only */
	case 1927: /* the connection was killed */
	case 1969: /* max_statement_time */
	case 2002: /* cannot connect ... */
	case 2003:
	case 2006: /* gone away */
	case 2013: /* lost during the query, time-outs too */
	case 2027: /* malformed packet */
	case 2055: /* lost while reading */
		return TROUBLE_LOST;
	default:
		return TROUBLE_BUG;
	}
}

_Noreturn void db_unwind(struct db *db, enum trouble t)
{
	if (db->tx != TX_NONE)
		db->tx = TX_DOOMED;
	if (t == TROUBLE_REPEAT && db->tx != TX_NONE)
		rescue_unwind(RESCUE_REPEAT);
	if (t == TROUBLE_LOST)
		connect_close(db);
	rescue_unwind(RESCUE_LOST);
}

static unsigned try_once(struct db *db, struct statement *s, struct args args,
                         struct prepared **p)
{
	unsigned number;

	*p = prepared_get(db, s, &number);
	if (!*p)
		return number;
	sent++;
	return prepared_run(*p, args);
}

/* Sends a statement until it is through or known not to go through. */
static enum trouble submit(struct db *db, struct statement *s, struct args args,
                           MYSQL_STMT **stmt)
{
	rows_drop(db);
	for (int n = 1;; n++) {
		struct prepared *p;
		unsigned number;
		enum trouble t;

		/* Somebody caught the unwinding and went on. */
		if (db->tx == TX_DOOMED)
			db_unwind(db, db->my ? TROUBLE_REPEAT : TROUBLE_LOST);
		if (!connect_ready(db))
			db_unwind(db, TROUBLE_LOST);
		number = try_once(db, s, args, &p);
		t = trouble_of(number);
		if (t == TROUBLE_PREPARE)
			prepared_drop(db, s);
		if (p && t != TROUBLE_PREPARE)
			*stmt = prepared_stmt(p);
		if (t == TROUBLE_NONE || t == TROUBLE_DUPLICATE)
			return t;
		if (t == TROUBLE_BUG)
			panic("%s: error %u", s->place, number);
		if (t == TROUBLE_LOST || n == ATTEMPTS ||
		    (t == TROUBLE_REPEAT && db->tx != TX_NONE)) {
			if (t != TROUBLE_REPEAT || db->tx == TX_NONE)
				log_warn("%s: error %u", s->place, number);
			db_unwind(db, t == TROUBLE_PREPARE ? TROUBLE_LOST : t);
		}
	}
}

/* Sends it where a duplicate key is no outcome. */
static MYSQL_STMT *submit_sure(struct db *db, struct statement *s,
                               struct args args)
{
	MYSQL_STMT *stmt;

	if (submit(db, s, args, &stmt) == TROUBLE_DUPLICATE)
		panic("%s: duplicate key", s->place);
	return stmt;
}

struct rows db_rows(struct db *db, struct arena *a, struct statement *s,
                    struct args args)
{
	return rows_take(db, a, s, submit_sure(db, s, args));
}

const struct row *db_row(struct db *db, struct arena *a, struct statement *s,
                         struct args args)
{
	struct rows rows = db_rows(db, a, s, args);

	if (rows.n > 1)
		panic("%s: more than one row", s->place);
	return rows.n ? rows.row[0] : NULL;
}

static void no_result(const struct statement *s, MYSQL_STMT *stmt)
{
	if (mysql_stmt_field_count(stmt))
		panic("%s: its rows would be lost", s->place);
}

uint64_t db_run(struct db *db, struct statement *s, struct args args)
{
	MYSQL_STMT *stmt = submit_sure(db, s, args);

	no_result(s, stmt);
	return mysql_stmt_affected_rows(stmt);
}

int64_t db_insert(struct db *db, struct statement *s, struct args args)
{
	MYSQL_STMT *stmt = submit_sure(db, s, args);

	no_result(s, stmt);
	return (int64_t)mysql_stmt_insert_id(stmt);
}

bool db_try_insert(struct db *db, int64_t *id, struct statement *s,
                   struct args args)
{
	MYSQL_STMT *stmt;

	if (submit(db, s, args, &stmt) == TROUBLE_DUPLICATE)
		return false;
	no_result(s, stmt);
	if (id)
		*id = (int64_t)mysql_stmt_insert_id(stmt);
	return true;
}

enum trouble db_command(struct db *db, const char *sql)
{
	sent++;
	rows_drop(db);
	if (!db->my)
		return TROUBLE_LOST;
	return mysql_query(db->my, sql) ? trouble_of(mysql_errno(db->my))
	                                : TROUBLE_NONE;
}

uint64_t db_sent(void)
{
	return sent;
}
