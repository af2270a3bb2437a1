/* SPDX-License-Identifier: MIT */
#include "redis/redis.h"
#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../lib/proxy.h"
#include "../lib/services.h"
#include "base/arena.h"
#include "base/rescue.h"

static struct redis *redis;
static struct arena *a;

static void set_up(void)
{
	redis = redis_open(test_redis_socket(), NULL);
	a = arena_open(16 << 20);
}

static void tear_down(void)
{
	arena_close(a);
	redis_close(redis);
}

TestSuite(redis, .init = set_up, .fini = tear_down, .timeout = 60);

static void set(const char *key, const char *value)
{
	redis_ask(redis, a, WORDS(word("SET"), test_key(a, key), word(value)));
	redis_ask(redis, a,
	          WORDS(word("EXPIRE"), test_key(a, key), word("60")));
}

static const struct answer *get(struct redis *r, const char *key)
{
	return redis_ask(r, a, WORDS(word("GET"), test_key(a, key)));
}

Test(redis, every_byte_passes_unread)
{
	static const char *const WILD[] = {"%s%n%b", "\r\n$5\r\nFLUSH",
	                                   "' OR \"", "*1\r\n", "{x}[y]*?"};
	char all[256];
	struct slice bytes = {all, sizeof(all)};
	const struct answer *back;

	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	redis_ask(
		redis, a,
		WORDS(word("SET"), bytes, bytes, word("EX"), word_int(a, 60)));
	back = redis_ask(redis, a, WORDS(word("GET"), bytes));
	cr_assert(back->kind == ANSWER_TEXT && back->s.len == sizeof(all));
	cr_assert(!memcmp(back->s.p, all, sizeof(all)));
	for (size_t i = 0; i < sizeof(WILD) / sizeof(*WILD); i++) {
		set(WILD[i], WILD[i]);
		cr_assert(slice_is(get(redis, WILD[i])->s, WILD[i]));
	}
}

Test(redis, each_kind_of_answer_is_told_apart)
{
	const struct answer *list;

	cr_assert(get(redis, "no")->kind == ANSWER_NONE);
	set("empty", "");
	cr_assert(get(redis, "empty")->kind == ANSWER_TEXT);
	cr_assert(get(redis, "empty")->s.len == 0);
	cr_assert(redis_ask(redis, a, WORDS(word("DEL"), test_key(a, "empty")))
	                  ->i == 1);
	set("x", "1");
	list = redis_ask(
		redis, a,
		WORDS(word("MGET"), test_key(a, "x"), test_key(a, "no")));
	cr_assert(list->kind == ANSWER_LIST && list->n == 2);
	cr_assert(slice_is(list->item[0]->s, "1"));
	cr_assert(list->item[1]->kind == ANSWER_NONE);
}

static struct script ECHO = {"return {KEYS[1], ARGV[1], 7}", ""};
static struct script FULL = {"return redis.error_reply('OOM full')", ""};
static struct script FAULTY = {"return redis.error_reply('MINE bad')", ""};

Test(redis, a_script_runs_whether_or_not_it_is_known)
{
	for (int i = 0; i < 3; i++) {
		const struct answer *list =
			redis_script(redis, a, &ECHO, WORDS(test_key(a, "k")),
		                     WORDS(SLICE("a\0b")));

		cr_assert(list->kind == ANSWER_LIST && list->n == 3);
		cr_assert(list->item[1]->s.len == 3);
		cr_assert(list->item[2]->i == 7);
		if (i == 1)
			redis_ask(redis, a,
			          WORDS(word("SCRIPT"), word("FLUSH")));
	}
	cr_assert(strlen(ECHO.sha) == 40);
}

static void run_script(void *script)
{
	redis_script(redis, a, script, (struct words){NULL, 0},
	             (struct words){NULL, 0});
}

