/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/coin.h"
#include "base/text.h"
#include "chain/fault.h"
#include "chain/watch.h"
#include "chain/watch_index.h"
/*
 * credit: what came to an address of ours, as one answer of a source tells it.
 *
 * A reader of a source is pure: a question and a body in, credits out, or a
 * reason and no credit.  Each credit is one output, log or account of a
 * transaction; asset, transaction and position name it for ever, whichever
 * source it is read from.
 *
 * Strangers write much of what an answer holds.  So a row that cannot be read
 * costs that row alone: it is passed over and said so.  The whole is refused
 * when it is no answer, contradicts itself, or answers another question.
 */
struct arena;
struct hash_index;

struct chain_credit {
	const struct asset *asset;
	const char *txid;
	const char *index;    /* as its source counts, for people */
	const char *position; /* inside the transaction, for the unique key */
	const char *address;  /* of ours */
	struct coin amount;
	bool is_mined;
	int64_t height;         /* of its block, or -1 */
	const char *block_hash; /* or NULL */
	int64_t confirmations;  /* at least so many; 0: none is proved */
	/* Confirmations before its coins may move, for those that are mined or
	 * come out of MWEB; 0: any others. */
	int64_t maturity;
	/* The answer does not prove it yet, or not its position: ask for the
	 * transaction itself before it is booked. */
	bool needs_look;
};

/* Its source does not say where its coins come from. */
enum { MATURITY_UNKNOWN = -1 };

/* Whether its coins may move, as far as is known. */
bool credit_is_mature(const struct chain_credit *c);

/* Why a transfer that was seen is no credit. */
enum chain_note_kind {
	NOTE_PENDING,      /* not final; comes again */
	NOTE_DOUBLE_SPEND, /* its inputs are spent twice */
	NOTE_CONFLICT,     /* one of several that exclude each other */
	NOTE_REPLACED,     /* its coins are spent otherwise, the node says */
	NOTE_AMBIGUOUS,    /* two transfers, or one listed twice */
	NOTE_IMMATURE,     /* mined coins, which come when they may move */
	NOTE_OWN,          /* paid by ourselves: change, a sweep */
	NOTE_REMOVED,      /* its block was disconnected: look again */
	NOTE_FAILED        /* in a block, but moved nothing */
};

struct chain_note {
	enum chain_note_kind kind;
	const char *txid;
};

/* A row, log or transaction that cannot be read. */
struct chain_unread {
	const char *txid; /* or NULL: not even that */
	const char *why;
	int64_t at;                /* as fetch_at; 0: not told */
	const struct watch *watch; /* that it pays, where that is known */
};

enum { UNREAD_MOST = 64 /* of one scan; more are only counted */ };

enum chain_outcome { OUTCOME_UNSAID, OUTCOME_DONE, OUTCOME_FAILED };

struct credits {
	struct chain_credit *v;
	size_t n, room;
	struct chain_note *notes;
	size_t notes_n, notes_room;
	/* Of many: which are there already. */
	struct hash_index *index, *notes_index;
	struct chain_unread *unread; /* room for UNREAD_MOST, or NULL */
	size_t unread_n, passed;     /* those kept there, and all of them */
	size_t odd;  /* of them, those of a coin and an address asked for */
	size_t rows; /* that the page had */
	/* Of what is in no block yet it may have named only a part. */
	bool is_cut;
	const char *next; /* the cursor of the next page, or NULL: the end */
	/* What a list names and does not tell whole: transactions (or, of
	 * Solana, accounts) each of which is to be asked for, and where each
	 * stands: its slot, or its time as its source writes it. */
	const char **fetch;
	int64_t *fetch_at;
	size_t fetch_n;
	const char *txid; /* of the one transaction asked for */
	bool is_unknown;  /* it knows no such transaction (yet) */
	int64_t maturity; /* of the coins of the one transaction asked for */
	enum chain_outcome outcome; /* of the same */
	int64_t height;             /* of that, or of the chain; or -1 */
	uint64_t blocks;            /* bits: which of ASKED_BLOCKS are read */
	struct fault fault;
};

/* More rows than any page has: not to be read. */
enum { PAGE_MOST = 20000 };

/* What kind of answer was asked for: a right one to another question is no
 * answer. */
