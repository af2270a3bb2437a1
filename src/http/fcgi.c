/* SPDX-License-Identifier: MIT */
#include "http/fcgi.h"
#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include "base/arena.h"
#include "base/log.h"
#include "http/reply.h"
#include "http/request.h"
#include "base/memory.h"

static volatile sig_atomic_t STOP;

static void stop(int signal)
{
	(void)signal;
	STOP = 1;
}

/* Stopping is only noticed while waiting: the signals stay blocked while a
 * request is in hand, so that nothing is interrupted. */
static void block_signals(sigset_t *while_waiting)
{
	struct sigaction action = {.sa_handler = stop};
	sigset_t blocked;

	sigemptyset(&action.sa_mask);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	/* A reload: the supervisor starts another, which reads all anew. */
	sigaction(SIGUSR2, &action, NULL);
	/* libfcgi takes it from supervisors, and then refuses to accept. */
	sigaction(SIGUSR1, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigaddset(&blocked, SIGUSR1);
	sigaddset(&blocked, SIGUSR2);
	sigprocmask(SIG_BLOCK, &blocked, while_waiting);
}

/* While visitors wait, ppoll() returns without letting a signal in: a busy
 * worker has to look. */
static bool told_to_stop(void)
{
	sigset_t pending;

	return STOP || (sigpending(&pending) == 0 &&
	                (sigismember(&pending, SIGTERM) == 1 ||
	                 sigismember(&pending, SIGINT) == 1 ||
	                 sigismember(&pending, SIGUSR1) == 1 ||
	                 sigismember(&pending, SIGUSR2) == 1));
}

/* Waits for a visitor; false when told to stop. */
static bool wait_for_one(const sigset_t *while_waiting)
{
	struct pollfd listening = {.fd = 0, .events = POLLIN};

	while (!told_to_stop())
		if (ppoll(&listening, 1, NULL, while_waiting) > 0)
			return true;
	return false;
}

/* The body, or false when it is longer than we take or cut off. */
static bool read_body(struct slice *out, struct arena *a, FCGX_Request *rq)
{
	const char *length = FCGX_GetParam("CONTENT_LENGTH", rq->envp);
	long n = length && *length ? strtol(length, NULL, 10) : 0;
	char *body;

	if (n < 0 || n > REQUEST_BODY_MAX)
		return false;
	body = arena_array(a, (size_t)n + 1, char);
	*out = (struct slice){body, (size_t)n};
	return FCGX_GetStr(body, (int)n, rq->in) == n;
}

static void send(FCGX_Request *rq, const struct reply *r, bool is_head)
{
	FCGX_FPrintF(rq->out, "Status: %d\r\nContent-Type: %s\r\n", r->status,
	             r->type);
	FCGX_PutStr(r->headers.p, (int)r->headers.len, rq->out);
	FCGX_FPrintF(rq->out, "Content-Length: %d\r\n\r\n", (int)r->body.len);
	if (!is_head)
		FCGX_PutStr(r->body.p, (int)r->body.len, rq->out);
}

static void send_bare(FCGX_Request *rq, int status)
{
	/* nginx puts its error page in place of the empty body. */
	FCGX_FPrintF(rq->out,
	             "Status: %d\r\nRetry-After: 2\r\n"
	             "Content-Type: text/plain\r\n\r\n",
	             status);
}

static void serve_one(FCGX_Request *rq, fcgi_answer *answer, void *arg)
{
	struct arena *a = arena_open(MEMORY_REQUEST);
	const char *method = FCGX_GetParam("REQUEST_METHOD", rq->envp);
	bool is_head = method && *method == 'H';
	struct slice body;
	struct reply *r;

	if (!read_body(&body, a, rq)) {
		send_bare(rq, 413);
	} else {
		r = answer(&a, rq->envp, body, arg);
		if (r)
			send(rq, r, is_head);
		else
			send_bare(rq, 503);
	}
	FCGX_Finish_r(rq);
	arena_close(a);
}

int fcgi_serve(fcgi_answer *answer, void *arg, unsigned most)
{
	FCGX_Request rq;
	sigset_t while_waiting;

	if (FCGX_Init() || FCGX_InitRequest(&rq, 0, FCGI_FAIL_ACCEPT_ON_INTR)) {
		log_error("descriptor 0 is not a FastCGI socket");
		return 1;
	}
	/* Another worker may take the visitor we woke up for. */
	fcntl(0, F_SETFL, fcntl(0, F_GETFL) | O_NONBLOCK);
	block_signals(&while_waiting);
	for (unsigned served = 0; served < most;) {
		if (!wait_for_one(&while_waiting))
			break;
		if (FCGX_Accept_r(&rq) < 0)
			continue;
		serve_one(&rq, answer, arg);
		served++;
	}
	return 0;
}
