/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "db/db.h"
#include "ledger/once.h"

STATEMENT(FIND, "SELECT fingerprint, result"
                "  FROM form_tokens"
                " WHERE user_id = ? AND token = ?");

enum once_state once_find(struct db *db, struct arena *a, struct user_id user,
                          const struct once *once, const char **result)
{
	const struct row *row = db_row(
		db, a, &FIND, ARGS(arg_int(user.v), arg_text(once->token)));

	if (!row)
		return ONCE_FRESH;
	*result = row_text(row, "result");
	if (memcmp(row_bytes(row, "fingerprint").p, once->fingerprint,
	           sizeof(once->fingerprint)) != 0)
		return ONCE_OTHER;
	return ONCE_DONE;
}

STATEMENT(ADD, "INSERT INTO form_tokens (user_id, token, fingerprint, result)"
               "  VALUES (?, ?, ?, ?)");

bool once_store(struct db *db, struct user_id user, const struct once *once,
                const char *result)
{
	struct slice print = {(const char *)once->fingerprint,
	                      sizeof(once->fingerprint)};

	return db_try_insert(db, NULL, &ADD,
	                     ARGS(arg_int(user.v), arg_text(once->token),
	                          arg_bytes(print), arg_text(result)));
}
