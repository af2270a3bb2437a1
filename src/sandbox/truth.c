/* SPDX-License-Identifier: MIT */
#include "sandbox/truth.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "remote/json.h"
#include "sandbox/options.h"

static void add_member(struct text *t, const char *name, const char *value)
{
	if (!value)
		return;
	text_printf(t, ",\"%s\":", name);
	json_add_text(t, value);
}

static void add_line(struct text *t, const struct truth_row *row)
{
	const struct truth *it = &row->truth;

	text_printf(t, "{\"n\":%lld,\"at\":%lld", (long long)row->n,
	            (long long)it->at.ms);
	add_member(t, "what", it->what);
	if (it->payment)
		text_printf(t, ",\"payment\":%lld", (long long)it->payment);
	add_member(t, "coin", it->coin);
	add_member(t, "amount", it->amount);
	add_member(t, "currency", it->fiat_currency);
	add_member(t, "fiat", it->fiat);
	add_member(t, "ref", it->ref);
	add_member(t, "detail", it->detail);
	text_add_text(t, "}\n");
}

/* The file, for us alone until it is closed. */
struct file {
	int fd;
};

/* Also when MariaDB is lost in between; harmless when done before. */
static void unlock(void *file)
{
	struct file *f = file;

	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

/* NULL and logs when it can't be had. */
static struct file *lock(struct arena *a)
{
	struct file *f = arena_new(a, struct file);

	f->fd = -1;
	arena_defer(a, unlock, f);
	f->fd = open(options()->truth,
	             O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
	if (f->fd >= 0 && !flock(f->fd, LOCK_EX))
		return f;
	log_error("the truth log %s: %s", options()->truth, strerror(errno));
	return NULL;
}

static void copy(struct db *db, struct arena *a, int fd)
{
	struct text t = text_open(a, 4096);
	size_t n;
	const struct truth_row *row = truth_new_rows(&n, db, a);

	for (size_t i = 0; i < n; i++)
		add_line(&t, &row[i]);
	if (!n)
		return;
	if (write(fd, t.p, t.len) != (ssize_t)t.len || fsync(fd)) {
		log_error("the truth log could not be written");
		return;
	}
	for (size_t i = 0; i < n; i++)
		truth_copied(db, row[i].n);
}

void truth_flush(struct db *db, struct arena *a)
{
	struct file *f = options()->truth ? lock(a) : NULL;

	if (!f)
		return;
	copy(db, a, f->fd);
	unlock(f);
}
