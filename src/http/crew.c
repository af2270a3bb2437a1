/* SPDX-License-Identifier: MIT */
#include "http/crew.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"

enum { MOST = 256, GATHER_MS = 2000 };

static int file = -1;
static int64_t joined_ms;

static struct flock place(off_t n)
{
	return (struct flock){.l_type = F_WRLCK,
	                      .l_whence = SEEK_SET,
	                      .l_start = n,
	                      .l_len = 1};
}

void crew_join(const char *run_dir, const char *pool)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/crew.%s", run_dir, pool);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	for (off_t n = 0; file >= 0 && n < MOST; n++) {
		struct flock lock = place(n);

		if (fcntl(file, F_SETLK, &lock) == 0) {
			joined_ms = clock_ticks_ms();
			return;
		}
	}
	log_warn("%s: cannot be locked: %s", path, strerror(errno));
	file = -1;
}

/* Our own lock is none to ourselves. */
size_t crew_alive(void)
{
	size_t alive = 1;

	if (file < 0 || clock_ticks_ms() - joined_ms < GATHER_MS)
		return 0;
	for (off_t n = 0; n < MOST; n++) {
		struct flock lock = place(n);

		alive += fcntl(file, F_GETLK, &lock) == 0 &&
		         lock.l_type != F_UNLCK;
	}
	return alive;
}
