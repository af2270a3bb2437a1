/* SPDX-License-Identifier: MIT */
#include "jobs.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "gateway/kryptoexpress.h"
#include "jobs/item.h"
#include "jobs/lease.h"
#include "lib/buyers.h"
#include "lib/services.h"
#include "lib/stub.h"
#include "notice/notice.h"
#include "payment/offer.h"
#include "settings.h"

TestSuite(jobs, .timeout = 60);

static struct buyers *world;
static struct stub_page pages[4];

static struct job_context run(const char *name, bool *more)
{
	struct job_context job = {.db = world->db,
	                          .redis = world->redis,
	                          .arena = world->arena,
	                          .result = ""};

	*more = job_find(name)->run(&job);
	return job;
}

static const char *answer(const char *status, const char *body)
{
	return arena_printf(world->arena,
	                    "HTTP/1.1 %s\r\nContent-Length: %zu\r\n"
	                    "Connection: close\r\n\r\n%s",
	                    status, strlen(body), body);
}

static void open_world(void)
{
	world = buyers_open();
	buyers_gateway(stub_start(pages));
}

static const char *payment_json(const struct gateway_payment *said)
{
	return arena_printf(
		world->arena,
		"{\"id\":%s,\"paymentType\":\"PAYMENT\",\"fiatCurrency\":"
		"\"USD\",\"fiatAmount\":%s,\"cryptoAmount\":%s,"
		"\"cryptoCurrency\":\"BTC\",\"expireDatetime\":%" PRId64
		",\"createDatetime\":%" PRId64 ",\"address\":\"%s\",\"isPaid\":"
		"%s,\"isWithdrawn\":false,\"hash\":\"%s\"}",
		said->id, said->fiat_amount, said->crypto_amount,
		said->expires_at.ms, said->created_at.ms, said->address,
		said->is_paid ? "true" : "false", said->hash);
}

static void make_due(void)
{
	test_sql("UPDATE payments SET next_poll_at = UTC_TIMESTAMP(3)"
	         " WHERE next_poll_at IS NOT NULL");
}

Test(jobs, coins_are_those_of_the_gateway_and_the_setting)
{
	struct offers all;
	bool more;

	open_world();
	pages[0] = (struct stub_page){
		.path = "/cryptocurrency/all",
		.answer = answer("200 OK", "[\"BTC\",\"DOGE\",\"XYZ\"]")};
	pages[1] = (struct stub_page){
		.path = "/cryptocurrency/price",
		.answer = answer(
			"200 OK",
			"[{\"cryptoCurrency\":\"BTC\",\"fiatCurrency\":\"USD\","
			"\"price\":6.412e4},{\"cryptoCurrency\":\"DOGE\","
			"\"fiatCurrency\":\"USD\",\"price\":0.15}]")};
	cr_assert_null(settings_set("coins", "LTC DOGE BTC"));
	cr_assert_not(run("coins", &more).failed);
	all = offer_list(world->db, world->arena);
	cr_assert_eq(all.n, 2);
	cr_assert_str_eq(all.v[0].asset->code, "DOGE");
	cr_assert_str_eq(offer_hint(world->arena, &all.v[1]),
	                 "1 BTC = $64,120.00");
	cr_assert_null(all.v[1].paused);
	test_sql("UPDATE coins SET checked_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 16 MINUTE WHERE asset = 'BTC'");
	all = offer_list(world->db, world->arena);
	cr_assert_null(all.v[0].paused);
	cr_assert_not_null(all.v[1].paused);
	pages[0].answer = answer("500 Oops", "{}");
	cr_assert(run("coins", &more).failed);
	cr_assert_eq(offer_list(world->db, world->arena).n, 2);
}

Test(jobs, the_poller_finds_what_no_callback_told)
{
	const struct payment *p;
	struct gateway_payment said;
	bool more;

	open_world();
	p = buyers_payment(buyers_add("ann"), PAYMENT_NAMED);
	said = buyers_said(p, true);
	pages[0] = (struct stub_page){
		.path = "/payment",
		.answer = answer("200 OK", payment_json(&said))};
	(void)run("poll", &more);
	cr_assert_eq(stub_requests(), 0); /* not due yet */
	make_due();
	(void)run("poll", &more);
	cr_assert_eq(buyers_now(p)->state, PAYMENT_PAID);
	cr_assert_eq(test_number("SELECT top_up_amount FROM users"), 2500);
	make_due();
	(void)run("poll", &more);
	cr_assert_eq(stub_requests(), 1); /* not looked after any more */
}