Test(redis, a_full_server_is_a_loss)
{
	cr_assert(rescue_run(run_script, &FULL) == RESCUE_LOST);
	cr_assert(redis_alive(redis));
}

Test(redis, an_error_of_ours_panics, .signal = SIGABRT)
{
	run_script(&FAULTY);
}

Test(redis, a_wrong_command_panics, .signal = SIGABRT)
{
	redis_ask(redis, a, WORDS(word("NONSENSE")));
}

struct question {
	struct redis *redis;
	const char *key;
};

static void ask(void *arg)
{
	struct question *q = arg;

	get(q->redis, q->key);
}

Test(redis, a_late_answer_is_not_given_to_the_next_reader)
{
	const char *socket =
		proxy_open(test_redis_socket(), FAULT_LATE_ANSWER, ":ann");
	struct redis *own = redis_open(socket, NULL);
	struct question q = {own, "ann"};

	set("ann", "ann's cart");
	set("bob", "bob's cart");
	cr_assert(rescue_run(ask, &q) == RESCUE_LOST);
	/* Until the proxy takes new connections again. */
	usleep(600000);
	cr_assert(slice_is(get(own, "bob")->s, "bob's cart"));
	cr_assert(slice_is(get(own, "ann")->s, "ann's cart"));
	redis_close(own);
	unlink(socket);
}

Test(redis, a_connection_closed_in_between_is_made_anew)
{
	const struct answer *id =
		redis_ask(redis, a, WORDS(word("CLIENT"), word("ID")));
	struct redis *other = redis_open(test_redis_socket(), NULL);

	set("x", "1");
	redis_ask(other, a,
	          WORDS(word("CLIENT"), word("KILL"), word("ID"),
	                word_int(a, id->i)));
	usleep(50000);
	cr_assert(slice_is(get(redis, "x")->s, "1"));
	redis_close(other);
}

Test(redis, no_server_is_a_loss_and_not_a_bug)
{
	struct redis *none = redis_open("/nonexistent/socket", NULL);
	struct question q = {none, "x"};

	cr_assert_not(redis_alive(none));
	cr_assert(rescue_run(ask, &q) == RESCUE_LOST);
	redis_close(none);
}

Test(redis, a_connection_used_after_a_fork_panics)
{
	int status;

	get(redis, "x");
	if (fork() == 0) {
		signal(SIGABRT, SIG_DFL);
		get(redis, "x");
		_exit(0);
	}
	wait(&status);
	cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	get(redis, "x");
}

Test(redis, round_trips_are_counted)
{
	uint64_t before = redis_trips();

	get(redis, "x");
	cr_assert(redis_trips() == before + 1);
}

/* A server of our own, since a password would shut out the other tests. */
static pid_t start_with_password(const char *socket)
{
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(null, STDOUT_FILENO);
		execlp("redis-server", "redis-server", "--port", "0",
		       "--unixsocket", socket, "--requirepass", "open sesame",
		       "--save", "", "--dir", "/tmp", (char *)NULL);
		_exit(1);
	}
	for (int i = 0; i < 100 && access(socket, F_OK); i++)
		usleep(50000);
	return pid;
}

static const char *password_file(const char *text)
{
	char *path = arena_text(a, "/tmp/ct-password-XXXXXX");
	int fd = mkstemp(path);

	cr_assert(write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	close(fd);
	return path;
}

Test(redis, the_password_is_read_from_its_file)
{
	const char *socket = arena_printf(a, "/tmp/ct-redis-%d", (int)getpid());
	const char *right = password_file("open sesame\n");
	const char *wrong = password_file("open barley\n");
	pid_t server = start_with_password(socket);
	struct redis *in = redis_open(socket, right);
	struct redis *out = redis_open(socket, wrong);

	cr_assert(redis_alive(in));
	cr_assert_not(redis_alive(out));
	redis_close(in);
	redis_close(out);
	kill(server, SIGTERM);
	unlink(socket);
	unlink(right);
	unlink(wrong);
}
