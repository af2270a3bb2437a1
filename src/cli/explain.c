/* SPDX-License-Identifier: MIT */
#include "cli/explain.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "chain/sources.h"
#include "cli/arguments.h"
#include "gateway/kryptoexpress.h"
#include "price/price.h"
/*
 * explain: what the monitor would make of an answer, for an operator who has
 * one in a file.  Credits go to out, what was seen and not booked to err.
 */
enum { BODY_MOST = 16 * 1024 * 1024, TIP_MOST = 2000 * 1000 * 1000 };

static const char USAGE[] =
	"usage: cointill explain SOURCE ASSET ADDRESS [--tip N]\n"
	"              [--network main|test|regtest] < BODY\n"
	"       cointill explain kraken|coingecko|coinbase [COIN CURRENCY] < "
	"BODY\n"
	"       cointill explain kryptoexpress [ASSET ADDRESS] < BODY\n"
	"SOURCE is esplora, blockcypher, bitcoind, solana, solanafm, trongrid,\n"
	"evm or ethplorer\n";

struct inquiry {
	const char *source, *asset, *address; /* the last two may be NULL */
	const char *network;                  /* or NULL: any */
	int64_t tip;
	struct slice body;
};

static int fail(const struct command_context *c, int status, const char *why)
{
	fprintf(c->err, "%s\n", why);
	return status;
}

/* --- chains -------------------------------------------------------------- */

static const char *open_watch(struct watch *w, const struct asset *asset,
                              const struct inquiry *ask)
{
	enum chain chain = CHAIN_MAIN;
	const char *why;

	if (ask->network) {
		(void)chain_find(&chain, ask->network);
		return watch_open(w, asset, chain, ask->address);
	}
	/* Unless told, whichever network the address is of. */
	why = watch_open(w, asset, CHAIN_MAIN, ask->address);
	if (why && (!watch_open(w, asset, CHAIN_TEST, ask->address) ||
	            !watch_open(w, asset, CHAIN_REGTEST, ask->address)))
		return NULL;
	return why;
}

static void print_credits(const struct command_context *c,
                          const struct credits *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct chain_credit *one = &all->v[i];
		char units[COIN_TEXT];

		if (!credit_is_mature(one)) {
			fprintf(c->err,
			        "%s: %" PRId64 " of %" PRId64
			        " confirmations of mined coins\n",
			        one->txid, one->confirmations, one->maturity);
			continue;
		}
		coin_print_units(units, one->amount);
		fprintf(c->out, "%s %s %s %s %" PRId64 "\n", one->asset->code,
		        one->txid, one->index, units, one->confirmations);
		if (one->needs_look)
			fprintf(c->err,
			        "%s: booked once the transaction "
			        "itself was looked up\n",
			        one->txid);
	}
	for (size_t i = 0; i < all->notes_n; i++)
		fprintf(c->err, "%s: %s\n", all->notes[i].txid,
		        note_words(all->notes[i].kind));
}

static void print_passed(const struct command_context *c, size_t n)
{
	if (n)
		fprintf(c->err,
		        "%zu passed over, for %s cannot be read; asked for "
		        "again later\n",
		        n, n == 1 ? "it" : "they");
}

/* A good answer, of a transaction that nobody can read yet. */
static bool is_passed(const struct fault *f)
{
	return f->is_of_one && f->kind == FAULT_UNSUPPORTED;
}

static void print_unread(const struct command_context *c,
                         const struct credits *all)
{
	for (size_t i = 0; i < all->unread_n; i++)
		fprintf(c->err, "%s: %s\n",
		        all->unread[i].txid ? all->unread[i].txid : "a row",
		        all->unread[i].why);
	print_passed(c, all->passed);
	if (all->is_unknown)
		fprintf(c->err, "that transaction is not known (yet)\n");
}

static int explain_chain(const struct command_context *c,
                         const struct source *source, const struct inquiry *ask)
{
	const struct asset *asset = ask->asset ? asset_find(ask->asset) : NULL;
	struct watch watch;
	struct question q = {
		.asked = ASKED_CREDITS,
		.watches = &watch,
		.n = 1,
		.tip = ask->tip,
	};
	struct credits credits;
	const char *why;

	if (!ask->address)
		return fail(c, 2, USAGE);
	if (!asset || !source_knows(source, asset))
		return fail(c, 2, "that source does not know that asset");
	why = open_watch(&watch, asset, ask);
	if (why)
		return fail(c, 2, why);
	why = source->read(&credits, c->arena, &q, 0, ask->body);
	if (why) {
		fprintf(c->err, "%s: %s\n", fault_name(credits.fault.kind),
		        why);
		if (!is_passed(&credits.fault))
			return 1;
		print_passed(c, 1);
		return 0;
	}
	print_credits(c, &credits);
	print_unread(c, &credits);
	/* Nothing but what is ours and cannot be read. */
	return credits.odd && !credits.n && !credits.notes_n;
}

