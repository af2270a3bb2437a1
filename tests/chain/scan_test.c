/* SPDX-License-Identifier: MIT */
#include "chain/scan.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/clock.h"
#include "chain/ask.h"
#include "chain/budget.h"
#include "chain/scanning.h"
#include "chain/send.h"
#include "chain/sources.h"
#include "lib/services.h"
#include "redis/keys.h"
#include "settings.h"

/* A source of this test: its scan asks /more until that says it is over. */
static unsigned endless_takes;

static void ask_more(struct scan *s, struct ask *out)
{
	(void)s;
	out->path = "/more";
}

static bool take_more(struct scan *s, const struct credits *read)
{
	endless_takes++;
	if (read->fault.kind == FAULT_RANGE_TOO_LARGE)
		return true;
	if (read->fault.kind != FAULT_NONE)
		return false;
	if (read->height == 1)
		scan_end(s, "1");
	return true;
}

static const struct source SOURCE = {
	.name = "more",
	.read = esplora_read,
	.ask = ask_more,
	.take = take_more,
	.key_header = "ApiKey",
	.key_field = "token",
};

static struct endpoint endpoint;

/* Without a setting: the row above stands in no table. */
static struct scan open_more(const struct stub_page *pages, const char *key)
{
	struct arena *a = arena_process();
	int port = stub_start(pages);

	remote_allow_loopback(true);
	endpoint = (struct endpoint){
		.source = &SOURCE,
		.network = NETWORK_BITCOIN,
		.name = "bitcoin/more@stub",
		.url = arena_printf(a, "http://127.0.0.1:%d", port),
		.host = arena_printf(a, "127.0.0.1:%d", port),
		.key = key,
		.per_hour = 3600,
		.burst = 4,
	};
	return (struct scan){.arena = a, .endpoint = &endpoint};
}

TestSuite(scan, .timeout = 60);

Test(scan, a_source_that_never_ends_is_given_up)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("7")},
		{0              },
	};
	struct scan s = open_more(pages, NULL);
	struct scan_limits limits = {.wide = 1, .deadline_ms = INT64_MAX};

	scan_run(arena_process(), &s, 1, &limits);
	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s.asked, 2000);
}

Test(scan, nothing_is_sent_after_the_deadline)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("7"), .delay_ms = 50},
		{0},
	};
	struct scan s = open_more(pages, NULL);
	struct scan_limits limits = {
		.wide = 1,
		.deadline_ms = clock_ticks_ms() + 300,
	};

	scan_run(arena_process(), &s, 1, &limits);
	cr_expect(s.is_put_off);
	cr_expect_not(s.is_done);
	cr_expect_eq(s.fault.kind, FAULT_NONE);
	cr_expect(s.asked >= 1 && s.asked <= 7, "%u", s.asked);
}

Test(scan, many_are_asked_at_once_but_no_more_than_may_be)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("1"), .delay_ms = 50},
		{0},
	};
	struct scan one = open_more(pages, NULL), scans[64];
	int64_t began = clock_ticks_ms();

	for (size_t i = 0; i < 64; i++)
		scans[i] = one;
	scan_all(scans, 64);
	for (size_t i = 0; i < 64; i++)
		cr_assert(scans[i].is_done);
	cr_expect_eq(stub_widest(), 8);
	cr_expect(clock_ticks_ms() - began < 64 * 50 / 4);
}

Test(scan, a_service_that_is_not_there_is_a_fault_with_its_reason)
{
	struct stub_page pages[] = {
		{0},
	};
	struct scan s = open_more(pages, NULL);

	endpoint.url = arena_printf(arena_process(), "http://127.0.0.1:%d",
	                            stub_dead_port());
	scan_alone(&s);
	cr_expect_eq(s.fault.kind, FAULT_UNAVAILABLE);
	cr_expect(s.fault.message && *s.fault.message);
	cr_expect(s.fault.retry);
}

