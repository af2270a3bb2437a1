/* SPDX-License-Identifier: MIT */
#include "user/hash_slot.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "fixture.h"
#include "settings.h"

TestSuite(hash_slot, .init = user_fixture, .fini = user_fixture_end,
          .timeout = 30);

enum { SEATS = 2, QUEUE = 16 };

/* A process that asks for a seat and keeps it until it is killed. */
struct other {
	pid_t pid;
	int says; /* 's' once it sits, 'r' when it was refused */
};

static struct other another(void)
{
	struct other o;
	int pipes[2];

	cr_assert_eq(pipe(pipes), 0);
	o.pid = fork();
	if (!o.pid) {
		struct hash_slot slot;
		char said = hash_slot_take(&slot) ? 's' : 'r';

		if (write(pipes[1], &said, 1) == 1)
			pause();
		_exit(0);
	}
	close(pipes[1]);
	o.says = pipes[0];
	return o;
}

static char heard(const struct other *o)
{
	char c;

	return read(o->says, &c, 1) == 1 ? c : '?';
}

static void end(const struct other *o)
{
	kill(o->pid, SIGKILL);
	waitpid(o->pid, NULL, 0);
	close(o->says);
}

/* Whether it has said nothing for a while. */
static bool is_waiting(const struct other *o)
{
	fd_set set;
	struct timeval t = {0, 300 * 1000};

	FD_ZERO(&set);
	FD_SET(o->says, &set);
	return select(o->says + 1, &set, NULL, NULL, &t) == 0;
}

Test(hash_slot, a_seat_given_back_can_be_taken_again)
{
	struct hash_slot one, two;

	cr_assert_null(settings_set("hash_slots", "1"));
	cr_assert_null(settings_set("hash_queue", "0"));
	cr_assert(hash_slot_take(&one));
	cr_assert_not(hash_slot_take(&two));
	hash_slot_give(&one);
	cr_assert(hash_slot_take(&two));
	hash_slot_give(&two);
}

Test(hash_slot, the_third_waits_until_a_holder_is_killed)
{
	struct other a = another(), b = another(), c;

	cr_assert_eq(heard(&a), 's');
	cr_assert_eq(heard(&b), 's');
	c = another();
	cr_assert(is_waiting(&c));
	end(&a);
	cr_expect_eq(heard(&c), 's');
	end(&b);
	end(&c);
}

Test(hash_slot, the_nineteenth_is_refused_at_once)
{
	struct other o[SEATS + QUEUE];
	struct hash_slot slot;
	int64_t since;

	for (int i = 0; i < SEATS; i++) {
		o[i] = another();
		cr_assert_eq(heard(&o[i]), 's');
	}
	for (int i = SEATS; i < SEATS + QUEUE; i++)
		o[i] = another();
	cr_assert(is_waiting(&o[SEATS + QUEUE - 1]));
	since = clock_ticks_ms();
	cr_expect_not(hash_slot_take(&slot));
	cr_expect_lt(clock_ticks_ms() - since, 500);
	for (int i = 0; i < SEATS + QUEUE; i++)
		end(&o[i]);
	cr_expect(hash_slot_take(&slot), "all are gone, so is their claim");
}
