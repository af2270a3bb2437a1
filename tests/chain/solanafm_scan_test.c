/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/scene.h"
#include "chain/sources.h"

#define OWNER     "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"
#define USDC_HERE "5ZGPSxMzV9xV5s3Wep73r8k5MsPAtLYs11dGDdknznM5"
#define PATH      "/v0/accounts/" OWNER "/transfers"
#define SIG                                                                \
	"3jyzgiJQ8eGC1Pz6ZUxcdoGJFCgkKWqoX2z1jjDdRN8YVbZmMoBRscFDELwfuUko" \
	"aaE4h59Ru5V9he13MTjjX8D3"

#define ROW(outer, source, amount)                                           \
	"{'instructionIndex':" outer ",'innerInstructionIndex':-1,'action':" \
	"'transfer','status':'Successful','source':'" source                 \
	"','destination':'" OWNER "','token':'','amount':" amount            \
	",'timestamp':1763500000}"
#define PAGE(rows, at, of)                                        \
	"{'status':'success','results':[{'transactionHash':'" SIG \
	"','data':[" rows "]}],'pagination':{'currentPage':" at   \
	",'totalPages':" of "}}"

static struct scene scene(const char *asset, const char *cursor)
{
	return (struct scene){
		.source = "solanafm",
		.address = OWNER,
		.assets = {asset},
		.cursor = cursor,
	};
}

static void say(struct scene *c, const char *with, const char *body)
{
	size_t i = 0;

	while (c->lines[i].path)
		i++;
	c->lines[i] = (struct line){PATH, with, body, 0};
}

Test(solanafm_scan, a_start_in_time_is_always_sent)
{
	struct scene c = scene("SOL", NULL);

	say(&c, "?utcFrom=1&inflow=true&limit=100&page=1 HTTP",
	    recorded("solanafm/transfers_empty.json"));
	cr_expect_null(scene_end(&c)->next);
	c.cursor = "1763500000";
	c.lines[0].with = "?utcFrom=1763496400&";
	cr_expect_str_eq(scene_end(&c)->next, "1763500000");
}

Test(solanafm_scan, all_pages_are_read)
{
	struct scene c = scene("SOL", NULL);
	const struct scan *s;

	say(&c, "page=1 ", recorded("solanafm/transfers_page1.json"));
	say(&c, "page=2 ", recorded("solanafm/transfers_page2.json"));
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 4);
	cr_expect_eq(s->asked, 2);
}

Test(solanafm_scan, a_transfer_stands_where_a_node_sees_it_and_is_not_booked)
{
	struct scene c = scene("USDC_SOL", NULL);
	const struct scan *s;

	say(&c, NULL, recorded("solanafm/transfers_spl.json"));
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 1);
	cr_expect_str_eq(s->found.v[0].position, USDC_HERE);
	cr_expect_lt(s->found.v[0].confirmations,
	             asset_depth(s->found.v[0].asset));
	cr_expect_not(s->found.v[0].needs_look);
	cr_expect_str_eq(s->next, "1763500000");
}

Test(solanafm_scan, transfers_to_one_account_in_one_transaction_are_one)
{
	struct scene c = scene("SOL", NULL);
	const struct scan *s;

	say(&c, NULL,
	    PAGE(ROW("0", USDC_HERE, "5") "," ROW("1", USDC_HERE, "7") "," ROW(
			 "1", USDC_HERE, "7"),
	         "1", "1"));
	s = scene_end(&c);
	cr_assert_eq(s->found.n, 1);
	cr_expect_str_eq(s->found.v[0].position, OWNER);
	cr_expect(s->found.v[0].amount.units == 12);
}

Test(solanafm_scan, what_the_owner_moves_himself_is_nothing)
{
	struct scene c = scene("SOL", NULL);
	const struct scan *s;

	say(&c, NULL,
	    PAGE(ROW("0", USDC_HERE, "5") "," ROW("1", OWNER, "7"), "1", "1"));
	s = scene_end(&c);
	cr_expect_eq(s->found.n, 0);
	cr_expect(credits_noted(&s->found, NOTE_OWN, SIG));
}

Test(solanafm_scan, failed_rows_count_for_nothing)
{
	struct scene c = scene("SOL", NULL);

	say(&c, NULL, recorded("solanafm/transfers_failed.json"));
	cr_expect_eq(scene_end(&c)->found.n, 0);
}

Test(solanafm_scan, a_page_that_repeats_is_not_read_for_ever)
{
	struct scene c = scene("SOL", NULL);
	const struct scan *s;

	say(&c, NULL, PAGE(ROW("0", USDC_HERE, "5"), "1", "9"));
	s = scene_play(&c);
	cr_expect_eq(s->fault.kind, FAULT_MALFORMED);
	cr_expect_eq(s->asked, 2);
}

Test(solanafm_scan, what_is_gone_is_a_fault)
{
	struct scene c = scene("SOL", NULL);

	c.lines[0] = (struct line){PATH, NULL,
	                           recorded("solanafm/error_gone.html"), 502};
	cr_expect_eq(scene_play(&c)->fault.kind, FAULT_UNAVAILABLE);
	c.lines[0].http = 200;
	cr_expect_eq(scene_play(&c)->fault.kind, FAULT_MALFORMED);
}