Test(scan, a_dead_host_is_not_waited_for_by_all)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = NULL},
                {0              }
        };
	struct scan one = open_more(pages, NULL), scans[30];
	size_t failed = 0, put_off = 0;

	for (size_t i = 0; i < 30; i++)
		scans[i] = one;
	scan_all(scans, 30);
	for (size_t i = 0; i < 30; i++) {
		failed += scans[i].fault.kind == FAULT_UNAVAILABLE;
		put_off += scans[i].is_put_off;
	}
	cr_expect_eq(failed, 8, "one round: %zu", failed);
	cr_expect_eq(put_off, 22);
}

Test(scan, an_answer_that_is_too_large_may_be_asked_for_in_parts)
{
	char *large = arena_alloc(arena_process(), 5 << 20, 1);
	struct stub_page pages[] = {
		{.path = "/more", .answer = NULL, .times = 1},
		{.path = "/more",     .answer = ok("1")},
		{0},
	};
	struct scan s;

	memset(large, ' ', (5 << 20) - 1);
	pages[0].answer = ok(large);
	s = open_more(pages, NULL);
	scan_alone(&s);
	cr_expect(s.is_done, "%s", s.fault.message);
	cr_expect_eq(s.asked, 2);
}

Test(scan, one_that_fails_does_not_touch_the_others)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = status(500, "down"), .times = 1},
		{.path = "/more",        .answer = ok("1")},
		{0              },
	};
	struct scan one = open_more(pages, NULL), scans[3];

	for (size_t i = 0; i < 3; i++)
		scans[i] = one;
	scan_all(scans, 3);
	cr_expect_eq(scans[0].is_done + scans[1].is_done + scans[2].is_done, 2);
}

Test(scan, a_key_is_sent_and_blotted_out_of_what_comes_back)
{
	struct stub_page pages[] = {
		{.path = "/more",
	         .answer =
	                 status(400, "no such token: se%2Fcret+1? se/cret+1!")},
		{0},
	};
	struct scan s = open_more(pages, "se/cret+1");

	scan_alone(&s);
	cr_expect(strstr(stub_latest(), "GET /more?token=se%2Fcret%2B1 HTTP"));
	cr_expect(strstr(stub_latest(), "ApiKey: se/cret+1\r\n"));
	cr_assert_eq(s.fault.kind, FAULT_BAD_REQUEST);
	cr_expect(strstr(s.fault.message, "***!"), "%s", s.fault.message);
	cr_expect_not(strstr(s.fault.message, "se/cret"));
}

Test(scan, a_nodes_login_goes_into_a_header)
{
	struct endpoint node = {
		.source = source_find("bitcoind"),
		.url = "http://127.0.0.1:1",
		.key = "Aladdin:open sesame",
	};
	struct ask ask = {.method = "POST", .body = SLICE("{}")};
	struct remote_call call = send_call(arena_process(), &node, &ask);
	const char *text = send_mask(arena_process(), &node,
	                             "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ== and "
	                             "open sesame");

	cr_expect_str_eq(call.url, "http://127.0.0.1:1");
	cr_expect_str_eq(call.headers[2],
	                 "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
	cr_expect_str_eq(text, "Basic *** and ***");
}

Test(scan, a_key_may_stand_in_the_path)
{
	struct endpoint e = {
		.source = source_find("evm"),
		.url = "https://mainnet.example/v3/{key}",
		.key = "abc/def",
	};
	struct ask ask = {.method = "POST", .body = SLICE("{}")};

	cr_expect_str_eq(send_call(arena_process(), &e, &ask).url,
	                 "https://mainnet.example/v3/abc%2Fdef");
	cr_expect_str_eq(send_mask(arena_process(), &e, "at /v3/abc%2Fdef"),
	                 "at /v3/***");
}

/* --- budgets ------------------------------------------------------------- */

static struct redis *open_redis(void)
{
	char prefix[40];

	snprintf(prefix, sizeof(prefix), "scan%d:", (int)getpid());
	cr_assert_null(settings_set("redis_prefix", prefix));
	return redis_open(test_redis_socket(), NULL);
}

static void close_redis(struct redis *r)
{
	redis_ask(r, arena_process(),
	          WORDS(word("DEL"),
	                word(key_budget(arena_process(), endpoint.host))));
	redis_close(r);
}

Test(scan, a_host_is_asked_no_more_than_its_budget)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("1")},
		{0              },
	};
	struct scan one = open_more(pages, NULL), scans[9];
	struct scan_limits limits = {.wide = 8};
	size_t done = 0, put_off = 0;

	limits.redis = open_redis();
	limits.deadline_ms = clock_ticks_ms() + 1500;
	for (size_t i = 0; i < 9; i++)
		scans[i] = one;
	scan_run(arena_process(), scans, 9, &limits);
	for (size_t i = 0; i < 9; i++) {
		done += scans[i].is_done;
		put_off += scans[i].is_put_off;
	}
	cr_expect_eq(done, 5, "four at once and one a second later: %zu", done);
	cr_expect_eq(put_off, 4);
	cr_expect_eq(stub_requests(), 5);
	cr_expect(scans[0].is_done && scans[8].is_put_off);
	close_redis(limits.redis);
}

