/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"
#include "user/recovery.h"
#include "user/totp.h"
#include "user/user_id.h"
/*
 * user: who has an account, and what proves it.
 *
 * A buyer is a name and a password; optionally a code from a phone (TOTP);
 * and recovery codes for the day the password is lost, since we know no
 * address to write to.  Nobody is told apart from a name that does not exist,
 * by text or by time.  How often somebody may be wrong is shop/guess's.
 *
 * Passwords that come in here have passed password_fault; names are folded.
 */
struct arena;
struct db;

enum { USER_NAME_MIN = 3, USER_NAME_MAX = 32 };

/* Opens the keys and the list of common passwords; false and logs. */
bool user_open(void);

/* The name in lower case, and why it may not be had, or NULL. */
const char *user_name_fold(struct arena *a, const char *typed);
const char *user_name_fault(const char *name);

struct user {
	struct user_id id;
	const char *account; /* its public id, for outside of MariaDB */
	const char *name;
	const char *password; /* as stored */
	bool has_totp;
	struct moment created_at;
};

const struct user *user_get(struct db *db, struct arena *a, struct user_id id);
/* NULL too for what no account can be called. */
const struct user *user_find(struct db *db, struct arena *a, const char *name);
/* From the public id to the row, 0 when there is none; and back. */
struct user_id user_of(struct db *db, struct arena *a, const char *account);
const char *user_account(struct db *db, struct arena *a, struct user_id id);

enum user_added { USER_ADDED, USER_NAME_TAKEN, USER_ADD_BUSY };

/* Opens an account with its codes. */
enum user_added user_add(struct db *db, struct arena *a, struct user_id *id,
                         struct recovery_codes *codes, const char *name,
                         const char *password, const char *network);

enum user_proof {
	USER_WRONG,
	USER_RIGHT,
	USER_BUSY /* no seat to compute a hash: later */
};

/* Whether the password opens the account of that name; notes failures. */
enum user_proof user_prove(struct db *db, struct arena *a,
                           const struct user **user, const char *name,
                           const char *password, const char *network);
/* The same for a code from the phone; each works once. */
enum user_proof user_prove_totp(struct db *db, struct arena *a,
                                const struct user *user, const char *code,
                                const char *network);
/* After all proofs: a line of the trail. */
void user_signed_in(struct db *db, const struct user *user,
                    const char *network);

/* USER_WRONG when the password was changed by somebody else meanwhile. */
enum user_proof user_change_password(struct db *db, struct arena *a,
                                     const struct user *user,
                                     const char *password, const char *network);

/* The account, by a recovery code: a new password, TOTP off. */
enum user_proof user_recover(struct db *db, struct arena *a, struct user_id *id,
                             const char *name, const char *code,
                             const char *password, const char *network);
struct recovery_codes user_renew_codes(struct db *db, struct arena *a,
                                       const struct user *user,
                                       const char *network);

/* False when the code is wrong or it is on already. */
bool user_enable_totp(struct db *db, struct arena *a, const struct user *user,
                      const struct totp_secret *secret, const char *code,
                      const char *network);
void user_disable_totp(struct db *db, const struct user *user,
                       const char *network);
