/* SPDX-License-Identifier: MIT */
#include "user/blocklist.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/log.h"
#include "base/panic.h"

static struct slice list; /* mapped for the life of the process */

static bool map(int fd)
{
	struct stat st;
	void *p;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return false;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return false;
	list = (struct slice){p, (size_t)st.st_size};
	return true;
}

bool blocklist_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && map(fd);

	if (!ok)
		log_error("%s: the list of common passwords cannot be read: %s",
		          path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

/* The line that holds the byte at `at`. */
static struct slice line_at(size_t at)
{
	const char *before = memrchr(list.p, '\n', at);
	const char *start = before ? before + 1 : list.p;
	size_t rest = list.len - (size_t)(start - list.p);
	const char *end = memchr(start, '\n', rest);

	return (struct slice){start, end ? (size_t)(end - start) : rest};
}

static int compare(struct slice typed, struct slice line)
{
	for (size_t i = 0; i < typed.len && i < line.len; i++) {
		int a = tolower((unsigned char)typed.p[i]);
		int b = (unsigned char)line.p[i];

		if (a != b)
			return a - b;
	}
	return (typed.len > line.len) - (typed.len < line.len);
}

bool blocklist_has(struct slice password)
{
	size_t low = 0, high = list.len; /* bytes; low starts a line */

	must(list.p);
	while (low < high) {
		struct slice line = line_at(low + (high - low) / 2);
		int order = compare(password, line);

		if (!order)
			return true;
		if (order < 0)
			high = (size_t)(line.p - list.p);
		else
			low = (size_t)(line.p - list.p) + line.len + 1;
	}
	return false;
}
