/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Who one visitor is for nginx: nginx/limits.conf in an nginx of its own, that
 * is told addresses as a proxy would. */
TestSuite(limits, .timeout = 60);

enum { PATH_MOST = 4096 };

static char dir[] = "/tmp/ct-limits-XXXXXX", listens[64];
static pid_t nginx;

static void write_conf(const char *path)
{
	const char *top = getenv("srcdir");
	char limits[PATH_MOST];
	FILE *f = fopen(path, "we");

	cr_assert(f);
	cr_assert(realpath(top ? top : ".", limits));
	fprintf(f,
	        "daemon off; pid %s/pid; error_log %s/log crit; events {}\n"
	        "http { access_log off; include %s/nginx/limits.conf;\n"
	        "client_body_temp_path %s/a; proxy_temp_path %s/b;\n"
	        "fastcgi_temp_path %s/c; uwsgi_temp_path %s/d;\n"
	        "scgi_temp_path %s/e;\n"
	        "set_real_ip_from unix:; real_ip_header X-Real-IP;\n"
	        "server { listen unix:%s/socket; limit_req_status 429;\n"
	        "location / { limit_req zone=register burst=1 nodelay;\n"
	        "try_files /nothing =204; } } }\n",
	        dir, dir, limits, dir, dir, dir, dir, dir, dir);
	fclose(f);
}

static int call(void)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(at.sun_path, listens);
	if (!connect(s, (struct sockaddr *)&at, sizeof(at)))
		return s;
	close(s);
	return -1;
}

static void start(void)
{
	char conf[64];
	int s = -1;

	cr_assert(mkdtemp(dir));
	snprintf(conf, sizeof(conf), "%s/conf", dir);
	snprintf(listens, sizeof(listens), "%s/socket", dir);
	write_conf(conf);
	/* Its own worker process may be another user's. */
	chmod(dir, 0755);
	nginx = fork();
	if (!nginx) {
		execlp("nginx", "nginx", "-c", conf, "-e", "/dev/null", NULL);
		_exit(127);
	}
	for (int i = 0; i < 500 && s < 0; i++) {
		usleep(10000);
		s = call();
	}
	cr_assert(s >= 0, "nginx did not start");
	close(s);
}

static void stop(void)
{
	char remove[96];

	kill(nginx, SIGTERM);
	waitpid(nginx, NULL, 0);
	snprintf(remove, sizeof(remove), "rm -rf '%s'", dir);
	cr_expect_eq(system(remove), 0);
}

/* The status of a POST from there. */
static int post(const char *address)
{
	char text[512];
	int s = call(), status = 0;
	ssize_t n;

	cr_assert(s >= 0);
	snprintf(text, sizeof(text),
	         "POST / HTTP/1.0\r\nX-Real-IP: %s\r\n"
	         "Content-Length: 0\r\n\r\n",
	         address);
	cr_assert_eq(write(s, text, strlen(text)), (ssize_t)strlen(text));
	n = read(s, text, sizeof(text) - 1);
	cr_assert_gt(n, 0);
	text[n] = '\0';
	cr_assert_eq(sscanf(text, "HTTP/1.1 %d", &status), 1, "%s", text);
	close(s);
	return status;
}

Test(limits, a_visitor_is_an_address_of_ipv4_or_a_64_of_ipv6)
{
	start();
	cr_expect_eq(post("2001:db8::1"), 204);
	cr_expect_eq(post("2001:db8::2"), 204);
	cr_expect_eq(post("2001:db8::3:4"), 429);
	cr_expect_eq(post("2001:db8:0:1::1"), 204);
	/* Bytes that are ends of lines. */
	cr_expect_eq(post("2001:db8:a0a:a0a::1"), 204);
	cr_expect_eq(post("2001:db8:a0a:a0a:a0a::1"), 204);
	cr_expect_eq(post("2001:db8:a0a:a0a:b::1"), 429);
	cr_expect_eq(post("192.0.2.1"), 204);
	cr_expect_eq(post("192.0.2.2"), 204);
	cr_expect_eq(post("192.0.2.1"), 204);
	cr_expect_eq(post("192.0.2.1"), 429);
	stop();
}
