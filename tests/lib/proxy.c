/* SPDX-License-Identifier: MIT */
#include "proxy.h"
#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { LATE_US = 500000, BLOCK = 65536 };

struct proxy {
	const char *server;
	enum fault fault;
	const char *needle;
	bool done;
};

static int open_socket(struct sockaddr_un *to, const char *path)
{
	to->sun_family = AF_UNIX;
	snprintf(to->sun_path, sizeof(to->sun_path), "%s", path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static bool pass(int from, int to, const char *block, ssize_t n)
{
	(void)from;
	return n > 0 && send(to, block, (size_t)n, MSG_NOSIGNAL) == n;
}

/* The needle came by; false hangs up. */
static bool spoil(struct proxy *p, int client, int server, const char *block,
                  ssize_t n)
{
	char answer[BLOCK];
	ssize_t len;

	p->done = true;
	if (p->fault == FAULT_CUT_REQUEST)
		return false;
	if (!pass(client, server, block, n))
		return false;
	len = recv(server, answer, sizeof(answer), 0);
	if (p->fault == FAULT_CUT_ANSWER)
		return false;
	usleep(LATE_US);
	return pass(server, client, answer, len);
}

static bool exchange(struct proxy *p, int client, int server)
{
	struct pollfd fd[2] = {
		{client, POLLIN, 0},
                {server, POLLIN, 0}
        };
	char block[BLOCK];
	ssize_t n;

	if (poll(fd, 2, -1) < 0)
		return false;
	if (fd[1].revents) {
		n = recv(server, block, sizeof(block), 0);
		return pass(server, client, block, n);
	}
	n = recv(client, block, sizeof(block), 0);
	if (n > 0 && !p->done &&
	    memmem(block, (size_t)n, p->needle, strlen(p->needle)))
		return spoil(p, client, server, block, n);
	return pass(client, server, block, n);
}

static void serve(struct proxy *p, int listener)
{
	for (;;) {
		struct sockaddr_un to = {0};
		int client = accept(listener, NULL, NULL);
		int server = open_socket(&to, p->server);

		if (!connect(server, (struct sockaddr *)&to, sizeof(to)))
			while (exchange(p, client, server))
				;
		close(client);
		close(server);
	}
}

const char *proxy_open(const char *server, enum fault fault, const char *needle)
{
	static char path[64];
	struct proxy p = {server, fault, needle, false};
	struct sockaddr_un at = {0};
	int listener;

	snprintf(path, sizeof(path), "/tmp/ct-proxy-%d", (int)getpid());
	unlink(path);
	listener = open_socket(&at, path);
	cr_assert(bind(listener, (struct sockaddr *)&at, sizeof(at)) == 0);
	cr_assert(listen(listener, 8) == 0);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve(&p, listener);
		_exit(0);
	}
	close(listener);
	return path;
}
