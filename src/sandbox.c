/* SPDX-License-Identifier: MIT */
/*
 * cointill-sandbox: a stand-in for KryptoExpress, for the chains and for the
 * price sources, for the demo and the tests.
 *
 *   cointill-sandbox --db-socket FILE --key FILE [option ...]
 *   cointill-sandbox --callbacks --db-socket FILE --key FILE [option ...]
 *   cointill-sandbox fill CONFIG
 *
 * The first is a FastCGI worker on descriptor 0: it speaks the gateway's API
 * below /api, those of the chains and price sources below /btc, /eth, /kraken
 * and so on (routes.c), takes the word of scripts at /pay, /expire, /send,
 * /mine and /fault, and shows a person the wallet that pays at /.  The second delivers callbacks
 * until it is told to stop.  Any number of each may run; what they share is
 * in a database of their own.  It is the other side: nothing of the shop but
 * its tools is used, except by the third, which puts the demo's goods and its
 * buyer into the shop of that configuration.
 */
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"
#include "base/rescue.h"
#include "db/db.h"
#include "http/fcgi.h"
#include "http/form.h"
#include "http/request.h"
#include "remote/remote.h"
#include "sandbox/callback.h"
#include "sandbox/options.h"
#include "sandbox/routes.h"
#include "sandbox/schema.h"
#include "sandbox/truth.h"
#include "sandbox_fill.h"
#include "view/templates.h"

enum {
	REQUESTS_MOST = 50000,
	KEY_MAX = 200,
	ROUND_ARENA = 64 * 1024 * 1024,
	PAUSE_NS = 100 * 1000 * 1000,
	SCALE_MAX = 1000000,
	STALL_S = 25, /* longer than the shop waits, shorter than nginx */
	STALL_MAX = 30,
	OPENING_TRIES = 20
};

struct start {
	struct options options;
	struct db_login login;
	const char *share, *key_file;
	bool callbacks;
};

/* --- a request ------------------------------------------------------------ */

struct turn {
	struct request *rq;
	struct reply *reply;
};

static void take_turn(void *arg)
{
	struct turn *turn = arg;

	turn->reply = router_answer(turn->rq);
	if (turn->rq->method == POST)
		truth_flush(turn->rq->db, turn->rq->arena);
}

/* Its arena has no room for an answer. */
static struct reply *full(struct turn *turn, struct arena **a)
{
	struct arena *other = arena_open(MEMORY_SORRY);

	turn->rq = request_again(other, turn->rq);
	log_request(turn->rq->id);
	arena_close(*a);
	*a = other;
	return sandbox_error(turn->rq, 500, "out of memory");
}

static struct reply *answer(struct arena **a, char *const *params,
                            struct slice body, void *db)
{
	struct turn turn = {.rq = request_open(*a, params, body)};
	enum rescue how;

	turn.rq->db = db;
	log_request(turn.rq->id);
	how = rescue_run(take_turn, &turn);
	if (how == RESCUE_FULL)
		turn.reply = full(&turn, a);
	else if (how != RESCUE_NONE)
		/* Not even a bare answer is owed for what was done and not
		 * said. */
		turn.reply = NULL;
	log_request(NULL);
	return turn.reply;
}

static int serve(const struct start *start, struct db *db)
{
	struct site site = {.routes = SANDBOX_ROUTES,
	                    .n = SANDBOX_ROUTES_COUNT,
	                    .pool = ALL,
	                    .error = sandbox_error,
	                    .no_sessions = true};
	struct arena *a = arena_open(16 * 1024);
	bool ok = templates_open(arena_printf(a, "%s/templates", start->share));

	arena_close(a);
	if (!ok)
		return 1;
	router_open(&site);
	return fcgi_serve(answer, db, REQUESTS_MOST);
}

/* --- callbacks ------------------------------------------------------------ */

static volatile sig_atomic_t STOP;

static void stop(int signal)
{
	(void)signal;
	STOP = 1;
}

struct going {
	struct db *db;
	struct arena *arena;
	bool delivered;
};

static void go_round(void *arg)
{
	struct going *going = arg;

	going->delivered = callback_round(going->db, going->arena);
}

/* Stopping is only noticed between two rounds. */
static int call_back(struct db *db)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};
	const struct sigaction action = {.sa_handler = stop};
	sigset_t blocked, while_waiting;

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGTERM);
	sigaddset(&blocked, SIGINT);
	sigprocmask(SIG_BLOCK, &blocked, &while_waiting);
	while (!STOP) {
		struct going going = {.db = db,
		                      .arena = arena_open(ROUND_ARENA)};

		if (rescue_run(go_round, &going) != RESCUE_NONE)
			log_warn("lost MariaDB, or memory; trying again");
		arena_close(going.arena);
		ppoll(NULL, 0, &pause, &while_waiting);
	}
	return 0;
}

/* --- the start ------------------------------------------------------------ */

