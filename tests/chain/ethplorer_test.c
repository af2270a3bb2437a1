/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"
#include "lib/fixture.h"

static const struct case_set SET = {
	.folder = "ethplorer",
	.read = ethplorer_read,
	.watched = {{"USDT_ERC20", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                     CHAIN_MAIN},
                    {"USDC_ERC20", "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                     CHAIN_MAIN}},
	.elsewhere = {NULL			       },
};

Test(ethplorer, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 13);
}

#define OURS "0x9858effd232b4033e47d90003d41ec34ecaeda94"
#define FROM "0x6fac4d18c912343bf86fa7049364dd4e424ab9c0"
#define USDT "0xdac17f958d2ee523a2206206994597c13d831ec7"
#define HASH \
	"0x3687c4461047bf711b95a86b366dce3a4f093a60bc3805f957e8ca30eb062d02"
#define ROW(token, value)                                               \
	"{'timestamp':1,'transactionHash':'" HASH                       \
	"','tokenInfo':{'address':'" token "','symbol':'USDT'},'type':" \
	"'transfer','value':'" value "','from':'" FROM "','to':'" OURS "'}"

static struct asked asked(const char *body)
{
	return ask(ethplorer_read, "USDT_ERC20", OURS, 0, body);
}

Test(ethplorer, two_equal_rows_of_a_transaction_are_looked_up_first)
{
	struct asked r =
		asked("{'operations':[" ROW(USDT, "5") "," ROW(USDT, "5") "]}");

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_noted(&r.got, NOTE_AMBIGUOUS, HASH));
}

Test(ethplorer, the_transaction_itself_tells_equal_ones_apart)
{
	struct asked r =
		asked("{'hash':'" HASH "','success':true,'blockNumber':7,"
	              "'confirmations':3,'operations':[" ROW(USDT, "5") "," ROW(
			      USDT, "5") "]}");

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 2);
}

Test(ethplorer, a_token_of_that_name_may_write_what_it_likes)
{
	struct asked r = asked("{'operations':[" ROW(FROM, "1e6") "]}");

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
}

static struct credits page(const char *name)
{
	struct arena *a = arena_process();
	struct watch *w = arena_new(a, struct watch);
	struct question q = {.watches = w, .n = 1, .limit = 3};
	struct credits got;

	watch_open(w, asset_find("USDT_ERC20"), CHAIN_MAIN, OURS);
	cr_assert_null(ethplorer_read(
		&got, a, &q, 200,
		fixture(a, arena_printf(a, "fixtures/ethplorer/%s", name))));
	return got;
}

Test(ethplorer, the_row_on_the_edge_of_two_pages_is_known_again)
{
	struct credits all = page("history_page1.json");
	struct credits second = page("history_page2.json");

	cr_expect_eq(all.n, 3);
	cr_expect_eq(second.n, 2);
	for (size_t i = 0; i < second.n; i++)
		cr_expect(credits_add(&all, arena_process(), second.v[i]));
	cr_expect_eq(all.n, 4);
}
