/* SPDX-License-Identifier: MIT */
#include "cli/wallet.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "cli/doctor_own.h"
#include "cli/pool.h"
#include "lib/buyers.h"
#include "lib/fixture.h"
#include "lib/services.h"
#include "settings.h"
#include "wallet/wallets.h"

TestSuite(cli_wallet, .timeout = 60);
TestSuite(cli_pool, .timeout = 60);

static char said[16 * 1024], complained[16 * 1024];

typedef int command(struct command_context *c, int argc, char **argv);

static int run(command *do_it, const char *input, const char *const *words)
{
	struct command_context c = {.db = buyers_open()->db,
	                            .redis = buyers_open()->redis,
	                            .arena = buyers_open()->arena};
	char *argv[8];
	int argc = 0, status;

	while (words[argc]) {
		argv[argc] = arena_text(c.arena, words[argc]);
		argc++;
	}
	argv[argc] = NULL;
	c.in = fmemopen(arena_text(c.arena, input), strlen(input), "r");
	c.out = fmemopen(said, sizeof(said), "w");
	c.err = fmemopen(complained, sizeof(complained), "w");
	status = do_it(&c, argc, argv);
	fclose(c.in);
	fclose(c.out);
	fclose(c.err);
	return status;
}

#define WALLET(...) \
	run(cli_wallet, " ", (const char *const[]){"wallet", __VA_ARGS__, NULL})
#define POOL(input, ...) \
	run(cli_pool, input, (const char *const[]){"pool", __VA_ARGS__, NULL})

static int doctor_run(struct command_context *c, int argc, char **argv)
{
	struct visit v = {c, c->arena, 0};

	(void)argc;
	(void)argv;
	doctor_own(&v);
	return (int)v.broken;
}

#define DOCTOR() run(doctor_run, " ", (const char *const[]){"doctor", NULL})

static bool says(const char *text)
{
	return strstr(said, text) != NULL;
}

static int64_t trail(const char *action)
{
	char sql[128];

	snprintf(sql, sizeof(sql),
	         "SELECT COUNT(*) FROM audit_log WHERE action = '%s'"
	         " AND actor LIKE 'cli:%%'",
	         action);
	return test_number(sql);
}

Test(cli_wallet, a_key_is_added_compared_and_confirmed)
{
	cr_assert_eq(WALLET("add", "bitcoin", BTC_ZPUB), 0, "%s", complained);
	cr_expect(says(BTC_0) && says(BTC_1) && says(BTC_2));
	cr_expect(says("cointill wallet confirm bitcoin " BTC_0));
	cr_assert_eq(WALLET("list"), 0);
	cr_expect(says("to be confirmed"));
	cr_expect_not(says(BTC_ZPUB), "the whole key is shown");
	cr_assert_eq(WALLET("confirm", "bitcoin", BTC_1), 1);
	cr_assert_eq(WALLET("confirm", "bitcoin", BTC_0), 0);
	cr_assert_eq(WALLET("list"), 0);
	cr_expect(says("in use") && says("p2wpkh"));
	cr_assert_eq(WALLET("add", "bitcoin", BTC_ZPUB), 0);
	cr_expect(says("in use already"));
	cr_assert_eq(WALLET("confirm", "bitcoin", BTC_0), 0);
	/* Once each: what changed nothing is not in the trail. */
	cr_expect_eq(trail("wallet-add"), 1);
	cr_expect_eq(trail("wallet-confirm"), 1);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"
	                         " WHERE subject = 'bitcoin " BTC_0 "'"),
	             2);
}

Test(cli_wallet, the_script_may_be_asked_for)
{
	cr_assert_eq(WALLET("add", "bitcoin", BTC_XPUB, "--script", "p2pkh"),
	             0);
	cr_expect(says("as p2pkh"));
	cr_expect_not(says(BTC_0));
	cr_expect_eq(WALLET("add", "ethereum", ETH_XPUB), 0);
	cr_expect(says(ETH_0));
}

Test(cli_wallet, what_is_no_key_or_no_command_is_refused)
{
	cr_expect_eq(WALLET("add", "bitcoin", "zpub"), 1);
	cr_expect_eq(WALLET("add", "BTC", BTC_ZPUB), 1);
	cr_expect(strstr(complained, "no such network"));
	cr_expect_eq(WALLET("add", "bitcoin"), 2);
	cr_expect_eq(WALLET("remove", "bitcoin", BTC_0), 2);
	cr_expect_eq(WALLET("confirm", "bitcoin", BTC_0, "--script", "p2pkh"),
	             2);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM audit_log"), 0);
}

