/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

#define DOGE "DPo478A7r6mMDTyxiHuB53EXuxTA91Rkmt"

static const struct case_set SET = {
	.folder = "blockcypher",
	.read = blockcypher_read,
	.watched = {{"LTC", "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh",
                     CHAIN_MAIN},
                    {"DOGE", DOGE, CHAIN_MAIN}},
	.elsewhere = {NULL			       },
};

Test(blockcypher, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 14);
}

#define OURS "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh"
#define TXID "dd6fb4ed80de9ee1a52283c7861a76fe3c558d0afa8edeadc4bd0e251b4b87b0"
#define ROW(in, out, more)                                          \
	"{'tx_hash':'" TXID "','block_height':100,'tx_input_n':" in \
	",'tx_output_n':" out ",'value':7,'confirmations':3" more "}"
#define ACCOUNT(address, rows) \
	"{'address':'" address "','n_tx':1,'txrefs':[" rows "]}"

static struct asked asked(int64_t tip, const char *body)
{
	return ask(blockcypher_read, "LTC", OURS, tip, body);
}

Test(blockcypher, a_transaction_we_paid_into_gives_change)
{
	struct asked r = asked(
		0, ACCOUNT(OURS, ROW("0", "-1", "") "," ROW("-1", "1", "")));

	cr_expect_null(r.why, "%s", r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_noted(&r.got, NOTE_OWN, TXID));
}

Test(blockcypher, another_address_is_not_ours)
{
	struct asked r = asked(0, ACCOUNT("ltc1qwlezpr3890hcp6vva9twqh27mr6ed"
	                                  "adreqvhnn",
	                                  ROW("-1", "1", "")));

	cr_expect(r.why);
	cr_expect_eq(r.got.n, 0);
}

Test(blockcypher, the_tip_counts_rather_than_what_the_row_says)
{
	cr_expect_eq(asked(0, ACCOUNT(OURS, ROW("-1", "1", "")))
	                     .got.v[0]
	                     .confirmations,
	             3);
	cr_expect_eq(asked(101, ACCOUNT(OURS, ROW("-1", "1", "")))
	                     .got.v[0]
	                     .confirmations,
	             2);
}

Test(blockcypher, both_forms_of_the_limit_are_told_from_other_refusals)
{
	cr_expect_eq(asked(0, "{'error':'Limits reached.'}").got.fault.kind,
	             FAULT_RATE_LIMITED);
	cr_expect_eq(asked(0, "{'error':'API calls limits have been reached.'}")
	                     .got.fault.kind,
	             FAULT_RATE_LIMITED);
}
