/* SPDX-License-Identifier: MIT */
#include "cli/address.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "commands.h"

#define ZPUB                                                                \
	"zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1A" \
	"DqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs"

/* What the command said last. */
static char said[4096], complained[4096];

/* `cointill address` with the words of a line. */
static int address(const char *line)
{
	struct arena *a = arena_open(1 << 20);
	struct command_context c = {.arena = a, .in = stdin};
	char *argv[16] = {"address"}, *words = arena_text(a, line);
	int argc = 1, status;

	for (; *words; argc++) {
		cr_assert(argc < 15);
		argv[argc] = strsep(&words, " ");
		if (!words)
			words = "";
	}
	memset(said, 0, sizeof(said));
	memset(complained, 0, sizeof(complained));
	c.out = fmemopen(said, sizeof(said), "w");
	c.err = fmemopen(complained, sizeof(complained), "w");
	status = cli_address(&c, argc, argv);
	fclose(c.out);
	fclose(c.err);
	arena_close(a);
	return status;
}

static void one_line(const char *text)
{
	cr_expect(*text && strchr(text, '\n') == text + strlen(text) - 1, "%s",
	          text);
}

Test(address_command, says_of_an_address_whether_it_is_valid_and_why_not)
{
	cr_expect_eq(address("check BTC "
	                     "bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhv"),
	             0);
	cr_expect_str_eq(said, "valid: P2WPKH "
	                       "00146100fc6343edc8c874496cb2f5bbfec88ea9b77c"
	                       "\n");
	cr_expect_eq(address("check BTC "
	                     "bc1qvyq0cc6rahyvsazfdje0twl7ez82ndmuac2lhx"),
	             1);
	cr_expect_eq(strncmp(said, "invalid: ", 9), 0);
	one_line(said);
	cr_expect_str_eq(complained, "");
}

Test(address_command, an_empty_address_is_judged_like_any_other)
{
	char *argv[] = {"address", "check", "BTC", "", NULL};
	struct command_context c = {.arena = arena_open(1 << 20)};

	c.out = c.err = fmemopen(said, sizeof(said), "w");
	cr_expect_eq(cli_address(&c, 4, argv), 1);
	fclose(c.out);
	one_line(said);
	arena_close(c.arena);
}

Test(address_command, takes_the_network_before_or_after_the_words)
{
	cr_expect_eq(address("check BTC "
	                     "tb1qcrh3yqn4nlleplcez2yndq2ry8h9ncg3qh7n54"),
	             1);
	cr_expect_eq(address("check BTC "
	                     "tb1qcrh3yqn4nlleplcez2yndq2ry8h9ncg3qh7n54 "
	                     "--network test"),
	             0);
	cr_expect_eq(address("--network=test check BTC "
	                     "tb1qcrh3yqn4nlleplcez2yndq2ry8h9ncg3qh7n54"),
	             0);
	cr_expect_eq(address("check BTC x --network moon"), 1);
}

Test(address_command, says_where_a_wallet_of_solana_keeps_a_token)
{
	cr_expect_eq(address("check USDT_SOL "
	                     "mvines9iiHiQTysrwkJjGf2gb9Ex9jXJX8ns3qwf2kN"),
	             0);
	cr_expect(strstr(said, "DjxdiLYpPaD4TR4vPyEZM4TaNxmjxQCMzCGio2oD5NFV"),
	          "%s", said);
	one_line(said);
}

Test(address_command, derives_the_address_and_prints_nothing_else)
{
	cr_expect_eq(address("derive BTC " ZPUB " 1"), 0);
	cr_expect_str_eq(said, "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g\n");
	cr_expect_str_eq(complained, "");
	cr_expect_eq(address("derive BTC " ZPUB " 2147483647"), 0);
}

Test(address_command, refuses_an_index_that_is_none_or_hardened)
{
	static const char *const BAD[] = {
		"2147483648", "99999999999999999999999",
		"-1",         "0'",
		"0h",         "x",
		"1x",         "+1",
		"0x1"};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		char line[512];

		snprintf(line, sizeof(line), "derive BTC " ZPUB " %s", BAD[i]);
		cr_expect_eq(address(line), 1, "%s", BAD[i]);
		cr_expect_str_eq(said, "");
		one_line(complained);
	}
}

Test(address_command, takes_the_script_where_the_key_leaves_it_open)
{
	static const char XPUB[] =
		"xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGF"
		"Nbi8Aw6ZRc1brxMyWMzG3DSSSSoekkudhUd9yLb6qx39T9nMdj";
	char line[512];

	snprintf(line, sizeof(line), "derive BTC %s 0 --script p2pkh", XPUB);
	cr_expect_eq(address(line), 0);
	cr_expect_str_eq(said, "1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA\n");
	snprintf(line, sizeof(line), "derive BTC %s 0 --script magic", XPUB);
	cr_expect_eq(address(line), 1);
	cr_expect_eq(address("derive BTC " ZPUB " 0 --script p2pkh"), 1);
}

Test(address_command, called_wrongly_it_tells_its_usage)
{
	static const char *const BAD[] = {
		"check",      "check BTC",     "derive BTC x",
		"look BTC x", "check BTC x y", "check BTC x --script p2pkh"};

	for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
		cr_expect_eq(address(BAD[i]), 2, "%s", BAD[i]);
		cr_expect(strstr(complained, "usage: "), "%s", BAD[i]);
	}
	cr_expect_eq(address("check BTC x --network"), 1);
	cr_expect_eq(address("check NONE x"), 1);
}

Test(address_command, needs_no_shop)
{
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		if (COMMANDS[i].run == cli_address)
			cr_expect_eq(COMMANDS[i].needs, NEEDS_NOTHING);
}

Test(address_command, what_nobody_can_spend_is_invalid)
{
	cr_expect_eq(address("check USDT_TRC20 "
	                     "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
	             1);
	cr_expect_str_eq(said, "invalid: it is the contract of a token: what "
	                       "is sent there is lost\n");
	cr_expect_eq(address("check ETH "
	                     "0x000000000000000000000000000000000000dEaD"),
	             1);
	cr_expect_eq(address("check SOL 11111111111111111111111111111111"), 1);
	cr_expect_eq(address("check USDT_TRC20 "
	                     "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH"),
	             0);
}
