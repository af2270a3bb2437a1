/* SPDX-License-Identifier: MIT */
#include "sandbox/evm_log.h"
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include "base/arena.h"

static const char TRANSFER[] =
	"0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

enum { TX_INDEX = 5, BLOOM_DIGITS = 512 };

void evm_add_quantity(struct text *t, struct coin c)
{
	uint64_t high = (uint64_t)(c.units >> 64), low = (uint64_t)c.units;

	if (high)
		text_printf(t, "\"0x%" PRIx64 "%016" PRIx64 "\"", high, low);
	else
		text_printf(t, "\"0x%" PRIx64 "\"", low);
}

void evm_add_number(struct text *t, const char *name, int64_t n)
{
	text_printf(t, ",\"%s\":\"0x%" PRIx64 "\"", name, n);
}

const char *evm_hash(struct arena *a, const char *hex)
{
	return strncmp(hex, "0x", 2) ? arena_printf(a, "0x%s", hex) : hex;
}

/* 32 bytes with the 20 of an address at their end. */
static const char *word(struct arena *a, const char *hex)
{
	return arena_printf(a, "0x%024d%s", 0, hex);
}

static void add_place(struct text *t, const struct world *w,
                      const struct transfer *one)
{
	evm_add_number(t, "blockNumber", one->height);
	text_printf(t, ",\"blockHash\":\"%s\"",
	            evm_hash(t->arena, world_hash(t->arena, w, one->height)));
	evm_add_number(t, "transactionIndex", TX_INDEX);
}

void evm_add_log(struct text *t, const struct world *w,
                 const struct transfer *one)
{
	struct arena *a = t->arena;

	text_printf(
		t, "{\"address\":\"0x%s\",\"topics\":[\"%s\",\"%s\",\"%s\"]",
		minted_contract_hex(a, one->coin), TRANSFER,
		word(a, transfer_from_hex(a, w, one)), word(a, one->target));
	text_printf(t, ",\"data\":\"0x%032d%016" PRIx64 "%016" PRIx64 "\"", 0,
	            (uint64_t)(one->amount.units >> 64),
	            (uint64_t)one->amount.units);
	add_place(t, w, one);
	text_printf(t, ",\"transactionHash\":\"%s\"", evm_hash(a, one->txid));
	evm_add_number(t, "blockTimestamp",
	               world_time(w, one->height).ms / 1000);
	evm_add_number(t, "logIndex", one->log_index);
	text_add_text(t, ",\"removed\":false}");
}

/* A filter's place: null, a text, or a list of texts one of which holds. */
static bool is_among(const json *filter, const char *value)
{
	const char *text;

	if (!filter)
		return true;
	if (json_text(&text, filter))
		return !strcasecmp(text, value);
	for (const json *j = json_first(filter); j; j = json_next(j))
		if (json_text(&text, j) && !strcasecmp(text, value))
			return true;
	return false;
}

static const json *topic(const json *topics, size_t i)
{
	const char *any;
	const json *j = json_item(topics, i);

	return json_is_array(j) || json_text(&any, j) ? j : NULL;
}

bool evm_log_is_meant(struct arena *a, const struct world *w,
                      const struct transfer *one, const json *addresses,
                      const json *topics)
{
	return one->coin->contract &&
	       is_among(addresses,
	                arena_printf(a, "0x%s",
	                             minted_contract_hex(a, one->coin))) &&
	       json_array_length(topics) <= 3 &&
	       is_among(topic(topics, 0), TRANSFER) &&
	       is_among(topic(topics, 1),
	                word(a, transfer_from_hex(a, w, one))) &&
	       is_among(topic(topics, 2), word(a, one->target));
}

/* To whom the transaction is sent: a token's goes to its contract. */
static const char *called(struct arena *a, const struct transfer *one)
{
	return one->coin->contract ? minted_contract_hex(a, one->coin)
	                           : one->target;
}

void evm_add_receipt(struct text *t, const struct world *w,
                     const struct transfers *of)
{
	const struct transfer *one = &of->v[0];
	const char *from = transfer_from_hex(t->arena, w, one);

	text_printf(t, "{\"transactionHash\":\"%s\"",
	            evm_hash(t->arena, one->txid));
	add_place(t, w, one);
	text_printf(t,
	            ",\"contractAddress\":null,\"cumulativeGasUsed\":"
	            "\"0x102d3\",\"effectiveGasPrice\":\"0x3b9aca01\","
	            "\"from\":\"0x%s\",\"to\":\"0x%s\",\"gasUsed\":\"0xf6d9\","
	            "\"logsBloom\":\"0x%0*d\",\"status\":\"0x1\","
	            "\"type\":\"0x2\",\"logs\":[",
	            from, called(t->arena, one), BLOOM_DIGITS, 0);
	for (size_t i = 0; i < of->n && one->coin->contract; i++) {
		text_add_text(t, i ? "," : "");
		evm_add_log(t, w, &of->v[i]);
	}
	text_add_text(t, "]}");
}

void evm_add_transaction(struct text *t, const struct world *w,
                         const struct transfer *one)
{
	struct coin none = {0};

	text_printf(t, "{\"hash\":\"%s\"", evm_hash(t->arena, one->txid));
	add_place(t, w, one);
	text_printf(t,
	            ",\"from\":\"0x%s\",\"to\":\"0x%s\",\"gas\":\"0x15f90\","
	            "\"gasPrice\":\"0x3b9aca01\",\"input\":\"0x\","
	            "\"nonce\":\"0x1\",\"type\":\"0x2\",\"value\":",
	            transfer_from_hex(t->arena, w, one), called(t->arena, one));
	evm_add_quantity(t, one->coin->contract ? none : one->amount);
	text_add_text(t, "}");
}
