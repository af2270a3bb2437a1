/* SPDX-License-Identifier: MIT */
#include "sandbox/transfer.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "chain/address.h"
#include "chain/base58.h"
#include "chain/token_account.h"
#include "sandbox/address.h"
#include "sandbox/truth.h"

enum { LOGS_BEFORE = 40, SIGNATURE_BYTES = 64 };

static const char *read_address(struct address *out, const struct minted *coin,
                                const char *address)
{
	const struct asset *s = asset_find(coin->code);

	must(s);
	return address_read(out, s, CHAIN_MAIN, address);
}

const char *transfer_fault(const struct minted *coin, const char *address)
{
	struct address its;

	return read_address(&its, coin, address);
}

const char *transfer_target(struct arena *a, enum network network,
                            const char *address)
{
	const struct minted *m = NULL;
	struct address its;

	for (size_t i = 0; (m = minted_at(i)); i++)
		if (m->network == network)
			break;
	if (!m || read_address(&its, m, address))
		return NULL;
	return text_hex(a, its.bytes, its.len);
}

bool transfer_is_mined(const struct transfer *t, const struct world *w)
{
	return t->height >= 0 && t->height <= w->tip;
}

/* The id of a transaction: its first transfer's number makes it. */
static const char *make_txid(struct arena *a, const struct world *w, int64_t n)
{
	uint8_t bytes[SIGNATURE_BYTES];

	world_seeded(bytes, w, "tx", n);
	world_seeded(bytes + 32, w, "signature", n);
	switch (w->network) {
	case NETWORK_SOLANA:
		return base58_encode(a, bytes, SIGNATURE_BYTES);
	case NETWORK_ETHEREUM:
	case NETWORK_BSC:
		return arena_printf(a, "0x%s", text_hex(a, bytes, 32));
	case NETWORK_BITCOIN:
	case NETWORK_LITECOIN:
	case NETWORK_DOGECOIN:
	case NETWORK_TRON:
	case NETWORK_NONE:
		break;
	}
	return text_hex(a, bytes, 32);
}

const char *transfer_from(struct arena *a, const struct world *w,
                          const struct transfer *t)
{
	uint8_t bytes[32];

	world_seeded(bytes, w, t->txid, 0);
	return address_make(a, minted_address_kind(w->network), bytes);
}

const char *transfer_from_hex(struct arena *a, const struct world *w,
                              const struct transfer *t)
{
	return transfer_target(a, w->network, transfer_from(a, w, t));
}

static struct transfer transfer_of(struct db *db, struct arena *a,
                                   const struct world *w,
                                   const struct sending *s, size_t i)
{
	struct transfer t = {.coin = s->coin,
	                     .txid = "",
	                     .position = (unsigned)i,
	                     .address = s->parts[i].address,
	                     .amount = s->parts[i].amount,
	                     .seen_at = w->now,
	                     .height = s->is_held ? -1 : w->head + 1,
	                     .log_index = LOGS_BEFORE + (unsigned)i};
	struct address its;

	must(!read_address(&its, s->coin, t.address));
	t.target = text_hex(a, its.bytes, its.len);
	if (w->network == NETWORK_SOLANA && s->coin->contract)
		t.account =
			token_account_of(a, asset_find(s->coin->code), &its);
	t.balance = transfer_balance(db, a, &t);
	return t;
}

/* Only outputs and logs go to several at once. */
static bool goes_together(const struct minted *coin)
{
	return coin->contract || coin->network <= NETWORK_DOGECOIN ||
	       coin->network == NETWORK_SOLANA;
}

const char *transfer_send(struct db *db, struct arena *a,
                          const struct sending *s)
{
	struct world w = world_lock(db, a, s->coin->network);
	const char *txid = NULL;

	must(s->n > 0 && s->n <= PARTS_MOST);
	for (size_t i = 0; i < s->n; i++) {
		struct transfer t = transfer_of(db, a, &w, s, i);

		if (txid && goes_together(s->coin)) {
			t.txid = txid;
			transfer_insert(db, &t);
		} else {
			t.id = transfer_insert(db, &t);
			t.txid = txid = make_txid(a, &w, t.id);
			transfer_name(db, t.id, txid);
		}
		transfer_tell(db, "transfer", &t, s->payment);
	}
	return txid;
}

void transfer_tell(struct db *db, const char *what, const struct transfer *t,
                   int64_t payment)
{
	char amount[COIN_TEXT];

	coin_print(amount, t->amount, t->coin->decimals);
	truth_add(db, &(struct truth){.what = what,
	                              .payment = payment,
	                              .coin = t->coin->code,
	                              .amount = amount,
	                              .ref = t->txid,
	                              .detail = t->address});
}
