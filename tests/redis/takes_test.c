/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "redis/redis.h"

/* A Redis of this test alone, which may be set as it likes. */
static char dir[] = "/tmp/ct-redis-XXXXXX";
static const char *path;
static struct arena *a;
static struct redis *redis;
static pid_t server;

static void start(void)
{
	a = arena_open(1 << 20);
	cr_assert(mkdtemp(dir));
	path = arena_printf(a, "%s/socket", dir);
	server = fork();
	if (!server) {
		int null = open("/dev/null", O_RDWR);

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(null, 1);
		execlp("redis-server", "redis-server", "--port", "0",
		       "--unixsocket", path, "--dir", dir, "--save", "", NULL);
		_exit(1);
	}
	redis = redis_open(path, NULL);
	for (int i = 0; i < 200 && access(path, F_OK) != 0; i++)
		usleep(20 * 1000);
	cr_assert(redis_alive(redis));
}

static void end(void)
{
	redis_close(redis);
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	unlink(path);
	unlink(arena_printf(a, "%s/dump.rdb", dir));
	rmdir(dir);
	arena_close(a);
}

TestSuite(takes, .init = start, .fini = end, .timeout = 60);

static void set(const char *name, const char *value)
{
	redis_ask(redis, a,
	          WORDS(word("CONFIG"), word("SET"), word(name), word(value)));
}

Test(takes, what_is_full_refuses_and_what_has_room_takes)
{
	cr_expect(redis_takes(redis, "probe"));
	cr_expect_gt(redis_ask(redis, a, WORDS(word("TTL"), word("probe")))->i,
	             0);
	set("maxmemory", "1");
	cr_expect_not(redis_takes(redis, "probe"));
	cr_expect(redis_alive(redis), "it still answers");
	set("maxmemory", "0");
	cr_expect(redis_takes(redis, "probe"));
}

Test(takes, a_replica_refuses)
{
	redis_ask(redis, a,
	          WORDS(word("REPLICAOF"), word("127.0.0.1"), word("1")));
	cr_expect_not(redis_takes(redis, "probe"));
	cr_expect(redis_alive(redis));
	redis_ask(redis, a, WORDS(word("REPLICAOF"), word("NO"), word("ONE")));
	cr_expect(redis_takes(redis, "probe"));
}

/* Its folder is gone, so nothing can be saved, which Redis minds when it was
 * told to save. */
Test(takes, what_cannot_save_refuses)
{
	set("save", "1 1");
	unlink(path);
	cr_assert_eq(rmdir(dir), 0);
	redis_ask(redis, a, WORDS(word("BGSAVE")));
	for (int i = 0; i < 200 && redis_takes(redis, "probe"); i++)
		usleep(20 * 1000);
	cr_expect_not(redis_takes(redis, "probe"));
}
