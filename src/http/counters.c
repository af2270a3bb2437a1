/* SPDX-License-Identifier: MIT */
#include "http/counters.h"
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/log.h"

static const char *const POOLS[] = {"shop", "pay", "admin"};
enum { POOLS_N = 3, PATH_ROOM = 512 };

struct counters {
	_Atomic uint64_t v[COUNTERS];
};

static struct counters *MINE;

static struct counters *map(const char *run_dir, const char *pool, bool make)
{
	char path[PATH_ROOM];
	struct counters *c;
	int fd;

	snprintf(path, sizeof(path), "%s/counters.%s", run_dir, pool);
	fd = open(path, (make ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0640);
	if (fd < 0)
		return NULL;
	if (make && ftruncate(fd, sizeof(*c)) != 0) {
		close(fd);
		return NULL;
	}
	c = mmap(NULL, sizeof(*c), make ? PROT_READ | PROT_WRITE : PROT_READ,
	         MAP_SHARED, fd, 0);
	close(fd);
	return c == MAP_FAILED ? NULL : c;
}

void counters_open(const char *run_dir, const char *pool)
{
	MINE = map(run_dir, pool, true);
	if (!MINE)
		log_warn("no counters: %s/counters.%s cannot be written",
		         run_dir, pool);
}

void counters_add(enum counter c, uint64_t n)
{
	if (MINE)
		atomic_fetch_add_explicit(&MINE->v[c], n, memory_order_relaxed);
}

static void print_pool(struct text *out, const char *pool,
                       const struct counters *c)
{
	static const char *const CLASSES[] = {"2xx", "3xx", "4xx", "5xx"};

	for (int i = 0; i < 4; i++)
		text_printf(out,
		            "cointill_requests_total{pool=\"%s\",status=\"%s\"}"
		            " %" PRIu64 "\n",
		            pool, CLASSES[i], (uint64_t)c->v[i]);
	text_printf(out,
	            "cointill_requests_lost_total{pool=\"%s\"} %" PRIu64 "\n",
	            pool, (uint64_t)c->v[COUNT_LOST]);
	text_printf(out,
	            "cointill_requests_full_total{pool=\"%s\"} %" PRIu64 "\n",
	            pool, (uint64_t)c->v[COUNT_FULL]);
	text_printf(out,
	            "cointill_request_milliseconds_total{pool=\"%s\"} %" PRIu64
	            "\n",
	            pool, (uint64_t)c->v[COUNT_MS]);
}

void counters_print(struct text *out, const char *run_dir)
{
	text_add_text(out, "# TYPE cointill_requests_total counter\n"
	                   "# TYPE cointill_requests_lost_total counter\n"
	                   "# TYPE cointill_requests_full_total counter\n"
	                   "# TYPE cointill_request_milliseconds_total "
	                   "counter\n");
	for (int i = 0; i < POOLS_N; i++) {
		struct counters *c = map(run_dir, POOLS[i], false);

		if (!c)
			continue;
		print_pool(out, POOLS[i], c);
		munmap(c, sizeof(*c));
	}
}
