/* SPDX-License-Identifier: MIT */
#include "chain/credit.h"
#include <string.h>
#include "base/arena.h"
#include "chain/hash_index.h"

struct credits credits_none(void)
{
	return (struct credits){.height = -1};
}

/* Room for one more; the old place stays in the arena. */
static void *grow(struct arena *a, void *v, size_t n, size_t *room, size_t size)
{
	void *larger;

	if (n < *room)
		return v;
	*room = *room ? *room * 2 : 16;
	larger = arena_alloc(a, *room, size);
	if (n)
		memcpy(larger, v, n * size);
	return larger;
}

/* --- what is there already ----------------------------------------------- */

/* Fewer are compared one by one. */
enum { INDEX_FROM = 32 };

static bool is_same(const struct chain_credit *a, const struct chain_credit *b)
{
	return a->asset == b->asset && !strcmp(a->txid, b->txid) &&
	       !strcmp(a->index, b->index) && !strcmp(a->address, b->address);
}

static uint64_t credit_hash(const struct chain_credit *c)
{
	uint64_t hash = hash_pointer(hash_begin(), c->asset);

	hash = hash_text(hash_text(hash, c->txid), c->index);
	return hash_text(hash, c->address);
}

/* A reader may have taken some out again: then it is made anew. */
static void index_credits(struct credits *out, struct arena *a)
{
	if (out->n < INDEX_FROM || (out->index && out->index->n == out->n))
		return;
	out->index = arena_new(a, struct hash_index);
	for (size_t i = 0; i < out->n; i++)
		hash_index_add(out->index, a, credit_hash(&out->v[i]), i);
}

static struct chain_credit *find_same(struct credits *out,
                                      const struct chain_credit *c)
{
	struct hash_walk walk;
	size_t i;

	if (out->n < INDEX_FROM) {
		for (i = 0; i < out->n; i++)
			if (is_same(&out->v[i], c))
				return &out->v[i];
		return NULL;
	}
	walk = hash_index_walk(out->index, credit_hash(c));
	while (hash_walk_next(&walk, &i))
		if (is_same(&out->v[i], c))
			return &out->v[i];
	return NULL;
}

bool credits_add(struct credits *out, struct arena *a, struct chain_credit c)
{
	struct chain_credit *old;

	index_credits(out, a);
	old = find_same(out, &c);
	if (old && coin_cmp(old->amount, c.amount) != 0)
		return false;
	if (old) {
		if (c.is_mined &&
		    (!old->is_mined || c.confirmations > old->confirmations))
			*old = c;
		return true;
	}
	out->v = grow(a, out->v, out->n, &out->room, sizeof(*out->v));
	out->v[out->n++] = c;
	if (out->index)
		hash_index_add(out->index, a, credit_hash(&c), out->n - 1);
	return true;
}

static uint64_t note_hash(enum chain_note_kind kind, const char *txid)
{
	static const char KINDS[NOTE_FAILED + 1];

	return hash_text(hash_pointer(hash_begin(), &KINDS[kind]), txid);
}

static bool is_note(const struct chain_note *n, enum chain_note_kind kind,
                    const char *txid)
{
	return n->kind == kind && !strcmp(n->txid, txid);
}

bool credits_noted(const struct credits *out, enum chain_note_kind kind,
                   const char *txid)
{
	struct hash_walk walk;
	size_t i;

	if (out->notes_index) {
		walk = hash_index_walk(out->notes_index, note_hash(kind, txid));
		while (hash_walk_next(&walk, &i))
			if (is_note(&out->notes[i], kind, txid))
				return true;
		return false;
	}
	for (i = 0; i < out->notes_n; i++)
		if (is_note(&out->notes[i], kind, txid))
			return true;
	return false;
}

static void index_note(struct credits *out, struct arena *a, size_t i)
{
	const struct chain_note *n = &out->notes[i];

	hash_index_add(out->notes_index, a, note_hash(n->kind, n->txid), i);
}

void credits_note(struct credits *out, struct arena *a,
                  enum chain_note_kind kind, const char *txid)
{
	if (credits_noted(out, kind, txid))
		return;
	out->notes = grow(a, out->notes, out->notes_n, &out->notes_room,
	                  sizeof(*out->notes));
	out->notes[out->notes_n++] = (struct chain_note){kind, txid};
	if (out->notes_index) {
		index_note(out, a, out->notes_n - 1);
	} else if (out->notes_n >= INDEX_FROM) {
		out->notes_index = arena_new(a, struct hash_index);
		for (size_t i = 0; i < out->notes_n; i++)
			index_note(out, a, i);
	}
}

bool credit_is_mature(const struct chain_credit *c)
{
	return c->confirmations >= c->maturity;
}

/* --- what cannot be read ------------------------------------------------- */

const char CREDITS_CONTRADICT[] = "one transfer with two values";

void credits_pass(struct credits *out, struct arena *a, struct chain_unread u)
{
	out->passed++;
	if (out->unread_n == UNREAD_MOST ||
	    (u.txid && credits_unread(out, u.txid)))
		return;
	if (!out->unread)
		out->unread = arena_array(a, UNREAD_MOST, struct chain_unread);
	out->unread[out->unread_n++] = u;
}

bool credits_take_row(struct credits *out, struct arena *a, const char *txid,
                      const char *why)
{
	if (why == CREDITS_CONTRADICT)
		return false;
	if (!why)
		return true;
	out->odd++;
	credits_pass(out, a, (struct chain_unread){.txid = txid, .why = why});
	return true;
}

bool credits_unread(const struct credits *out, const char *txid)
{
	for (size_t i = 0; i < out->unread_n; i++)
		if (out->unread[i].txid && !strcmp(out->unread[i].txid, txid))
			return true;
	return false;
}

