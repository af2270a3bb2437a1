/* SPDX-License-Identifier: MIT */
/*
 * checkout: buyers who buy one unit after another, each a process of its own
 * that calls the noun as a page does.
 *
 *   checkout CONFIG TIMES USER:PRODUCT:PRICE...
 *
 * Every buyer checks out TIMES times; ids and the price in minor units are the
 * database's.  Prints how many milliseconds all of them took together.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/rescue.h"
#include "buy/buy.h"
#include "db/db.h"
#include "open.h"
#include "settings.h"

enum { ROOM = 1024 * 1024 };

struct buyer {
	struct db *db;
	struct user_id user;
	struct cart_line line;
	struct buy_outcome got;
};

static void buy_one(void *arg)
{
	struct buyer *buyer = arg;
	struct cart cart = {.n = 1, .v = &buyer->line};
	char token[PUBLIC_ID_TEXT];
	const struct once once = {.token = token};
	struct arena *a = arena_open(ROOM);

	random_public_id(token);
	random_public_id(cart.generation);
	buyer->got = buy_checkout(buyer->db, a, buyer->user, &cart,
	                          buyer->line.price, &once);
	arena_close(a);
}

static bool read_buyer(struct buyer *buyer, const char *text)
{
	char *end;
	int64_t price;

	buyer->line.quantity = 1;
	buyer->user.v = strtoll(text, &end, 10);
	if (*end != ':')
		return false;
	buyer->line.product.v = strtoll(end + 1, &end, 10);
	if (*end != ':')
		return false;
	price = strtoll(end + 1, &end, 10);
	buyer->line.price = money_minor(price, setting_currency());
	return !*end;
}

/* Exits 0 when every purchase went through. */
_Noreturn static void buy(struct buyer *buyer, long times, int start)
{
	char go;

	buyer->db = open_db(SET_DB_USER_SHOP);
	db_alive(buyer->db);
	if (read(start, &go, 1) != 0)
		_exit(1);
	while (times--) {
		if (rescue_run(buy_one, buyer) != RESCUE_NONE ||
		    buyer->got.result != BUY_DONE) {
			fprintf(stderr, "checkout: buyer %" PRId64 " got %d\n",
			        buyer->user.v, (int)buyer->got.result);
			_exit(1);
		}
	}
	_exit(0);
}

/* Whether all children did what they should. */
static bool all_well(void)
{
	bool well = true;
	int status;

	while (wait(&status) > 0)
		well &= status == 0;
	return well;
}

int main(int argc, char **argv)
{
	struct buyer buyer = {0};
	int gate[2];
	int64_t since;
	long times;

	if (argc < 4 || !open_settings(argv[1]) || pipe(gate) != 0)
		return 2;
	times = strtol(argv[2], NULL, 10);
	for (int i = 3; i < argc; i++) {
		if (!read_buyer(&buyer, argv[i]))
			return 2;
		if (fork() == 0) {
			close(gate[1]);
			buy(&buyer, times, gate[0]);
		}
	}
	/* Closing the gate starts them all, once they are connected. */
	sleep(1);
	since = clock_ticks_ms();
	close(gate[1]);
	if (!all_well())
		return 1;
	printf("%" PRId64 "\n", clock_ticks_ms() - since);
	return 0;
}
