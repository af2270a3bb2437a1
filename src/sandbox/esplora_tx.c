/* SPDX-License-Identifier: MIT */
#include "sandbox/esplora_tx.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "remote/json.h"
#include "sandbox/transfer.h"

enum { CHANGE = 9999000, FEE = 1000, CHANGE_OUTPUTS = 1 };

unsigned esplora_output(const struct transfer *of)
{
	return of->position + CHANGE_OUTPUTS;
}

void esplora_add_status(struct text *t, const struct world *w,
                        const struct transfer *of)
{
	if (!of || !transfer_is_mined(of, w)) {
		text_add_text(t, "{\"confirmed\":false}");
		return;
	}
	text_printf(t,
	            "{\"confirmed\":true,\"block_height\":%" PRId64
	            ",\"block_hash\":\"%s\",\"block_time\":%" PRId64 "}",
	            of->height, world_hash(t->arena, w, of->height),
	            world_time(w, of->height).ms / 1000);
}

/* The names of the forms that addresses take. */
static void add_form(struct text *t, const char *script)
{
	const char *bytes = script + 4;
	int n = (int)strlen(bytes);

	if (!strncmp(script, "0014", 4) || !strncmp(script, "0020", 4))
		text_printf(t,
		            "\"scriptpubkey_asm\":\"OP_0 OP_PUSHBYTES_%d %s\","
		            "\"scriptpubkey_type\":\"v0_p2w%s\",",
		            n / 2, bytes, n == 40 ? "pkh" : "sh");
	else if (!strncmp(script, "5120", 4))
		text_printf(t,
		            "\"scriptpubkey_asm\":\"OP_PUSHNUM_1 "
		            "OP_PUSHBYTES_32 %s\","
		            "\"scriptpubkey_type\":\"v1_p2tr\",",
		            bytes);
	else if (!strncmp(script, "a914", 4))
		text_printf(t,
		            "\"scriptpubkey_asm\":\"OP_HASH160 "
		            "OP_PUSHBYTES_20 %.40s OP_EQUAL\","
		            "\"scriptpubkey_type\":\"p2sh\",",
		            bytes);
	else
		text_printf(t,
		            "\"scriptpubkey_asm\":\"OP_DUP OP_HASH160 "
		            "OP_PUSHBYTES_20 %.40s OP_EQUALVERIFY "
		            "OP_CHECKSIG\",\"scriptpubkey_type\":\"p2pkh\",",
		            script + 6);
}

static void add_output(struct text *t, const char *script, const char *address,
                       struct coin value)
{
	char units[COIN_TEXT];

	coin_print_units(units, value);
	text_printf(t, "{\"scriptpubkey\":\"%s\",", script);
	add_form(t, script);
	text_printf(t, "\"scriptpubkey_address\":\"%s\",\"value\":%s}", address,
	            units);
}

static void add_outputs(struct text *t, const struct transfers *of,
                        const char *payer)
{
	const char *script =
		transfer_target(t->arena, of->v[0].coin->network, payer);

	text_add_text(t, "\"vout\":[");
	add_output(t, script, payer, (struct coin){CHANGE});
	for (size_t i = 0; i < of->n; i++) {
		text_add_text(t, ",");
		add_output(t, of->v[i].target, of->v[i].address,
		           of->v[i].amount);
	}
	text_add_text(t, "]");
}

static void add_input(struct text *t, const struct world *w,
                      const struct transfers *of, const char *payer)
{
	struct coin spent = {CHANGE + FEE};
	uint8_t bytes[32];

	for (size_t i = 0; i < of->n; i++)
		spent.units += of->v[i].amount.units;
	world_seeded(bytes, w, "input", of->v[0].id);
	text_printf(t, "\"vin\":[{\"txid\":\"%s\",\"vout\":0,\"prevout\":",
	            text_hex(t->arena, bytes, sizeof(bytes)));
	add_output(t, transfer_target(t->arena, w->network, payer), payer,
	           spent);
	text_add_text(t, ",\"scriptsig\":\"\",\"scriptsig_asm\":\"\","
	                 "\"is_coinbase\":false,\"sequence\":4294967293}],");
}

bool esplora_add_tx(struct text *t, struct db *db, const struct world *w,
                    const char *txid)
{
	struct transfers of = transfer_list_tx(db, t->arena, w->network, txid);
	const char *payer;

	if (!of.n)
		return false;
	payer = transfer_from(t->arena, w, &of.v[0]);
	text_printf(t, "{\"txid\":\"%s\",\"version\":2,\"locktime\":0,",
	            of.v[0].txid);
	add_input(t, w, &of, payer);
	add_outputs(t, &of, payer);
	text_printf(t,
	            ",\"size\":246,\"weight\":688,\"sigops\":1,\"fee\":%d,"
	            "\"status\":",
	            FEE);
	esplora_add_status(t, w, &of.v[0]);
	text_add_text(t, "}");
	return true;
}