Test(jobs, the_poller_waits_longer_each_time_and_goes_on_after_expiry)
{
	const struct payment *p;
	struct gateway_payment said;
	bool more;

	open_world();
	p = buyers_payment(buyers_add("ann"), PAYMENT_NAMED);
	said = buyers_said(p, false);
	pages[0] = (struct stub_page){
		.path = "/payment",
		.answer = answer("200 OK", payment_json(&said))};
	for (int64_t wait = 30, n = 0; n < 8; n++, wait *= 2) {
		make_due();
		(void)run("poll", &more);
		if (wait > 1800)
			wait = 1800;
		cr_assert_leq(
			llabs(test_number("SELECT TIMESTAMPDIFF(SECOND,"
		                          " UTC_TIMESTAMP(3), next_poll_at)"
		                          " FROM payments") -
		              wait),
			2);
	}
	test_sql("UPDATE payments SET expires_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 3 DAY");
	make_due();
	(void)run("poll", &more);
	cr_assert_eq(buyers_now(p)->state, PAYMENT_EXPIRED);
	said.is_paid = true;
	pages[0].answer = answer("200 OK", payment_json(&said));
	make_due();
	(void)run("poll", &more);
	cr_assert_eq(buyers_now(p)->state, PAYMENT_PAID);
}

Test(jobs, the_poller_gives_up_days_after_expiry)
{
	bool more;

	open_world();
	(void)buyers_payment(buyers_add("ann"), PAYMENT_NAMED);
	pages[0] = (struct stub_page){.path = "/payment",
	                              .answer = answer("404 No", "{}")};
	test_sql("UPDATE payments SET expires_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 8 DAY");
	make_due();
	cr_assert(run("poll", &more).failed);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM payments"
	                         " WHERE next_poll_at IS NULL"),
	             1);
}

Test(jobs, what_is_over_ends_and_its_buyer_is_told_once)
{
	struct user_id ann;
	struct notices inbox;
	const struct payment *p;
	bool more;

	open_world();
	ann = buyers_add("ann");
	p = buyers_payment(ann, PAYMENT_ANY);
	(void)run("expire", &more);
	cr_assert_eq(buyers_now(p)->state, PAYMENT_OPEN);
	test_sql("UPDATE payments SET expires_at ="
	         " UTC_TIMESTAMP(3) - INTERVAL 61 SECOND");
	(void)run("expire", &more);
	(void)run("expire", &more);
	cr_assert_eq(buyers_now(p)->state, PAYMENT_EXPIRED);
	cr_assert_eq(test_number("SELECT open_payments FROM users"), 0);
	(void)run("outbox", &more);
	(void)run("outbox", &more);
	inbox = notice_list(world->db, world->arena, ann, 10);
	cr_assert_eq(inbox.n, 1);
	cr_assert_eq(inbox.v[0].kind, OUTBOX_PAYMENT_EXPIRED);
	cr_assert_str_eq(inbox.v[0].subject, p->public_id);
	cr_assert_eq(notice_unread(world->db, world->arena, ann), 1);
	notice_mark_read(world->db, ann);
	cr_assert_eq(notice_unread(world->db, world->arena, ann), 0);
}

Test(jobs, a_lease_belongs_to_one_and_runs_out)
{
	struct lease one, two;

	world = buyers_open();
	one = lease_take(world->db, world->arena, "x", 30, 0);
	cr_assert_neq(one.fence, 0);
	cr_assert_eq(lease_take(world->db, world->arena, "x", 30, 0).fence, 0);
	test_sql("UPDATE jobs SET leased_until ="
	         " UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
	two = lease_take(world->db, world->arena, "x", 30, 0);
	cr_assert_gt(two.fence, one.fence);
	cr_assert_not(lease_keep(world->db, &one, 30));
	lease_give(world->db, &one, "late");
	cr_assert(lease_keep(world->db, &two, 30));
	lease_give(world->db, &two, "done");
	cr_assert_eq(lease_take(world->db, world->arena, "x", 30, 60).fence, 0);
	cr_assert_neq(lease_take(world->db, world->arena, "x", 30, 0).fence, 0);
}

/* --- an item that does not fit -------------------------------------------- */

static void fill(struct job_context *job, void *arg)
{
	int *n = arg;

	++*n;
	for (;;)
		arena_alloc(job->arena, 1, 1 << 20);
}

static void do_it(struct job_context *job, void *arg)
{
	int *n = arg;

	(void)arena_text(job->arena, "some");
	++*n;
}

Test(jobs, an_item_that_does_not_fit_costs_itself)
{
	struct job_context job = {.result = ""};
	int n = 0;

	world = buyers_open();
	job.arena = world->arena;
	cr_assert(job_item(&job, "thing", 1, do_it, &n));
	cr_assert_not(job_item(&job, "thing", 2, fill, &n));
	cr_assert(job_item(&job, "thing", 3, do_it, &n));
	cr_assert_eq(n, 3);
	cr_assert_eq(job.left, 1);
	cr_assert(job.failed);
	cr_assert_eq(job.arena, world->arena);
}
