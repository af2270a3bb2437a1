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
#include "http/crew.h"
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

/* Of the workers alive, how many may be busy with passwords: a quarter, and
 * one at least, stay free for everything else. */
static int64_t most_busy(void)
{
	int64_t alive = (int64_t)crew_alive();
	int64_t kept = alive / 4 > 1 ? alive / 4 : 1;

	if (!alive)
		return INT64_MAX;
	return alive > kept ? alive - kept : 1;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void say(int64_t seats, int64_t places)
{
	static int64_t said_seats = -1, said_places = -1;

	if (seats == said_seats && places == said_places)
		return;
	said_seats = seats;
	said_places = places;
	log_warn("hash_queue is lowered to %d and hash_slots to %d, for %zu "
	         "workers are alive and some stay free of sign-ins",
	         (int)places, (int)seats, crew_alive());
}

bool hash_slot_take(struct hash_slot *slot)
{
	int64_t most = most_busy();
	int64_t seats = least(setting_count(SET_HASH_SLOTS), most);
	int64_t places = least(setting_count(SET_HASH_QUEUE), most - seats);
	int64_t since = clock_ticks_ms();
	int place;

	slot->fd = try_any("hash-seat", seats);
	if (slot->fd >= 0)
		return true;
	if (places < setting_count(SET_HASH_QUEUE))
		say(seats, places);
	place = try_any("hash-wait", places);
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
