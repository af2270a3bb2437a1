/* SPDX-License-Identifier: MIT */
#include "chain/credit.h"
#include <string.h>
#include "base/arena.h"

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

static bool is_same(const struct chain_credit *a, const struct chain_credit *b)
{
	return a->asset == b->asset && !strcmp(a->txid, b->txid) &&
	       !strcmp(a->index, b->index) && !strcmp(a->address, b->address);
}

bool credits_add(struct credits *out, struct arena *a, struct chain_credit c)
{
	for (size_t i = 0; i < out->n; i++) {
		struct chain_credit *old = &out->v[i];

		if (!is_same(old, &c))
			continue;
		if (coin_cmp(old->amount, c.amount) != 0)
			return false;
		if (c.is_mined &&
		    (!old->is_mined || c.confirmations > old->confirmations))
			*old = c;
		return true;
	}
	out->v = grow(a, out->v, out->n, &out->room, sizeof(*out->v));
	out->v[out->n++] = c;
	return true;
}

bool credits_noted(const struct credits *out, enum chain_note_kind kind,
                   const char *txid)
{
	for (size_t i = 0; i < out->notes_n; i++)
		if (out->notes[i].kind == kind &&
		    !strcmp(out->notes[i].txid, txid))
			return true;
	return false;
}

void credits_note(struct credits *out, struct arena *a,
                  enum chain_note_kind kind, const char *txid)
{
	if (credits_noted(out, kind, txid))
		return;
	out->notes = grow(a, out->notes, out->notes_n, &out->notes_room,
	                  sizeof(*out->notes));
	out->notes[out->notes_n++] = (struct chain_note){kind, txid};
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

bool credits_http(struct credits *out, struct arena *a, long http)
{
	struct fault f = fault_of_http(a, http);

	if (f.kind == FAULT_NONE)
		return true;
	credits_refuse(out, f);
	return false;
}

int64_t question_confirmations(const struct question *q, int64_t height)
{
	if (q->tip <= 0)
		return 1;
	return height > q->tip ? 0 : q->tip - height + 1;
}

const struct watch *question_script(const struct question *q, const char *hex)
{
	for (size_t i = 0; i < q->n; i++)
		if (watch_is_script(&q->watches[i], hex))
			return &q->watches[i];
	return NULL;
}

const struct watch *question_address(const struct question *q,
                                     const char *address)
{
	for (size_t i = 0; i < q->n; i++)
		if (watch_is_address(&q->watches[i], address))
			return &q->watches[i];
	return NULL;
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
