/* SPDX-License-Identifier: MIT */
#include "base/file.h"
#include "base/arena.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 16 * 1024 };

/* The size is only a hint: a pipe has none, and a file may grow meanwhile. */
static size_t likely_size(int fd, size_t limit)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0)
		return 0;
	return (size_t)st.st_size < limit ? (size_t)st.st_size : limit;
}

static bool read_all(struct text *t, int fd, size_t limit)
{
	char block[BLOCK];

	for (;;) {
		ssize_t n = read(fd, block, sizeof(block));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		if ((size_t)n > limit - t->len) {
			errno = EFBIG;
			return false;
		}
		text_add(t, (struct slice){block, (size_t)n});
	}
}

struct opened {
	int fd;
};

static void shut(void *arg)
{
	struct opened *f = arg;
	int why = errno;

	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	errno = why;
}

bool file_read(struct slice *out, struct arena *a, const char *path,
               size_t limit)
{
	struct opened *f = arena_new(a, struct opened);
	struct text t;
	bool ok;

	f->fd = -1;
	arena_defer(a, shut, f);
	f->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (f->fd < 0)
		return false;
	t = text_open(a, likely_size(f->fd, limit));
	ok = read_all(&t, f->fd, limit);
	shut(f);
	*out = (struct slice){t.p, t.len};
	return ok;
}
