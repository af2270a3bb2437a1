/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "lib/services.h"
#include "sandbox/chain.h"
#include "view/templates.h"

static struct side opened(void)
{
	struct side s = side_open();
	const char *top = getenv("srcdir");

	cr_assert(templates_open(
		arena_printf(s.arena, "%s/templates", top ? top : ".")));
	return s;
}

Test(sandbox_page, it_shows_chains_and_coins)
{
	struct side s = opened();
	struct said said = side_ask(&s, "GET", "/", "");
	const char *page = arena_bytes(s.arena, said.body.p, said.body.len);

	cr_assert_eq(said.status, 200);
	cr_expect(strstr(page, "litecoin at 3010"));
	cr_expect(strstr(page, "<option>USDT_TRC20</option>"));
	side_close(&s);
}

Test(sandbox_page, a_person_sends_coins_and_disturbs_a_chain)
{
	struct side s = opened();

	cr_expect_eq(side_ask(&s, "POST", "/page/send",
	                      "asset=DOGE&amount=5&address="
	                      "DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE")
	                     .status,
	             303);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM transfers"), 1);
	cr_expect_eq(side_ask(&s, "POST", "/page/chain",
	                      "network=dogecoin&do=mine&n=2&option=keep")
	                     .status,
	             303);
	cr_expect_eq(side_ask(&s, "POST", "/page/chain",
	                      "network=dogecoin&do=reorg&n=3&option=drop")
	                     .status,
	             303);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM transfers"
	                         " WHERE is_gone = 0"),
	             0);
	cr_expect_eq(side_ask(&s, "POST", "/page/chain",
	                      "network=dogecoin&do=down&n=1&option=keep")
	                     .status,
	             303);
	cr_expect_eq(side_ask(&s, "GET", "/blockcypher/doge", "").status, 503);
	side_close(&s);
}

Test(sandbox_page, what_cannot_be_is_said_on_the_page)
{
	struct side s = opened();

	cr_expect_eq(side_ask(&s, "POST", "/page/send",
	                      "asset=DOGE&amount=5&address=nobody")
	                     .status,
	             409);
	cr_expect_eq(side_ask(&s, "POST", "/page/chain",
	                      "network=dogecoin&do=nothing&n=1&option=keep")
	                     .status,
	             400);
	side_close(&s);
}
