/* SPDX-License-Identifier: MIT */
#include "user/hash_slot.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "settings.h"

enum { WAIT_MS = 10 * 1000, PAUSE_MS = 4 };

/* Locks run_dir/WHAT-N; -1 when another has it. */
static int try_lock(const char *what, int64_t n)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/%s-%d", setting_text(SET_RUN_DIR),
	         what, (int)n);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		log_error("%s: %s", path, strerror(errno));
		return -1;
	}
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return fd;
	close(fd);
	return -1;
}

static int try_any(const char *what, int64_t count)
{
	for (int64_t i = 0; i < count; i++) {
		int fd = try_lock(what, i);

		if (fd >= 0)
			return fd;
	}
	return -1;
}

static void pause_a_little(void)
{
	struct timespec t = {0, (PAUSE_MS + random_below(PAUSE_MS)) * 1000000L};

	nanosleep(&t, NULL);
}

bool hash_slot_take(struct hash_slot *slot)
{
	int64_t seats = setting_count(SET_HASH_SLOTS);
	int64_t since = clock_ticks_ms();
	int place;

	slot->fd = try_any("hash-seat", seats);
	if (slot->fd >= 0)
		return true;
	place = try_any("hash-wait", setting_count(SET_HASH_QUEUE));
	if (place < 0)
		return false;
	while (slot->fd < 0 && clock_ticks_ms() - since < WAIT_MS) {
		pause_a_little();
		slot->fd = try_any("hash-seat", seats);
	}
	close(place);
	return slot->fd >= 0;
}

void hash_slot_give(struct hash_slot *slot)
{
	close(slot->fd);
	slot->fd = -1;
}
