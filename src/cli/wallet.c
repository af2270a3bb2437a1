/* SPDX-License-Identifier: MIT */
#include "cli/wallet.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/assets.h"
#include "cli/arguments.h"
#include "cli/operator.h"
#include "settings.h"
#include "wallet/wallet.h"

enum { SHOWN_FIRST = 3 };

static const char USAGE[] =
	"usage: cointill wallet add NETWORK KEY [--script S]\n"
	"       cointill wallet confirm NETWORK ADDRESS\n"
	"       cointill wallet list\n"
	"NETWORK is bitcoin, litecoin, ethereum, bsc or tron; S is p2wpkh,\n"
	"p2sh-p2wpkh or p2pkh, where the key does not say it\n";

static int refuse(const struct command_context *c, const char *why)
{
	fprintf(c->err, "%s\n", why);
	return 1;
}

/* "zpub6rFR7y4Q2…2AGutZYs": enough to know it by. */
static const char *shortened(struct arena *a, const char *key)
{
	size_t len = strlen(key);

	return len < 24 ? key
	                : arena_printf(a, "%.13s...%s", key, key + len - 8);
}

static int add(const struct command_context *c, enum network network,
               const char *key, const char *script)
{
	const struct wallet *w;
	const char *why =
		wallet_add(&w, c->db, c->arena, operator_name(c->arena),
	                   network, key, script);
	const char *name = network_code(network);

	if (why)
		return refuse(c, why);
	fprintf(c->out, "The first addresses of this key%s%s:\n",
	        w->script ? " as " : "", script_name(w->script));
	for (int64_t i = 0; i < SHOWN_FIRST; i++) {
		const char *address = wallet_address(c->arena, w, i);

		fprintf(c->out, "  %" PRId64 "  %s\n", i,
		        address ? address : "(none)");
	}
	if (w->is_confirmed && !w->is_retired) {
		fputs("It is in use already.\n", c->out);
		return 0;
	}
	fprintf(c->out,
	        "Compare them with the receiving addresses that your wallet "
	        "shows. If they are the\nsame, say so with the first one:\n"
	        "  cointill wallet confirm %s %s\n"
	        "If they differ, do not: coins sent there would not be yours. "
	        "Try another --script,\nor another account of the wallet.\n",
	        name, w->first_address);
	return 0;
}

static int confirm(const struct command_context *c, enum network network,
                   const char *address)
{
	const char *why = wallet_confirm(
		c->db, c->arena, operator_name(c->arena), network, address);

	if (why)
		return refuse(c, why);
	fprintf(c->out,
	        "Payments on %s now go to addresses of that key; other keys of "
	        "the network\nare retired.\n",
	        network_code(network));
	return 0;
}

static const char *state_of(const struct wallet *w)
{
	if (w->is_retired)
		return "retired";
	return w->is_confirmed ? "in use" : "to be confirmed";
}

static void show(const struct command_context *c, const struct wallet *w)
{
	int64_t gap = wallet_gap(w);

	fprintf(c->out,
	        "%s  %s%s%s  %s\n"
	        "    first %s, next index %" PRId64 ", last paid %" PRId64
	        ", gap %" PRId64 "\n",
	        network_code(w->network), shortened(c->arena, w->key),
	        w->script ? "  " : "", script_name(w->script), state_of(w),
	        w->first_address, w->next_index, w->paid_index, gap);
	if (wallet_gap_is_wide(w))
		fprintf(c->out,
		        "    WARNING: %" PRId64 " unpaid addresses in a row; "
		        "set the gap limit of your wallet\n    to more than "
		        "that, or it will not see what is paid to later ones\n",
		        gap);
}

static int list(const struct command_context *c)
{
	struct wallets all = wallet_list(c->db, c->arena);

	for (size_t i = 0; i < all.n; i++)
		show(c, &all.v[i]);
	if (!all.n)
		fputs("There is no key yet: cointill wallet add\n", c->out);
	return 0;
}

int cli_wallet(struct command_context *c, int argc, char **argv)
{
	const char *script = NULL, *verb;
	const struct option_field options[] = {option_text("script", &script)};
	struct operands words;
	enum network network;

	if (!arguments_read(c, USAGE, argc, argv, options, 1, &words, 1, 3))
		return 2;
	verb = words.v[0];
	if (words.n == 1 && !strcmp(verb, "list") && !script)
		return list(c);
	if (words.n != 3 || (strcmp(verb, "add") && strcmp(verb, "confirm")) ||
	    (script && strcmp(verb, "add"))) {
		fputs(USAGE, c->err);
		return 2;
	}
	network = network_find(words.v[1]);
	if (network == NETWORK_NONE)
		return refuse(c, "there is no such network; bitcoin, litecoin, "
		                 "ethereum, bsc and tron are");
	if (!strcmp(verb, "add"))
		return add(c, network, words.v[2], script);
	return confirm(c, network, words.v[2]);
}