enum question_kind {
	ASKED_ANY,     /* not told: any that the source can give */
	ASKED_CREDITS, /* any that can hold a credit */
	ASKED_NUMBER,  /* the chain's height, or which chain it is */
	ASKED_STATE,   /* of a node, or of a transaction: mined or not */
	ASKED_LIST,    /* rows of addresses */
	ASKED_ACCOUNTS,
	ASKED_BLOCKS,
	ASKED_TRANSACTION,
	ASKED_NOTHING /* whatever it says */
};

/* What was asked. */
struct question {
	enum question_kind asked;
	const struct watch *watches;
	size_t n;
	int64_t tip;        /* the chain's height; 0 when not known */
	const char *cursor; /* that the page was asked with, or NULL */
	unsigned limit;     /* rows of a full page; 0 when not told */
	/* Of a JSON-RPC batch, its parts: ids are 1, 2, ...; 0: no batch. */
	unsigned parts;
	int64_t first; /* with ASKED_BLOCKS: the height that part 1 is of */
	/* Of many watches, which are of one network; or NULL. */
	const struct watch_index *index;
	/* Instead of watches: whatever came to the wallet that is asked is
	 * ours, and of this asset.  A credit's address is then the row's. */
	const struct asset *every;
	enum chain chain; /* with every */
};

struct credits credits_none(void);

/* Adds it unless it is there already; of two the one with more confirmations
 * stays.  False when they contradict each other. */
bool credits_add(struct credits *out, struct arena *a, struct chain_credit c);
void credits_note(struct credits *out, struct arena *a,
                  enum chain_note_kind kind, const char *txid);
bool credits_noted(const struct credits *out, enum chain_note_kind kind,
                   const char *txid);
const char *note_words(enum chain_note_kind kind);

/* One that cannot be read is passed over; all but why may be nothing. */
void credits_pass(struct credits *out, struct arena *a, struct chain_unread u);
/* The same for a row of ours that was read with that result, if it is not
 * NULL; false when the answer contradicts itself, so that none of it is to be
 * trusted. */
bool credits_take_row(struct credits *out, struct arena *a, const char *txid,
                      const char *why);
extern const char CREDITS_CONTRADICT[];
bool credits_unread(const struct credits *out, const char *txid);
/* Whether something was passed over that has no name: it may be anything. */
bool credits_are_blind(const struct credits *out);
/* Whether it names the transaction without saying what it did: whoever looks
 * knows no more than before. */
bool credits_leave_open(const struct credits *out, const char *txid);

/* Takes everything back and keeps the fault; gives its message. */
const char *credits_refuse(struct credits *out, struct fault f);
const char *credits_malformed(struct credits *out, const char *message);
/* The end of a reader: refused as malformed when there is a reason, unless it
 * was refused already; gives the reason. */
const char *credits_end(struct credits *out, const char *why);
/* It is the one transaction that was asked for, and cannot be read. */
const char *credits_odd(struct credits *out, const char *message);
/* False with the fault in out when the status says that there is no answer. */
bool credits_http(struct credits *out, struct arena *a, long http);

/* Whether an answer of that kind is one; with the fault in out when it is
 * not. */
bool question_wants(const struct question *q, struct credits *out,
                    enum question_kind kind);

/* tip - height + 1, never less than 0; 1 when the tip is not known. */
int64_t question_confirmations(const struct question *q, int64_t height);

/* The watch that is meant, or NULL. */
const struct watch *question_script(const struct question *q, const char *hex);
const struct watch *question_address(const struct question *q,
                                     const char *address);
/* Those that decode to that hex, one after another: the first, when after is
 * NULL.  One address may be watched for several assets. */
const struct watch *question_hex(const struct question *q, const char *hex,
                                 const struct watch *after);
/* The watch for that asset's contract or mint. */
const struct watch *question_contract(const struct question *q,
                                      const char *contract, const char *hex);
/* A receipt in a wallet: that watch, or with every a new one; or NULL. */
const struct watch *question_receipt(const struct question *q, struct arena *a,
                                     const char *address);

/* Whether the first output of a transaction of Litecoin has the script, in
 * hex, by which MWEB's coins are handed on to the next block: then its others
 * are peg-outs. */
bool chain_is_hogex(const char *script);
/* What the coins of such a transaction, or of one that mints, wait for. */
int64_t chain_maturity(const struct asset *asset, bool is_coinbase,
                       bool is_hogex);
/* Whether the text is 64 hex digits, as a hash is. */
bool chain_is_hash(const char *s);
/* The same in lower case. */
const char *chain_lower(struct arena *a, const char *s);
/* Base58 of 64 bytes, as Solana's signatures are. */
bool chain_is_signature(const char *s);
