/* SPDX-License-Identifier: MIT */
#include "db/migrate.h"
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/rescue.h"
#include "base/seal.h"
#include "db/inside.h"

enum {
	DIGITS = 4,
	FILES_MAX = 9999,
	NAME_MAX_BYTES = 190,
	FILE_MAX = 4 * 1024 * 1024,
	MEMORY = 64 * 1024 * 1024,
	QUERY_EMPTY = 1065
};

struct file {
	int64_t n;
	const char *name;
	struct slice sql;
	const char *sha256;
};

struct files {
	size_t n;
	struct file *v;
};

/* What one call works with. */
struct work {
	bool (*task)(struct work *w);
	bool ok;
	struct db *db;
	struct arena *arena;
	const char *dir; /* or the one file */
	FILE *out, *err;
	struct files files;
	struct applied_list applied;
};

/* "0001-what-for.sql"; schema.sql and grants.sql are no steps. */
static bool is_step(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < DIGITS; i++)
		if (!isdigit((unsigned char)name[i]))
			return false;
	return name[DIGITS] == '-' && len <= NAME_MAX_BYTES &&
	       !strcmp(name + len - 4, ".sql");
}

static int by_name(const void *a, const void *b)
{
	const struct file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void close_dir(void *dir)
{
	closedir(dir);
}

static bool list_files(struct work *w)
{
	void **held = arena_hold(w->arena, close_dir);
	DIR *dir = opendir(w->dir);
	struct dirent *entry;

	*held = dir;
	if (!dir) {
		fprintf(w->err, "%s: %s\n", w->dir, strerror(errno));
		return false;
	}
	w->files.v = arena_array(w->arena, FILES_MAX, struct file);
	while ((entry = readdir(dir)) && w->files.n < FILES_MAX)
		if (is_step(entry->d_name))
			w->files.v[w->files.n++].name =
				arena_text(w->arena, entry->d_name);
	qsort(w->files.v, w->files.n, sizeof(struct file), by_name);
	return true;
}

static bool read_one(struct work *w, struct file *f)
{
	const char *path = arena_printf(w->arena, "%s/%s", w->dir, f->name);
	uint8_t digest[SHA256_BYTES];

	if (!file_read(&f->sql, w->arena, path, FILE_MAX)) {
		fprintf(w->err, "%s: %s\n", f->name, strerror(errno));
		return false;
	}
	f->n = strtol(f->name, NULL, 10);
	sha256(digest, f->sql);
	f->sha256 = text_hex(w->arena, digest, sizeof(digest));
	return true;
}

static bool read_files(struct work *w)
{
	if (!list_files(w))
		return false;
	for (size_t i = 0; i < w->files.n; i++) {
		struct file *f = &w->files.v[i];

		if (!read_one(w, f))
			return false;
		if (i && f->n == f[-1].n) {
			fprintf(w->err, "%s and %s have the same number\n",
			        f[-1].name, f->name);
			return false;
		}
	}
	return true;
}

static const struct applied *find_applied(const struct work *w, int64_t n)
{
	for (size_t i = 0; i < w->applied.n; i++)
		if (w->applied.v[i].n == n)
			return &w->applied.v[i];
	return NULL;
}

static const struct file *find_file(const struct work *w, int64_t n)
{
	for (size_t i = 0; i < w->files.n; i++)
		if (w->files.v[i].n == n)
			return &w->files.v[i];
	return NULL;
}

/* History is not edited: what was applied is still there, byte by byte. */
static bool is_history_kept(const struct work *w)
{
	for (size_t i = 0; i < w->applied.n; i++) {
		const struct applied *done = &w->applied.v[i];
		const struct file *f = find_file(w, done->n);

		if (!f) {
			fprintf(w->err,
			        "%s was applied once, but the file is gone\n",
			        done->name);
			return false;
		}
		if (strcmp(f->sha256, done->sha256)) {
			fprintf(w->err, "%s was edited after it was applied\n",
			        f->name);
			return false;
		}
	}
	return true;
}

/* All answers must be taken, or the error of a later statement is missed. */
static bool drain(MYSQL *my)
{
	for (;;) {
		MYSQL_RES *res = mysql_store_result(my);
		int next;

		if (res)
			mysql_free_result(res);
		else if (mysql_errno(my))
			return false;
		next = mysql_next_result(my);
		if (next)
			/* Comments after the last statement are empty. */
			return next < 0 || mysql_errno(my) == QUERY_EMPTY;
	}
}

static bool send_whole(MYSQL *my, struct slice sql)
{
	return !mysql_real_query(my, sql.p, sql.len) && drain(my);
}

static bool apply(struct work *w, MYSQL *my, const struct file *f)
{
	const struct applied done = {f->n, f->name, f->sha256};

	if (!send_whole(my, f->sql)) {
		fprintf(w->err, "%s: error %u: %s\n", f->name, mysql_errno(my),
		        mysql_error(my));
		return false;
	}
	migrations_add(w->db, &done);
	fprintf(w->out, "applied %s\n", f->name);
	return true;
}

static bool apply_missing(struct work *w, MYSQL *my)
{
	for (size_t i = 0; i < w->files.n; i++)
		if (!find_applied(w, w->files.v[i].n) &&
		    !apply(w, my, &w->files.v[i]))
			return false;
	return true;
}

static void close_connection(void *my)
{
	mysql_close(my);
}

/* A connection of its own, the only one that takes many statements. */
static MYSQL *connect_for(struct work *w)
{
	MYSQL *my = connect_open(&w->db->login, CONNECT_PATIENT);

	if (!my) {
		fprintf(w->err, "cannot connect to the database\n");
		return NULL;
	}
	arena_defer(w->arena, close_connection, my);
	if (!mysql_set_server_option(my, MYSQL_OPTION_MULTI_STATEMENTS_ON) &&
	    send_whole(my, slice_text(MIGRATIONS_TABLE)))
		return my;
	fprintf(w->err, "error %u: %s\n", mysql_errno(my), mysql_error(my));
	return NULL;
}

static bool run(struct work *w)
{
	MYSQL *my;

	if (!read_files(w))
		return false;
	my = connect_for(w);
	if (!my)
		return false;
	w->applied = migrations_list(w->db, w->arena);
	return is_history_kept(w) && apply_missing(w, my);
}

static bool grant(struct work *w)
{
	MYSQL *my = connect_for(w);
	struct slice sql;

	if (!my)
		return false;
	if (!file_read(&sql, w->arena, w->dir, FILE_MAX)) {
		fprintf(w->err, "%s: %s\n", w->dir, strerror(errno));
		return false;
	}
	if (send_whole(my, sql))
		return true;
	fprintf(w->err, "%s: error %u: %s\n", w->dir, mysql_errno(my),
	        mysql_error(my));
	return false;
}

static bool is_done(struct work *w)
{
	if (!read_files(w))
		return false;
	w->applied = migrations_list(w->db, w->arena);
	for (size_t i = 0; i < w->files.n; i++) {
		const struct file *f = &w->files.v[i];
		const struct applied *done = find_applied(w, f->n);

		if (!done || strcmp(done->sha256, f->sha256))
			return false;
	}
	return true;
}

static void do_task(void *arg)
{
	struct work *w = arg;

	w->ok = w->task(w);
}

/* The arena is ours, so it is closed here even when the server is lost. */
static bool work_do(struct work *w)
{
	enum rescue how;

	w->arena = arena_open(MEMORY);
	how = rescue_run(do_task, w);
	arena_close(w->arena);
	if (how != RESCUE_NONE)
		rescue_unwind(how);
	return w->ok;
}

bool migrate_run(struct db *db, const char *dir, FILE *out, FILE *err)
{
	struct work w = {
		.db = db, .dir = dir, .out = out, .err = err, .task = run};

	return work_do(&w);
}

bool migrate_is_done(struct db *db, const char *dir)
{
	struct work w = {.db = db,
	                 .dir = dir,
	                 .out = stdout,
	                 .err = stderr,
	                 .task = is_done};

	return work_do(&w);
}

bool migrate_grants(struct db *db, const char *path, FILE *err)
{
	struct work w = {.db = db,
	                 .dir = path,
	                 .out = stdout,
	                 .err = err,
	                 .task = grant};

	return work_do(&w);
}
