/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "chain/ask.h"
#include "chain/cases.h"

static const struct case_set SET = {
	.folder = "esplora",
	.read = esplora_read,
	.watched = {{"BTC", "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
                     CHAIN_MAIN},
                    {"BTC", "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
                     CHAIN_MAIN},
                    {"LTC", "31jkZShyVAMkVz5cQpu4qp73DrAXtFP3rZ", CHAIN_MAIN}},
	.elsewhere = { "tip_height.txt",                  "tip_hash.txt",
                    "block_hash_at_height.txt",  "block_status_orphaned.json"},
};

Test(esplora, every_recorded_answer_gives_what_its_case_expects)
{
	cr_expect_eq(cases_check(&SET), 23);
}

#define OURS   "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"
#define SCRIPT "0014c0cebcd6c3d3ca8c75dc5ec62ebe55330ef910e2"
#define OTHER  "0014b996fac2869848fb19d5314b3a5c2d4d03b58820"
#define TXID   "250fbdaa784e8106229dcf4914a2950b442437e5dc753e970ab289eb9ab8ce05"

#define IN(script)                            \
	"{'prevout':{'scriptpubkey':'" script \
	"','value':9},'is_coinbase':false}"
#define OUT(script, value) "{'scriptpubkey':'" script "','value':" value "}"
#define TX(in, out, status)                                                   \
	"{'txid':'" TXID "','vin':[" in "],'vout':[" out "],'status':" status \
	"}"
#define MINED   "{'confirmed':true,'block_height':100}"
#define MEMPOOL "{'confirmed':false}"

static struct asked asked(const char *body)
{
	return ask(esplora_read, "BTC", OURS, 105, body);
}

Test(esplora, each_output_to_us_is_a_credit)
{
	struct asked r = asked("[" TX(
		IN(OTHER),
		OUT(SCRIPT, "5") "," OUT(OTHER, "7") "," OUT(SCRIPT, "6"),
		MINED) "]");

	cr_assert_null(r.why, "%s", r.why);
	cr_assert_eq(r.got.n, 2);
	cr_expect_str_eq(r.got.v[0].index, "0");
	cr_expect_str_eq(r.got.v[1].index, "2");
	cr_expect_eq(r.got.v[1].confirmations, 6);
}

Test(esplora, an_input_of_ours_makes_it_change)
{
	struct asked r = asked(
		"[" TX(IN(OTHER) "," IN(SCRIPT), OUT(SCRIPT, "5"), MINED) "]");

	cr_expect_null(r.why);
	cr_expect_eq(r.got.n, 0);
	cr_expect(credits_noted(&r.got, NOTE_OWN, TXID));
}

Test(esplora, mined_coins_wait_until_they_can_move)
{
	const char *tx = TX("{'prevout':null,'is_coinbase':true}",
	                    OUT(SCRIPT, "5"), MINED);
	struct asked young = ask(esplora_read, "BTC", OURS, 198, tx);
	struct asked old = ask(esplora_read, "BTC", OURS, 199, tx);

	cr_assert_eq(young.got.n, 1, "on its way");
	cr_expect_eq(young.got.v[0].maturity, 100);
	cr_expect_not(credit_is_mature(&young.got.v[0]));
	cr_expect(credits_noted(&young.got, NOTE_IMMATURE, TXID));
	cr_assert_eq(old.got.n, 1);
	cr_expect(credit_is_mature(&old.got.v[0]));
}

#define HOGADDR                                                  \
	"5820aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaa"

static int64_t maturity_of(const char *asset, const char *address,
                           const char *outputs)
{
	struct asked r = ask(esplora_read, asset, address, 105,
	                     arena_printf(arena_process(),
	                                  TX(IN(OTHER), "%s", MINED), outputs));

	cr_assert_null(r.why, "%s", r.why);
	cr_assert_eq(r.got.n, 1);
	return r.got.v[0].maturity;
}

