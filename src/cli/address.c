/* SPDX-License-Identifier: MIT */
#include "cli/address.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "chain/address.h"
#include "chain/derivation.h"
#include "chain/payable.h"
#include "chain/token_account.h"
#include "cli/arguments.h"

static const char USAGE[] =
	"usage: cointill address check ASSET ADDRESS [--network N]\n"
	"       cointill address derive ASSET XPUB INDEX [--network N]\n"
	"              [--script p2pkh|p2sh-p2wpkh|p2wpkh]\n"
	"N is main, test or regtest\n";

struct ask {
	const struct asset *asset;
	enum chain chain;
	enum script_kind script;
	const char *text, *index;
};

static int refuse(FILE *to, const char *before, const char *why)
{
	fprintf(to, "%s%s\n", before, why);
	return 1;
}

static int check(struct command_context *c, const struct ask *ask)
{
	struct address address;
	const char *why =
		payable_read(&address, ask->asset, ask->chain, ask->text);

	if (why)
		return refuse(c->out, "invalid: ", why);
	fprintf(c->out, "valid: %s %s", address.kind,
	        text_hex(c->arena, address.bytes, address.len));
	if (ask->asset->network == NETWORK_SOLANA && ask->asset->contract)
		fprintf(c->out, ", its %s lies in %s", ask->asset->coin,
		        token_account_of(c->arena, ask->asset, &address));
	fputc('\n', c->out);
	return 0;
}

/* NULL or the reason. */
static const char *index_read(uint32_t *out, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long long n;

	if (digits && text[digits] && strchr("'hH", text[digits]) &&
	    !text[digits + 1])
		return "a hardened index wants the private key";
	if (!digits || text[digits])
		return "the index must be a whole number from 0 to 2147483647";
	errno = 0;
	n = strtoull(text, NULL, 10);
	*out = errno || n > HARDENED ? HARDENED : (uint32_t)n;
	return NULL;
}

static int derive(struct command_context *c, const struct ask *ask)
{
	struct account account;
	const char *address = NULL;
	uint32_t index;
	const char *why = account_open(&account, ask->asset, ask->chain,
	                               ask->script, ask->text);

	if (!why)
		why = index_read(&index, ask->index);
	if (!why)
		why = account_address(&address, c->arena, &account, index);
	if (why)
		return refuse(c->err, "", why);
	fprintf(c->out, "%s\n", address);
	return 0;
}

/* What was asked, but for the values; false after a sentence. */
static bool names_read(const struct command_context *c, struct ask *ask,
                       const char *asset, const char *network,
                       const char *script)
{
	ask->asset = asset_find(asset);
	if (!ask->asset)
		fputs("there is no such asset; BTC, LTC, ETH, USDT_TRC20 and "
		      "others are\n",
		      c->err);
	else if (network && !chain_find(&ask->chain, network))
		fputs("--network is main, test or regtest\n", c->err);
	else if (script && !script_find(&ask->script, script))
		fputs("--script is p2pkh, p2sh-p2wpkh or p2wpkh\n", c->err);
	else
		return true;
	return false;
}

/*
 * Options first, then "--", then the rest: a value that begins with "-", such
 * as the index -1, must be judged and not be taken for an option.
 */
static char **sorted(struct arena *a, int *argc, char **argv)
{
	char **out = arena_array(a, (size_t)*argc + 2, char *);
	bool *is_option = arena_array(a, (size_t)*argc + 1, bool);
	int n = 0;

	out[n++] = argv[0];
	for (int i = 1; i < *argc; i++) {
		if (strncmp(argv[i], "--", 2) != 0)
			continue;
		is_option[i] = true;
		out[n++] = argv[i];
		if (strchr(argv[i], '=') || i + 1 == *argc)
			continue;
		is_option[++i] = true;
		out[n++] = argv[i];
	}
	out[n++] = "--";
	for (int i = 1; i < *argc; i++)
		if (!is_option[i])
			out[n++] = argv[i];
	*argc = n;
	return out;
}

int cli_address(struct command_context *c, int argc, char **argv)
{
	const char *network = NULL, *script = NULL;
	const struct option_field options[] = {
		option_text("network", &network),
		option_text("script", &script),
	};
	struct ask ask = {.chain = CHAIN_MAIN};
	struct operands words;
	char **line = sorted(c->arena, &argc, argv);
	bool checks;

	if (!arguments_read(c, USAGE, argc, line, options, 2, &words, 3, 4))
		return 2;
	checks = !strcmp(words.v[0], "check");
	if ((!checks && strcmp(words.v[0], "derive") != 0) ||
	    words.n != (checks ? 3 : 4) || (checks && script)) {
		fputs(USAGE, c->err);
		return 2;
	}
	if (!names_read(c, &ask, words.v[1], network, script))
		return 1;
	ask.text = words.v[2];
	ask.index = checks ? NULL : words.v[3];
	return checks ? check(c, &ask) : derive(c, &ask);
}
