/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

static const struct case_set SET = {
	.folder = "trongrid",
	.read = trongrid_read,
	.watched = {{"USDT_TRC20", "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH",
                     CHAIN_MAIN}},
	.elsewhere = {NULL},
};

Test(trongrid, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 16);
}

#define OURS "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"
#define FROM "TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC"
#define USDT "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
#define TXID "29519d472948b2d9ff76540214b805849a2c8d8e920ace5d8c1778829ee269ca"
#define ROW(token, type, value, more)                                       \
	"{'transaction_id':'" TXID                                          \
	"','token_info':{'symbol':'USDT','address':'" token                 \
	"','decimals':6},'block_timestamp':1,'from':'" FROM "','to':'" OURS \
	"','type':'" type "','value':'" value "'" more "}"
#define LIST(rows, meta) "{'data':[" rows "],'success':true,'meta':{" meta "}}"

static struct asked asked(const char *body)
{
	return ask(trongrid_read, "USDT_TRC20", OURS, 0, body);
}

Test(trongrid, what_is_not_solid_yet_is_not_booked)
{
	struct asked r = asked(
		LIST(ROW(USDT, "Transfer", "5", ",'_unconfirmed':true"), ""));

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_noted(&r.got, NOTE_PENDING, TXID));
}

Test(trongrid, a_transfer_listed_before_and_after_it_is_solid_is_one)
{
	struct asked r = asked(
		LIST(ROW(USDT, "Transfer", "5", ",'_unconfirmed':true") "," ROW(
			     USDT, "Transfer", "5", ""),
	             ""));

	cr_expect_eq(r.got.n, 1);
}

Test(trongrid, only_transfers_of_the_contract_count)
{
	cr_expect_eq(asked(LIST(ROW(USDT, "Approval", "5", ""), "")).got.n, 0);
	cr_expect_eq(asked(LIST(ROW(FROM, "Transfer", "5", ""), "")).got.n, 0);
}

Test(trongrid, a_cursor_after_an_empty_page_is_the_end)
{
	struct asked r = asked(LIST("", "'fingerprint':'abc'"));

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_null(r.got.next);
}

Test(trongrid, a_suspension_says_how_long_to_wait)
{
	struct asked r = asked("{'Error':'The key exceeds the frequency limit"
	                       "(15), and the query server is suspended for "
	                       "90s'}");

	cr_expect_eq(r.got.fault.kind, FAULT_RATE_LIMITED);
	cr_expect_eq(r.got.fault.wait_s, 90);
}
