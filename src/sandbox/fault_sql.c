/* SPDX-License-Identifier: MIT */
#include "sandbox/fault.h"
#include "base/arena.h"
#include "db/db.h"

STATEMENT(ADD, "INSERT INTO faults (name, operation, n) VALUES (?, ?, ?)");

STATEMENT(NEXT, "SELECT id, name"
                "  FROM faults"
                " WHERE n > 0 AND (operation = ? OR operation = ?)"
                " ORDER BY id"
                " LIMIT 1"
                "   FOR UPDATE");

STATEMENT(USE, "UPDATE faults SET n = n - 1 WHERE id = ?");

void fault_arm(struct db *db, const struct fault *f, const char *operation,
               int64_t n)
{
	db_insert(db, &ADD,
	          ARGS(arg_text(f->name), arg_text(operation), arg_int(n)));
}

const char *fault_pop(struct db *db, struct arena *a, const char *operation)
{
	/* "any" means any call, not any payment. */
	const char *wider = fault_of_calls(operation) ? "any" : operation;
	const struct row *r = db_row(
		db, a, &NEXT, ARGS(arg_text(operation), arg_text(wider)));

	if (!r)
		return "";
	db_run(db, &USE, ARGS(arg_int(row_int(r, "id"))));
	return row_text(r, "name");
}
