/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

static const struct case_set SET = {
	.folder = "solanafm",
	.read = solanafm_read,
	.watched = {{"SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
                     CHAIN_MAIN},
                    {"USDC_SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
                     CHAIN_MAIN},
                    {"USDT_SOL", "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
                     CHAIN_MAIN}},
	.elsewhere = {NULL                    },
};

Test(solanafm, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 8);
}

Test(solanafm, an_answer_that_is_no_success_holds_nothing)
{
	struct asked r = ask(solanafm_read, "SOL",
	                     "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN", 0,
	                     "{'status':'error','results':[],'pagination':{"
	                     "'currentPage':1,'totalPages':1}}");

	cr_expect_eq(r.got.fault.kind, FAULT_MALFORMED);
}