Test(scan, it_does_not_wait_for_what_comes_too_late)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("1")},
		{0              },
	};
	struct scan one = open_more(pages, NULL), scans[6];
	struct scan_limits limits = {.wide = 8};
	int64_t began = clock_ticks_ms();

	endpoint.per_hour = 60;
	limits.redis = open_redis();
	limits.deadline_ms = began + 30000;
	for (size_t i = 0; i < 6; i++)
		scans[i] = one;
	scan_run(arena_process(), scans, 6, &limits);
	cr_expect(clock_ticks_ms() - began < 5000);
	cr_expect(scans[3].is_done && scans[4].is_put_off);
	close_redis(limits.redis);
}

Test(scan, a_host_without_budget_does_not_hold_up_others)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("1")},
                {0              }
        };
	struct scan one = open_more(pages, NULL), scans[20];
	struct endpoint other = endpoint;
	struct scan_limits limits = {.wide = 4};
	size_t done = 0;

	other.host = "127.0.0.1:other";
	other.per_hour = 0;
	endpoint.per_hour = 60;
	limits.redis = open_redis();
	limits.deadline_ms = clock_ticks_ms() + 5000;
	for (size_t i = 0; i < 20; i++) {
		scans[i] = one;
		if (i >= 10)
			scans[i].endpoint = &other;
	}
	scan_run(arena_process(), scans, 20, &limits);
	for (size_t i = 10; i < 20; i++)
		done += scans[i].is_done;
	cr_expect_eq(done, 10);
	cr_expect(scans[3].is_done && scans[4].is_put_off);
	close_redis(limits.redis);
}

Test(scan, a_host_that_says_enough_is_left_alone)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("7"), .times = 1},
		{.path = "/more",     .answer = status(429, "slow down")},
		{0},
	};
	struct scan one = open_more(pages, NULL), scans[2];
	struct scan_limits limits = {.wide = 1};
	struct allowance left;

	limits.redis = open_redis();
	limits.deadline_ms = clock_ticks_ms() + 5000;
	scans[0] = scans[1] = one;
	scan_run(arena_process(), scans, 2, &limits);
	cr_expect_eq(scans[0].fault.kind, FAULT_RATE_LIMITED);
	cr_expect(scans[1].is_put_off);
	cr_expect_eq(stub_requests(), 2);
	left = budget_take(limits.redis, arena_process(), endpoint.host, 3600,
	                   4, 1);
	cr_expect_eq(left.calls, 0);
	cr_expect(left.wait_ms > 50000, "%" PRId64, left.wait_ms);
	close_redis(limits.redis);
}

