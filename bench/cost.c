/* SPDX-License-Identifier: MIT */
/*
 * cost: what a command takes.
 *
 *   cost FILE COMMAND [ARGUMENT...]
 *
 * Runs it, its output into FILE, and prints "MS MIB": how long it took and how
 * much memory it held at most.  Exit code: the command's.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void become(const char *file, char *const *command)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || dup2(fd, 1) < 0 || dup2(fd, 2) < 0)
		_exit(126);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage used;
	int64_t from = now_us(), took;
	int status;
	pid_t child;

	if (argc < 3) {
		fputs("usage: cost FILE COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	child = fork();
	if (child == 0)
		become(argv[1], argv + 2);
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		return 126;
	took = now_us() - from;
	printf("%" PRId64 ".%" PRId64 " %ld.%ld\n", took / 1000,
	       took % 1000 / 100, used.ru_maxrss / 1024,
	       used.ru_maxrss % 1024 * 10 / 1024);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}