/* --- prices -------------------------------------------------------------- */

static int explain_prices(const struct command_context *c,
                          const struct price_source *source,
                          const struct inquiry *ask)
{
	struct price_question q = {0};
	struct prices prices;
	const char *why;

	if (ask->address && price_is_currency(ask->address)) {
		q.coin = ask->asset;
		q.currency = ask->address;
	}
	why = source->read(&prices, c->arena, &q, 0, ask->body);
	if (why) {
		fprintf(c->err, "%s: %s\n", fault_name(prices.fault.kind), why);
		return 1;
	}
	for (size_t i = 0; i < prices.n; i++)
		fprintf(c->out, "%s_%s %s\n", prices.v[i].coin,
		        prices.v[i].currency, prices.v[i].text);
	print_passed(c, prices.passed);
	return 0;
}

/* --- the gateway --------------------------------------------------------- */

static void print_text(FILE *out, const char *name, const char *text)
{
	if (text)
		fprintf(out, "%s %s\n", name, text);
}

static void print_moment(FILE *out, const char *name, struct moment m)
{
	if (m.ms)
		fprintf(out, "%s %" PRId64 "\n", name, m.ms);
}

static void print_payment(FILE *out, const struct gateway_payment *p)
{
	print_text(out, "id", p->id);
	print_text(out, "paymentType",
	           p->type == GATEWAY_PAYMENT ? "PAYMENT" : "DEPOSIT");
	print_text(out, "fiatCurrency", p->fiat_currency);
	print_text(out, "fiatAmount", p->fiat_amount);
	print_text(out, "cryptoAmount", p->crypto_amount);
	print_text(out, "cryptoCurrency", p->asset);
	print_text(out, "address", p->address);
	print_moment(out, "createDatetime", p->created_at);
	print_moment(out, "expireDatetime", p->expires_at);
	print_moment(out, "paidAt", p->paid_at);
	print_text(out, "isPaid", p->is_paid ? "true" : "false");
	print_text(out, "isWithdrawn", p->is_withdrawn ? "true" : "false");
	print_text(out, "hash", p->hash);
	print_text(out, "callbackUrl", p->callback_url);
}

static int explain_payment(const struct command_context *c,
                           const struct inquiry *ask)
{
	struct gateway_payment p;
	const char *why = kryptoexpress_read_payment(&p, c->arena, ask->body);

	if (why) {
		fprintf(c->err, "malformed: %s\n", why);
		return 1;
	}
	print_payment(c->out, &p);
	return 0;
}

/* --- the command --------------------------------------------------------- */

static bool read_body(struct slice *out, const struct command_context *c)
{
	struct text all = text_open(c->arena, 4096);
	char buf[4096];
	size_t n;

	while ((n = fread(buf, 1, sizeof(buf), c->in)) > 0) {
		if (all.len + n > BODY_MOST)
			return false;
		text_add(&all, (struct slice){buf, n});
	}
	*out = (struct slice){all.p, all.len};
	return !ferror(c->in);
}

static int explain(const struct command_context *c, const struct inquiry *ask)
{
	const struct source *chain = source_find(ask->source);
	const struct price_source *price = price_source_find(ask->source);

	if (chain)
		return explain_chain(c, chain, ask);
	if (price)
		return explain_prices(c, price, ask);
	if (!strcmp(ask->source, "kryptoexpress"))
		return explain_payment(c, ask);
	fputs(USAGE, c->err);
	return 2;
}

int cli_explain(struct command_context *c, int argc, char **argv)
{
	struct inquiry ask = {0};
	const struct option_field options[] = {
		option_count("tip", 0, TIP_MOST, &ask.tip),
		option_text("network", &ask.network),
	};
	struct operands words;
	enum chain any;

	if (!arguments_read(c, USAGE, argc, argv, options, 2, &words, 1, 3))
		return 2;
	if (ask.network && !chain_find(&any, ask.network))
		return fail(c, 2, "--network is main, test or regtest");
	ask.source = words.v[0];
	ask.asset = words.n > 1 ? words.v[1] : NULL;
	ask.address = words.n > 2 ? words.v[2] : NULL;
	if (!read_body(&ask.body, c))
		return fail(c, 1, "malformed: the body is too long");
	return explain(c, &ask);
}
