/* SPDX-License-Identifier: MIT */
#include "http/crew.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(crew, .timeout = 20);

static char dir[] = "/tmp/ct-crew-XXXXXX";

/* Another worker, once it has joined. */
static pid_t another(const char *pool)
{
	int pipes[2];
	char c = 0;
	pid_t pid;

	cr_assert_eq(pipe(pipes), 0);
	pid = fork();
	if (!pid) {
		crew_join(dir, pool);
		if (write(pipes[1], &c, 1) == 1)
			pause();
		_exit(0);
	}
	cr_assert_eq(read(pipes[0], &c, 1), 1);
	close(pipes[0]);
	close(pipes[1]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

Test(crew, those_alive_are_counted_and_each_pool_apart)
{
	pid_t a, b, other;

	cr_assert(mkdtemp(dir));
	cr_assert_eq(crew_alive(), 0);
	a = another("shop");
	crew_join(dir, "shop");
	cr_expect_eq(crew_alive(), 0, "the others may be on their way");
	sleep(2);
	b = another("shop");
	other = another("pay");
	cr_expect_eq(crew_alive(), 3);
	end(a);
	cr_expect_eq(crew_alive(), 2);
	a = another("shop");
	cr_expect_eq(crew_alive(), 3);
	end(a);
	end(b);
	end(other);
	cr_expect_eq(crew_alive(), 1);
}

Test(crew, without_a_folder_nobody_is_counted)
{
	crew_join("/nowhere", "shop");
	cr_expect_eq(crew_alive(), 0);
}