Test(esplora, coins_out_of_mweb_are_known_by_their_transaction)
{
	static const char LTC[] = "ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2rkk4wh";
	static const char PAID[] =
		"{'scriptpubkey_address':'ltc1qjmxnz78nmc8nq77wuxh25n2es7rzm5c2"
		"rkk4wh','value':5}";
	struct arena *a = arena_process();

	cr_expect_eq(
		maturity_of("LTC", LTC,
	                    arena_printf(a, "%s,%s", OUT(HOGADDR, "9"), PAID)),
		6);
	cr_expect_eq(
		maturity_of("LTC", LTC,
	                    arena_printf(a, "%s,%s", OUT(OTHER, "9"), PAID)),
		0);
	cr_expect_eq(maturity_of("BTC", OURS,
	                         OUT(HOGADDR, "9") "," OUT(SCRIPT, "5")),
	             0);
}

Test(esplora, a_tip_behind_the_block_proves_nothing)
{
	struct asked r = ask(esplora_read, "BTC", OURS, 90,
	                     TX(IN(OTHER), OUT(SCRIPT, "5"), MINED));

	cr_assert_eq(r.got.n, 1);
	cr_expect_eq(r.got.v[0].confirmations, 0);
	cr_expect(r.got.v[0].is_mined);
}

Test(esplora, a_transaction_listed_twice_is_one_credit)
{
	struct asked r =
		asked("[" TX(IN(OTHER), OUT(SCRIPT, "5"), MEMPOOL) "," TX(
			IN(OTHER), OUT(SCRIPT, "5"), MINED) "]");

	cr_assert_eq(r.got.n, 1);
	cr_expect_eq(r.got.v[0].confirmations, 6);
}

Test(esplora, an_output_with_two_values_spoils_the_page)
{
	struct asked r =
		asked("[" TX(IN(OTHER), OUT(SCRIPT, "5"), MEMPOOL) "," TX(
			IN(OTHER), OUT(SCRIPT, "6"), MEMPOOL) "]");

	cr_expect(r.why);
	cr_expect_eq(r.got.n, 0);
}

Test(esplora, amounts_that_are_no_whole_number_are_passed_over)
{
	static const char *const BAD[] = {
		TX(IN(OTHER), OUT(SCRIPT, "5.0"), MINED),
		TX(IN(OTHER), OUT(SCRIPT, "-5"), MINED),
		TX(IN(OTHER), OUT(SCRIPT, "5e3"), MINED),
		TX(IN(OTHER), OUT(SCRIPT, "'5'"), MINED),
		TX(IN(OTHER), OUT(SCRIPT, "null"), MINED),
		TX(IN(OTHER), OUT(SCRIPT, "99999999999999999999"), MINED),
	};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(*BAD); i++) {
		struct asked r = asked(BAD[i]);

		cr_expect_null(r.why, "%s", BAD[i]);
		cr_expect_eq(r.got.n, 0);
		cr_expect_eq(r.got.odd, 1, "%s", BAD[i]);
		cr_expect(credits_unread(&r.got, TXID));
	}
}

Test(esplora, a_page_that_begins_again_is_refused)
{
	struct watch w;
	struct question q = {.watches = &w, .n = 1, .cursor = TXID};
	struct credits got;

	watch_open(&w, asset_find("BTC"), CHAIN_MAIN, OURS);
	cr_expect(esplora_read(
		&got, arena_process(), &q, 200,
		slice_text(quoted(
			"[" TX(IN(OTHER), OUT(SCRIPT, "5"), MINED) "]"))));
}

Test(esplora, heights_and_hashes_are_plain_text)
{
	struct arena *a = arena_process();
	const char *hash;
	int64_t height;
	bool best = true;

	cr_expect_null(esplora_read_height(&height, SLICE("873512")));
	cr_expect_eq(height, 873512);
	cr_expect(esplora_read_height(&height, SLICE("")));
	cr_expect(esplora_read_height(&height, SLICE("-1")));
	cr_expect(esplora_read_height(&height, SLICE("<html>")));
	cr_expect_null(esplora_read_hash(&hash, a, SLICE(TXID)));
	cr_expect_str_eq(hash, TXID);
	cr_expect(esplora_read_hash(&hash, a, SLICE("12")));
	cr_expect_null(esplora_read_block_status(
		&best, a, SLICE("{\"in_best_chain\":false}")));
	cr_expect_not(best);
	cr_expect(esplora_read_block_status(&best, a, SLICE("{}")));
}