Test(cli_wallet, a_gap_above_the_limit_is_warned_of)
{
	buyers_open();
	cr_assert_null(settings_set("own_gap", "4"));
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	for (int i = 0; i < 2; i++)
		(void)wallets_give("BTC", wallets_payment("BTC"));
	WALLET("list");
	cr_expect_not(says("WARNING"));
	DOCTOR();
	cr_expect_not(says("WARNING"));
	(void)wallets_give("BTC", wallets_payment("BTC"));
	WALLET("list");
	cr_expect(says("WARNING: 3 unpaid"));
	DOCTOR();
	cr_expect(says("WARNING key of bitcoin"));
}

Test(cli_wallet, the_doctor_names_own_coins_without_addresses)
{
	buyers_open();
	cr_assert_null(settings_set("own_coins", "BTC SOL"));
	cr_assert_null(
		settings_set("sources_bitcoin", "esplora=http://127.0.0.1:9"));
	wallets_use(NETWORK_BITCOIN, BTC_ZPUB, BTC_0);
	DOCTOR();
	cr_expect_not(says("own coin BTC"));
	cr_expect(says("own coin SOL: neither"));
	cr_expect(says("own coin SOL: no source sees it, so it is not offered: "
	               "look at sources_solana\n"));
	cr_expect_not(says("among"));
	POOL(SOL_0 "\n", "import", "SOL");
	cr_assert_null(settings_set("coins", "BTC"));
	DOCTOR();
	cr_expect(says("own coin SOL: not offered, for it is not among"));
	cr_expect(says("own coin SOL: only 1 addresses"));
}

Test(cli_pool, lines_that_are_left_out_are_named)
{
	static const char LINES[] = SOL_0 "\n" SOL_1 "\nnonsense\n" SOL_0 "\n";

	cr_assert_eq(POOL(LINES, "import", "SOL", "-", "--dry-run"), 1);
	cr_expect(says("2 addresses would be added, 1 known already, 1 wrong; "
	               "0 are free on solana"),
	          "%s", said);
	cr_expect(strstr(complained, "line 3: nonsense: "));
	cr_expect(strstr(complained,
	                 "line 4: " SOL_0 ": is the address of line 1 again"));
	cr_expect_eq(trail("pool-import"), 0);
	cr_assert_eq(POOL(LINES, "import", "SOL"), 1);
	cr_expect(says("2 addresses added") && says("2 are free"));
	cr_expect_eq(trail("pool-import"), 1);
	cr_assert_eq(POOL(SOL_0 "\n", "import", "SOL"), 0);
	cr_expect(strstr(complained, "was imported before"));
	cr_assert_eq(POOL(" ", "list"), 0);
	cr_expect(says("solana     2 free of 2"));
}

Test(cli_pool, called_wrongly_it_says_how)
{
	cr_expect_eq(POOL(" ", "import"), 2);
	cr_expect_eq(POOL(" ", "drain", "SOL"), 2);
	cr_expect_eq(POOL(" ", "import", "NONE"), 1);
	cr_expect_eq(POOL(" ", "import", "SOL", "/nowhere"), 1);
	cr_assert_eq(POOL(" ", "list"), 0);
	cr_expect(says("Nothing"));
}

Test(cli_pool, addresses_that_are_nobodys_are_named_by_their_line)
{
	struct arena *a = arena_process();
	struct slice file = fixture(a, "fixtures/field/f04-pool-solana.txt");
	const char *text = arena_bytes(a, file.p, file.len);

	cr_expect_eq(POOL(text, "import", "SOL", "-", "--dry-run"), 1);
	for (int line = 1; line <= 8; line++)
		cr_expect(
			strstr(complained, arena_printf(a, "line %d", line)) ||
				says(arena_printf(a, "line %d", line)),
			"%d: %s%s", line, said, complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM own_addresses"), 0);
}

Test(cli_pool, an_address_of_the_gateways_is_not_ours)
{
	static const char SCRIPT[] = "0b824c2aa3699485f26c66ff1a12b5a1"
				     "f75559eb848d79d0a2bee08b463684c7";
	char sql[512];

	buyers_open();
	snprintf(sql, sizeof(sql),
	         "INSERT INTO watches (payment_id, network, script,"
	         " watched_until) VALUES (%lld, 'solana', '%s',"
	         " UTC_TIMESTAMP(3))",
	         (long long)wallets_payment("SOL"), SCRIPT);
	test_sql(sql);
	test_sql("UPDATE payments SET provider = 'gateway'");
	cr_expect_eq(POOL("mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN",
	                  "import", "SOL", "-"),
	             1);
	cr_expect(strstr(complained, "the gateway's") || says("the gateway's"),
	          "%s%s", said, complained);
}