/* --- what is long -------------------------------------------------------- */

enum { ROWS = 20000, WATCHES = 1000, SLOW_MS = 1000 };

/* Of this process, so that a busy machine does not count. */
static int64_t worked_ms(void)
{
	return (int64_t)clock() * 1000 / CLOCKS_PER_SEC;
}

/* The text with every ' as ". */
static struct slice quoted_text(struct text *t)
{
	for (size_t i = 0; i < t->len; i++)
		if (t->p[i] == '\'')
			t->p[i] = '"';
	return (struct slice){t->p, t->len};
}

static struct slice wallet_list(struct arena *a)
{
	struct text t = text_open(a, 8 << 20);

	text_add_text(&t, "{'result':{'transactions':[");
	for (int i = 0; i < ROWS; i++)
		text_printf(&t,
		            "%s{'address':'"
		            "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu',"
		            "'category':'receive','amount':0.00010000,"
		            "'vout':0,'confirmations':5,'txid':'%064x',"
		            "'walletconflicts':[]}",
		            i ? "," : "", i);
	text_printf(&t, "],'removed':[],'lastblock':'%064x'},'error':null}", 7);
	return quoted_text(&t);
}

Test(scan, a_wallet_is_read_without_its_addresses)
{
	struct question q = {.every = asset_find("BTC")};
	struct arena *room = arena_open(64 << 20);
	struct arena *a = arena_open(256 << 20);
	struct slice body = wallet_list(room);
	int64_t began;
	struct credits got;
	const char *why;

	began = worked_ms();
	why = bitcoind_read(&got, a, &q, 200, body);

	began = worked_ms() - began;
	cr_assert_null(why, "%s", why);
	cr_expect_eq(got.n, ROWS);
	cr_expect_str_eq(got.v[9].address,
	                 "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu");
	cr_expect(began < SLOW_MS, "%" PRId64 " ms", began);
	arena_close(a);
	arena_close(room);
}

static const char *evm_address(int i)
{
	return arena_printf(arena_process(), "0x%040x", i + 1);
}

static struct slice log_list(struct arena *a)
{
	struct text t = text_open(a, 16 << 20);

	text_add_text(&t, "{'jsonrpc':'2.0','id':1,'result':[");
	for (int i = 0; i < ROWS; i++)
		text_printf(
			&t,
			"%s{'address':'0xdac17f958d2ee523a2206206994597c13d831e"
			"c7','topics':['0xddf252ad1be2c89b69c2b068fc378daa952ba"
			"7f163c4a11628f55a4df523b3ef','0x%064x','0x%064x'],"
			"'data':'0x%064x','blockNumber':'0x10','blockHash':"
			"'0x%064x','transactionHash':'0x%064x','logIndex':"
			"'0x%x','transactionIndex':'0x0','removed':false}",
			i ? "," : "", 99999, i % (2 * WATCHES) + 1, 1000, 16,
			i / 1000, i);
	text_add_text(&t, "]}");
	return quoted_text(&t);
}

Test(scan, a_long_page_of_logs_is_read_for_many_addresses)
{
	struct arena *room = arena_open(64 << 20);
	struct arena *a = arena_open(512 << 20);
	struct watch *w = arena_array(a, WATCHES, struct watch);
	struct question q = {.watches = w, .n = WATCHES, .tip = 20};
	struct slice body = log_list(room);
	struct credits got;
	const char *why;
	int64_t took;

	for (int i = 0; i < WATCHES; i++)
		cr_assert_null(watch_open(&w[i], asset_find("USDT_ERC20"),
		                          CHAIN_MAIN, evm_address(i)));
	q.index = watch_index_open(a, w, WATCHES);
	took = worked_ms();
	why = evm_read(&got, a, &q, 200, body);
	took = worked_ms() - took;
	cr_assert_null(why, "%s", why);
	cr_expect_eq(got.n, ROWS / 2, "%zu", got.n);
	cr_expect(took < SLOW_MS, "%" PRId64 " ms", took);
	arena_close(a);
	arena_close(room);
}

