/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "cli/address.h"
#include "cli/check_config.h"
#include "cli/doctor.h"
#include "cli/explain.h"
#include "cli/import.h"
#include "cli/migrate.h"
#include "cli/manual.h"
#include "cli/pool.h"
#include "cli/user.h"
#include "cli/wallet.h"
/*
 * commands: everything an operator can say to `cointill`.
 */
/* clang-format off */
const struct command COMMANDS[] = {
	{"migrate",   "[--grants]",
	 "Bring the schema forward, open the system accounts, set the grants.",
	 NEEDS_PARTS, cli_migrate},
	{"import",    "[--dry-run] [--format json|txt] FILE|-",
	 "Put units on the shelves; also --list and --undo BATCH.",
	 NEEDS_SHOP, import_run},
	{"address",   "check ASSET ADDRESS | derive ASSET XPUB INDEX",
	 "Say whether an address is valid, or derive one from a public key.",
	 NEEDS_NOTHING, cli_address},
	{"explain",   "SOURCE ASSET ADDRESS [--tip N] [--network N] < BODY",
	 "Print what the chain monitor would book from an answer of a source.",
	 NEEDS_NOTHING, cli_explain},
	{"wallet",    "add NETWORK KEY | confirm NETWORK ADDRESS | list",
	 "Give the public key of your own wallet, for coins without a gateway.",
	 NEEDS_SHOP, cli_wallet},
	{"pool",      "import ASSET [FILE|-] [--dry-run] | list",
	 "Give addresses of your own, for networks without such a key.",
	 NEEDS_SHOP, cli_pool},
	{"check-config", "[--no-keys] [shop|pay|admin|ask|worker|audit]",
	 "Say whether the programs, or one of them, could start; units ask first.",
	 NEEDS_SETTINGS, cli_check_config},
	{"user",      "unlock NAME",
	 "Forget the wrong passwords and codes that were counted at an account.",
	 NEEDS_SHOP, cli_user},
	{"doctor",    "",
	 "Look at every part of the installation and name what is broken.",
	 NEEDS_PARTS, cli_doctor},
	{"manual",    "",
	 "Print every setting with its default in this shop and its meaning.",
	 LIKES_SETTINGS, cli_manual},
};
/* clang-format on */

const size_t COMMANDS_COUNT = sizeof(COMMANDS) / sizeof(COMMANDS[0]);