static bool read_key(struct options *o, const char *path)
{
	static char key[KEY_MAX + 1];
	struct arena *a = arena_open(16 * 1024);
	struct slice s;
	bool ok = path && file_read(&s, a, path, KEY_MAX);

	if (ok) {
		memcpy(key, s.p, s.len);
		key[strcspn(key, "\r\n")] = '\0';
		o->api_key = key;
		ok = *key != '\0';
	}
	arena_close(a);
	if (!ok)
		log_error("--key must name a file with an API key");
	return ok;
}

static void make_schema(void *db)
{
	schema_make(db);
}

/* MariaDB may be starting, too. */
static struct db *open_db(const struct db_login *login)
{
	const struct timespec pause = {.tv_nsec = 500 * 1000 * 1000};
	struct db *db = db_open(login);

	for (int i = 0; i < OPENING_TRIES; i++) {
		if (rescue_run(make_schema, db) == RESCUE_NONE)
			return db;
		nanosleep(&pause, NULL);
	}
	db_close(db);
	return NULL;
}

static void make_up_seed(struct options *o)
{
	static char seed[PUBLIC_ID_TEXT];

	if (o->seed)
		return;
	random_public_id(seed);
	o->seed = seed;
}

static bool number(unsigned *out, const char *text, unsigned max)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	*out = (unsigned)n;
	return *text >= '0' && *text <= '9' && !*end && n && n <= max;
}

static bool take_option(struct start *s, int option, const char *value)
{
	switch (option) {
	case 'S':
		s->login.socket = value;
		return true;
	case 'U':
		s->login.user = value;
		return true;
	case 'N':
		s->login.name = value;
		return true;
	case 'P':
		s->login.password_file = value;
		return true;
	case 'd':
		s->share = value;
		return true;
	case 't':
		s->options.truth = value;
		return true;
	case 'T':
		return number(&s->options.time_scale, value, SCALE_MAX);
	case 'E':
		return number(&s->options.expiry_scale, value, SCALE_MAX);
	case 'B':
		return number(&s->options.block_scale, value, SCALE_MAX);
	case 'l':
		return number(&s->options.stall_s, value, STALL_MAX);
	case 'k':
		s->key_file = value;
		return true;
	case 's':
		s->options.shop = value;
		return true;
	case 'r':
		s->options.seed = value;
		return strlen(value) < 64;
	case 'c':
		s->callbacks = true;
		return true;
	default:
		return false;
	}
}

static bool take_options(struct start *s, int argc, char **argv)
{
	static const struct option OPTIONS[] = {
		{"db-socket",        required_argument, NULL, 'S'},
		{"db-user",          required_argument, NULL, 'U'},
		{"db-name",          required_argument, NULL, 'N'},
		{"db-password-file", required_argument, NULL, 'P'},
		{"share",            required_argument, NULL, 'd'},
		{"truth",            required_argument, NULL, 't'},
		{"time-scale",       required_argument, NULL, 'T'},
		{"expiry-scale",     required_argument, NULL, 'E'},
		{"block-scale",      required_argument, NULL, 'B'},
		{"stall",            required_argument, NULL, 'l'},
		{"key",              required_argument, NULL, 'k'},
		{"shop",             required_argument, NULL, 's'},
		{"seed",             required_argument, NULL, 'r'},
		{"callbacks",        no_argument,       NULL, 'c'},
		{NULL,               0,                 NULL, 0  },
	};
	int option;

	while ((option = getopt_long(argc, argv, "", OPTIONS, NULL)) >= 0)
		if (!take_option(s, option, optarg))
			return false;
	return optind == argc && s->login.socket;
}

static int usage(void)
{
	fputs("usage: cointill-sandbox [--callbacks] --db-socket FILE\n"
	      "         --key FILE [--db-user NAME] [--db-name NAME]\n"
	      "         [--db-password-file FILE] [--share DIR]\n"
	      "         [--truth FILE] [--shop URL] [--seed TEXT]\n"
	      "         [--time-scale N] [--expiry-scale N] [--block-scale N]\n"
	      "         [--stall SECONDS]\n"
	      "       cointill-sandbox fill CONFIG\n",
	      stderr);
	return 2;
}

int main(int argc, char **argv)
{
	struct start start = {
		.options = {.time_scale = 1,
	                    .expiry_scale = 1,
	                    .block_scale = 1,
	                    .stall_s = STALL_S},
		.login = {.user = "root", .name = "cointill_sandbox"},
		.share = ".",
	};
	struct db *db;
	int status;

	if (argc == 3 && !strcmp(argv[1], "fill"))
		return sandbox_fill_run(argv[2]);
	if (!take_options(&start, argc, argv))
		return usage();
	if (!read_key(&start.options, start.key_file))
		return 1;
	make_up_seed(&start.options);
	options_open(&start.options);
	remote_allow_loopback(true);
	db = open_db(&start.login);
	if (!db)
		return 1;
	status = start.callbacks ? call_back(db) : serve(&start, db);
	db_close(db);
	return status;
}
