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

enum { REQUEST_MOST = 64 * 1024, TICK_US = 5000, PAGES_MOST = 256 };

static const struct stub_page *served;
static stub_make *maker;
static atomic_int requests, flying, widest;
static int counts[PAGES_MOST];
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

static int is_meant(const struct stub_page *p, const char *request)
{
	const char *path = strchr(request, ' ');
	const char *end = strchr(p->path, '?') ? " " : " ?";
	size_t len = path ? strcspn(++path, end) : 0;

	return strlen(p->path) == len && memcmp(p->path, path, len) == 0 &&
	       (!p->holds || strstr(request, p->holds));
}

static const struct stub_page *page_of(const char *request)
{
	const struct stub_page *p = served;

	pthread_mutex_lock(&guard);
	while (p->path && (!is_meant(p, request) ||
	                   (p->times && counts[p - served] >= p->times)))
		p++;
	if (p->path)
		counts[p - served]++;
	pthread_mutex_unlock(&guard);
	return p->path ? p : NULL;
}

int stub_served(int page)
{
	int n;

	pthread_mutex_lock(&guard);
	n = counts[page];
	pthread_mutex_unlock(&guard);
	return n;
}

static void crowd(int change)
{
	pthread_mutex_lock(&guard);
	flying += change;
	if (flying > widest)
		widest = flying;
	pthread_mutex_unlock(&guard);
}

int stub_widest(void)
{
	return atomic_load(&widest);
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

static void answer_made(int fd, const char *request)
{
	static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
	const char *made;

	pthread_mutex_lock(&making);
	made = maker(request);
	pthread_mutex_unlock(&making);
	if (made)
		write_all(fd, made);
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
		if (maker) {
			answer_made(fd, text);
			break;
		}
		p = page_of(text);
		crowd(1);
		if (p)
			answer(fd, p);
		crowd(-1);
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

int stub_start_making(stub_make *make)
{
	maker = make;
	return stub_start(NULL);
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

int stub_free_port(void)
{
	int port;

	close(bind_any(&port));
	return port;
}
