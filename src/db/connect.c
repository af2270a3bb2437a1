/* SPDX-License-Identifier: MIT */
#include "db/inside.h"
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/panic.h"
#include "base/rescue.h"

enum {
	IDLE_MS = 5000, /* longer than this and we ask before we trust */
	PASSWORD_MAX = 1024,
	UNKNOWN_VARIABLE = 1193
};

static const char SQL_MODE_AND_TIMES[] =
	"SET SESSION time_zone = '+00:00',"
	" sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
	"ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',"
	" innodb_lock_wait_timeout = 3, max_statement_time = 10";

/* A change or an audit of a big table takes as long as it takes. */
static const char PATIENT_TIMES[] =
	"SET SESSION innodb_lock_wait_timeout = 60, lock_wait_timeout = 60,"
	" max_statement_time = 0";

static void set_options(MYSQL *my, enum connect_kind kind)
{
	const my_bool off = 0;
	const unsigned connect_s = 3, infile = 0;
	const unsigned wait_s = kind == CONNECT_PATIENT ? 3600 : 12;

	/* A silent reconnect inside a transaction commits its second half. */
	mysql_options(my, MYSQL_OPT_RECONNECT, &off);
	mysql_options(my, MYSQL_OPT_LOCAL_INFILE, &infile);
	mysql_options(my, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	mysql_options(my, MYSQL_OPT_READ_TIMEOUT, &wait_s);
	mysql_options(my, MYSQL_OPT_WRITE_TIMEOUT, &wait_s);
	mysql_options(my, MYSQL_SET_CHARSET_NAME, "utf8mb4");
}

static bool set_session(MYSQL *my, enum connect_kind kind)
{
	if (mysql_query(my, SQL_MODE_AND_TIMES))
		return false;
	if (kind == CONNECT_PATIENT && mysql_query(my, PATIENT_TIMES))
		return false;
	/* This form works whatever the variable is called. */
	if (mysql_query(my, "SET SESSION TRANSACTION ISOLATION LEVEL"
	                    " REPEATABLE READ"))
		return false;
	return !mysql_query(my, "SET SESSION innodb_snapshot_isolation = ON") ||
	       mysql_errno(my) == UNKNOWN_VARIABLE;
}

/* Room for the password, wiped by connect_with. */
static bool read_password(char out[PASSWORD_MAX + 1], const char *path)
{
	struct arena *a = arena_open(16 * 1024);
	struct slice s;
	bool ok = file_read(&s, a, path, PASSWORD_MAX);

	if (ok) {
		while (s.len &&
		       (s.p[s.len - 1] == '\n' || s.p[s.len - 1] == '\r'))
			s.len--;
		memcpy(out, s.p, s.len);
		out[s.len] = 0;
	} else {
		log_error("cannot read the database password from %s", path);
	}
	arena_close(a);
	return ok;
}

static bool connect_with(MYSQL *my, const struct db_login *l)
{
	char password[PASSWORD_MAX + 1] = "";
	bool ok =
		!l->password_file || read_password(password, l->password_file);

	ok = ok && mysql_real_connect(my, l->socket ? NULL : l->host, l->user,
	                              l->password_file ? password : NULL,
	                              l->name, l->socket ? 0 : l->port,
	                              l->socket, CLIENT_FOUND_ROWS);
	explicit_bzero(password, sizeof(password));
	return ok;
}

MYSQL *connect_open(const struct db_login *login, enum connect_kind kind)
{
	MYSQL *my = mysql_init(NULL);

	must(my != NULL);
	set_options(my, kind);
	if (connect_with(my, login) && set_session(my, kind))
		return my;
	log_error("cannot connect to the database: %u %s", mysql_errno(my),
	          mysql_error(my));
	mysql_close(my);
	return NULL;
}

struct db *db_open(const struct db_login *login)
{
	struct db *db = calloc(1, sizeof(*db));
	size_t n = statements_count();

	must(db != NULL);
	db->login = *login;
	db->prepared = calloc(n ? n : 1, sizeof(struct prepared *));
	must(db->prepared != NULL);
	for (size_t i = 0; i < n; i++)
		statements_first()[i]->index = (int)i;
	return db;
}

void db_be_patient(struct db *db)
{
	must(!db->my);
	db->kind = CONNECT_PATIENT;
}

void db_on_connect(struct db *db, void (*look)(struct db *db))
{
	must(!db->my);
	db->look = look;
}

void connect_close(struct db *db)
{
	rows_drop(db);
	/* Closed first, so that the statements know that nobody listens. */
	if (db->my)
		mysql_close(db->my);
	db->my = NULL;
	prepared_drop_all(db);
}

static void check_owner(const struct db *db)
{
	if (db->my && db->owner != getpid())
		panic("a database connection was used after a fork");
}

void db_close(struct db *db)
{
	if (!db)
		return;
	check_owner(db);
	connect_close(db);
	free(db->prepared);
	free(db);
}

static bool answers(struct db *db)
{
	db->used_ms = clock_ticks_ms();
	if (mysql_ping(db->my) == 0)
		return true;
	connect_close(db);
	return false;
}

/* Between two commands a server says nothing but good-bye. */
static bool is_suspect(const struct db *db)
{
	struct pollfd fd = {.fd = mysql_get_socket(db->my), .events = POLLIN};

	return clock_ticks_ms() - db->used_ms > IDLE_MS || poll(&fd, 1, 0) != 0;
}

static void look(void *arg)
{
	struct db *db = arg;

	db->look(db);
}

/* Lost while it is looked at, it is no connection. */
static void connect_anew(struct db *db)
{
	db->my = connect_open(&db->login, db->kind);
	db->owner = getpid();
	if (db->my && db->look && rescue_run(look, db) != RESCUE_NONE)
		connect_close(db);
}

bool connect_ready(struct db *db)
{
	check_owner(db);
	/* A new connection would know nothing of the transaction. */
	if (db->tx != TX_NONE)
		return db->my != NULL;
	if (db->my && is_suspect(db))
		answers(db);
	if (!db->my)
		connect_anew(db);
	db->used_ms = clock_ticks_ms();
	return db->my != NULL;
}

bool db_alive(struct db *db)
{
	check_owner(db);
	if (db->my && answers(db))
		return true;
	return db->tx == TX_NONE && connect_ready(db);
}