Test(scan, an_address_of_several_assets_is_told_by_the_contract)
{
	struct arena *a = arena_process();
	static const char *const CODES[] = {"ETH", "USDT_ERC20", "USDC_ERC20"};
	struct watch w[9];
	struct question q = {.watches = w, .n = 9};

	for (int i = 0; i < 9; i++)
		cr_assert_null(watch_open(&w[i], asset_find(CODES[i % 3]),
		                          CHAIN_MAIN, evm_address(i / 3)));
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < 9; i++)
			if (w[i].asset->contract)
				cr_expect_eq(question_contract(
						     &q, w[i].asset->contract,
						     w[i].hex),
				             &w[i]);
		cr_expect_eq(question_address(&q, evm_address(1)), &w[3]);
		cr_expect_null(question_address(&q, evm_address(4)));
		q.index = watch_index_open(a, w, 9);
	}
}

Test(scan, what_is_kept_twice_is_kept_once)
{
	struct arena *a = arena_process();
	struct endpoint e = {.source = source_find("esplora")};
	struct scan s = {.arena = a, .endpoint = &e, .found = credits_none()};
	struct credits page = credits_none();

	for (int i = 0; i < 300; i++) {
		struct chain_credit c = {
			.asset = asset_find("BTC"),
			.txid = arena_printf(a, "%064x", i),
			.index = "0",
			.address = "x",
			.amount = {1},
			.is_mined = true,
			.confirmations = i,
		};

		cr_assert(credits_add(&page, a, c));
		credits_note(&page, a, NOTE_OWN, c.txid);
	}
	cr_assert(scan_keep(&s, &page) && scan_keep(&s, &page));
	cr_expect_eq(s.found.n, 300);
	cr_expect_eq(s.found.notes_n, 300);
	cr_expect(credits_noted(&s.found, NOTE_OWN, page.v[299].txid));
	cr_expect_not(credits_noted(&s.found, NOTE_FAILED, page.v[9].txid));
	page.v[250].amount.units = 2;
	cr_expect_not(scan_keep(&s, &page));
	cr_expect_eq(s.fault.kind, FAULT_MALFORMED);
}

/* --- memory --------------------------------------------------------------- */

static bool take_all(struct scan *s, const struct credits *read)
{
	(void)read;
	for (int i = 0; i < 1000; i++)
		arena_alloc(s->arena, 1, 1000);
	return true;
}

static void ask_for_all(struct scan *s, struct ask *out)
{
	(void)out;
	for (int i = 0; i < 1000; i++)
		arena_alloc(s->arena, 1, 1000);
}

/* What strangers sent to one address does not keep the others from being
 * looked at, wherever its memory ends. */
Test(scan, one_that_does_not_fit_into_memory_costs_itself)
{
	struct stub_page pages[] = {
		{.path = "/more", .answer = ok("1")},
		{0              },
	};
	struct scan scans[3];
	struct source greedy[] = {SOURCE, SOURCE};
	struct endpoint at[2];

	scans[1] = open_more(pages, NULL);
	greedy[0].take = take_all;
	greedy[1].ask = ask_for_all;
	for (size_t i = 0; i < 2; i++) {
		at[i] = endpoint;
		at[i].source = &greedy[i];
		scans[2 * i] = scans[1];
		scans[2 * i].endpoint = &at[i];
		scans[2 * i].arena = arena_open_small(20000);
	}
	scan_all(scans, 3);
	cr_expect(scans[1].is_done);
	for (size_t i = 0; i < 3; i += 2) {
		cr_expect_not(scans[i].is_done);
		cr_expect_eq(scans[i].fault.kind, FAULT_UNAVAILABLE);
		cr_expect(strstr(scans[i].fault.message, "memory"));
		arena_close(scans[i].arena);
	}
}
