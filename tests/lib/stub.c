/* SPDX-License-Identifier: MIT */
#include "lib/stub.h"
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_MOST = 16 * 1024, TICK_US = 5000 };

static const struct stub_page *served;
static atomic_int requests;
static char latest[REQUEST_MOST];
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;

static size_t wanted(const char *head)
{
	const char *length = strstr(head, "Content-Length: ");

	return length ? strtoul(length + 16, NULL, 10) : 0;
}

/* Reads one request; false when the other side leaves before its end. */
static int read_request(int fd, char *text)
{
	size_t len = 0;

	while (len < REQUEST_MOST - 1) {
		ssize_t n = read(fd, text + len, REQUEST_MOST - 1 - len);
		const char *body;

		if (n <= 0)
			return 0;
		len += (size_t)n;
		text[len] = '\0';
		body = strstr(text, "\r\n\r\n");
		if (body && strlen(body + 4) >= wanted(text))
			return 1;
	}
	return 0;
}

static const struct stub_page *page_of(const char *request)
{
	const char *path = strchr(request, ' ');
	size_t len = path ? strcspn(++path, " ?") : 0;

	for (const struct stub_page *p = served; p->path; p++)
		if (strlen(p->path) == len && memcmp(p->path, path, len) == 0)
			return p;
	return NULL;
}

static void write_all(int fd, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

static void answer(int fd, const struct stub_page *p)
{
	while (atomic_load(&requests) < p->crowd)
		usleep(TICK_US);
	usleep((useconds_t)p->delay_ms * 1000);
	if (p->answer)
		write_all(fd, p->answer);
}

static void note(const char *text)
{
	pthread_mutex_lock(&guard);
	memcpy(latest, text, sizeof(latest));
	pthread_mutex_unlock(&guard);
	atomic_fetch_add(&requests, 1);
}

static void *serve_one(void *arg)
{
	int fd = (int)(intptr_t)arg;
	char text[REQUEST_MOST] = "";
	const struct stub_page *p = NULL;

	while (read_request(fd, text)) {
		note(text);
		p = page_of(text);
		if (p)
			answer(fd, p);
		if (!p || !p->keeps)
			break;
	}
	close(fd);
	return NULL;
}

static void *serve(void *arg)
{
	for (;;) {
		int fd = accept((int)(intptr_t)arg, NULL, NULL);
		pthread_t thread;

		if (fd >= 0 && !pthread_create(&thread, NULL, serve_one,
		                               (void *)(intptr_t)fd))
			pthread_detach(thread);
	}
	return NULL;
}

static int bind_any(int *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	cr_assert(fd >= 0);
	cr_assert_eq(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

int stub_start(const struct stub_page *pages)
{
	pthread_t thread;
	int port, fd = bind_any(&port);

	served = pages;
	cr_assert_eq(listen(fd, 64), 0);
	cr_assert_eq(pthread_create(&thread, NULL, serve, (void *)(intptr_t)fd),
	             0);
	pthread_detach(thread);
	return port;
}

int stub_requests(void)
{
	return atomic_load(&requests);
}

const char *stub_latest(void)
{
	static char copy[REQUEST_MOST];

	pthread_mutex_lock(&guard);
	memcpy(copy, latest, sizeof(copy));
	pthread_mutex_unlock(&guard);
	return copy;
}

/* Bound, so that nobody else gets it, but not listening. */
int stub_dead_port(void)
{
	int port;

	bind_any(&port);
	return port;
}