bool credits_are_blind(const struct credits *out)
{
	for (size_t i = 0; i < out->unread_n; i++)
		if (!out->unread[i].txid)
			return true;
	return out->unread_n == UNREAD_MOST;
}

bool credits_leave_open(const struct credits *out, const char *txid)
{
	return credits_noted(out, NOTE_PENDING, txid) ||
	       credits_noted(out, NOTE_CONFLICT, txid) ||
	       credits_noted(out, NOTE_AMBIGUOUS, txid) ||
	       credits_unread(out, txid);
}

const char *note_words(enum chain_note_kind kind)
{
	switch (kind) {
	case NOTE_PENDING:
		return "not final yet";
	case NOTE_DOUBLE_SPEND:
		return "spent twice";
	case NOTE_CONFLICT:
		return "one of several that exclude each other";
	case NOTE_REPLACED:
		return "replaced by another transaction";
	case NOTE_AMBIGUOUS:
		return "equal transfers: ask for the transaction";
	case NOTE_IMMATURE:
		return "mined coins, not spendable yet";
	case NOTE_OWN:
		return "paid by ourselves";
	case NOTE_REMOVED:
		return "its block was disconnected: look again";
	case NOTE_FAILED:
		return "it failed and moved nothing";
	}
	return "";
}

const char *credits_refuse(struct credits *out, struct fault f)
{
	*out = credits_none();
	out->fault = f;
	return f.message;
}

const char *credits_malformed(struct credits *out, const char *message)
{
	return credits_refuse(out, fault_of(FAULT_MALFORMED, message));
}

const char *credits_end(struct credits *out, const char *why)
{
	if (why && out->fault.kind == FAULT_NONE)
		credits_malformed(out, why);
	return why;
}

const char *credits_odd(struct credits *out, const char *message)
{
	struct fault f = fault_of(FAULT_MALFORMED, message);

	f.is_of_one = true;
	return credits_refuse(out, f);
}

bool credits_http(struct credits *out, struct arena *a, long http)
{
	struct fault f = fault_of_http(a, http);

	if (f.kind == FAULT_NONE)
		return true;
	credits_refuse(out, f);
	return false;
}

bool question_wants(const struct question *q, struct credits *out,
                    enum question_kind kind)
{
	bool has_credits = kind == ASKED_LIST || kind == ASKED_BLOCKS ||
	                   kind == ASKED_TRANSACTION;

	if (q->asked == kind || q->asked == ASKED_ANY ||
	    q->asked == ASKED_NOTHING ||
	    (q->asked == ASKED_CREDITS && has_credits))
		return true;
	credits_malformed(out, "an answer to something else than was asked");
	return false;
}

int64_t question_confirmations(const struct question *q, int64_t height)
{
	if (q->tip <= 0)
		return 1;
	return height > q->tip ? 0 : q->tip - height + 1;
}

static bool is_lower(const char *hex)
{
	return strspn(hex, "0123456789abcdef") == strlen(hex);
}

const struct watch *question_script(const struct question *q, const char *hex)
{
	if (q->index && is_lower(hex))
		return watch_index_next(q->index, hex, NULL);
	for (size_t i = 0; i < q->n; i++)
		if (watch_is_script(&q->watches[i], hex))
			return &q->watches[i];
	return NULL;
}

const struct watch *question_address(const struct question *q,
                                     const char *address)
{
	char hex[WATCH_HEX];

	if (q->index && q->n)
		return watch_decode(hex, q->watches[0].asset,
		                    q->watches[0].chain, address)
		               ? watch_index_next(q->index, hex, NULL)
		               : NULL;
	for (size_t i = 0; i < q->n; i++)
		if (watch_is_address(&q->watches[i], address))
			return &q->watches[i];
	return NULL;
}

const struct watch *question_hex(const struct question *q, const char *hex,
                                 const struct watch *after)
{
	size_t i = after ? (size_t)(after - q->watches) + 1 : 0;

	if (q->index)
		return watch_index_next(q->index, hex, after);
	for (; i < q->n; i++)
		if (!strcmp(q->watches[i].hex, hex))
			return &q->watches[i];
	return NULL;
}

const struct watch *question_contract(const struct question *q,
                                      const char *contract, const char *hex)
{
	const struct watch *w = NULL;

	while ((w = question_hex(q, hex, w)))
		if (watch_is_contract(w->asset, contract))
			return w;
	return NULL;
}

const struct watch *question_receipt(const struct question *q, struct arena *a,
                                     const char *address)
{
	struct watch *w;

	if (!q->every)
		return question_address(q, address);
	w = arena_new(a, struct watch);
	return watch_open(w, q->every, q->chain, arena_text(a, address)) ? NULL
	                                                                 : w;
}

bool chain_is_hogex(const char *script)
{
	static const char WITNESS_8[] = "5820";

	return !strncmp(script, WITNESS_8, 4) && chain_is_hash(script + 4);
}

int64_t chain_maturity(const struct asset *asset, bool is_coinbase,
                       bool is_hogex)
{
	if (is_coinbase)
		return network_maturity(asset->network);
	return is_hogex && asset->network == NETWORK_LITECOIN ? PEG_OUT_MATURITY
	                                                      : 0;
}

bool chain_is_hash(const char *s)
{
	size_t len = strnlen(s, 65);

	return len == 64 && strspn(s, "0123456789abcdefABCDEF") == len;
}

const char *chain_lower(struct arena *a, const char *s)
{
	char *lower = arena_text(a, s);

	for (char *p = lower; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	return lower;
}

bool chain_is_signature(const char *s)
{
	size_t len = strnlen(s, 89);

	return len >= 64 && len <= 88 &&
	       strspn(s, "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	                 "abcdefghijkmnopqrstuvwxyz") == len;
}
