/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/limit.h"
#include "http/request.h"
#include "user/user.h"
/*
 * guess: how often somebody may be wrong about who they are.
 *
 * Somebody known to the account (one of its sessions, or a device that signed
 * in before, user/device) is counted alone: what strangers do closes nothing
 * for them.  A stranger is counted with the network they come from, by account
 * and in all, and with all other strangers at that account.  The last is what
 * makes guessing from many networks slow: GUESS_PASSWORDS at first, then 20 an
 * hour, however many networks help; for the codes of a phone, GUESS_CODES,
 * then 10 a day.  Behind an onion service all are one network, so there only
 * the account counts.  docs/accounts.md says it for people.
 *
 * A try is taken before the proof, so many at once are no more than one after
 * another, and put back when it was right.
 */
enum {
	GUESS_IN_A_ROW = 100,   /* of one network, device or session, in all */
	GUESS_PASSWORDS = 1000, /* of all strangers at one account */
	GUESS_CODES = 100
};

enum guess_kind { GUESS_PASSWORD, GUESS_CODE };

struct guess {
	struct reserve v[4];
	size_t n;
	size_t n_row; /* the first of them, forgotten by one that is right */
};

/* Takes one try; false when there is none left.  name is what was typed,
 * folded; user its account, or NULL. */
bool guess_take(struct request *rq, struct guess *g, enum guess_kind kind,
                const char *name, const struct user *user);
/* It was right. */
void guess_right(struct request *rq, const struct guess *g);
/* It was not looked at after all. */
void guess_untried(struct request *rq, const struct guess *g);
