/* SPDX-License-Identifier: MIT */
#include "user/hash_slot.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "fixture.h"
#include "http/crew.h"
#include "settings.h"

TestSuite(hash_slot, .init = user_fixture, .fini = user_fixture_end,
          .timeout = 90);

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

/* One of a crew that asks for a seat only when it is told. */
static struct other a_worker(int *tell)
{
	struct other o;
	int says[2], told[2];
	char c;

	cr_assert_eq(pipe(says), 0);
	cr_assert_eq(pipe(told), 0);
	o.pid = fork();
	if (!o.pid) {
		struct hash_slot slot;

		crew_join(setting_text(SET_RUN_DIR), "shop");
		if (write(says[1], "j", 1) == 1 && read(told[0], &c, 1) == 1) {
			c = hash_slot_take(&slot) ? 's' : 'r';
			if (write(says[1], &c, 1) == 1)
				pause();
		}
		_exit(0);
	}
	close(says[1]);
	close(told[0]);
	o.says = says[0];
	*tell = told[1];
	cr_assert_eq(heard(&o), 'j');
	return o;
}

/* How many of so many workers sign-ins can hold at once. */
static int held_of(int workers, const char *slots, const char *queue)
{
	struct other o[16];
	int tell[16], refused = 0;

	cr_assert_null(settings_set("hash_slots", slots));
	cr_assert_null(settings_set("hash_queue", queue));
	for (int i = 0; i < workers; i++)
		o[i] = a_worker(&tell[i]);
	sleep(2); /* then it is known how many they are */
	for (int i = 0; i < workers; i++) {
		cr_assert_eq(write(tell[i], "x", 1), 1);
		refused += !is_waiting(&o[i]) && heard(&o[i]) == 'r';
	}
	for (int i = 0; i < workers; i++) {
		end(&o[i]);
		close(tell[i]);
	}
	return workers - refused;
}

Test(hash_slot, sign_ins_never_hold_every_worker)
{
	cr_expect_eq(held_of(4, "2", "16"), 3);
	cr_expect_eq(held_of(2, "2", "16"), 1);
	cr_expect_eq(held_of(8, "2", "256"), 6);
	cr_expect_eq(held_of(4, "64", "0"), 3);
	cr_expect_eq(held_of(8, "2", "1"), 3, "what is set is the most");
	cr_expect_eq(held_of(1, "2", "16"), 1, "and somebody may sign in");
}
