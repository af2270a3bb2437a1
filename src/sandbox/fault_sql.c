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

STATEMENT(KEPT, "SELECT COUNT(*) AS n"
                "  FROM faults"
                " WHERE n > 0 AND (operation = ? OR operation = ?)");

STATEMENT(FORGET, "UPDATE faults SET n = 0 WHERE operation = ?");

void fault_arm(struct db *db, const struct fault *f, const char *operation,
               int64_t n)
{
	db_insert(db, &ADD,
	          ARGS(arg_text(f->name), arg_text(operation), arg_int(n)));
}

static const char *pop(struct db *db, struct arena *a, const char *operation,
                       const char *wider)
{
	const struct row *r = db_row(
		db, a, &NEXT, ARGS(arg_text(operation), arg_text(wider)));

	if (!r)
		return "";
	db_run(db, &USE, ARGS(arg_int(row_int(r, "id"))));
	return row_text(r, "name");
}

const char *fault_pop(struct db *db, struct arena *a, const char *operation)
{
	/* "any" means any call, not any payment. */
	return pop(db, a, operation,
	           fault_of_calls(operation) ? "any" : operation);
}

const char *fault_pop_service(struct db *db, struct arena *a,
                              const char *service, const char *network)
{
	return pop(db, a, service, network);
}

bool fault_is_kept(struct db *db, struct arena *a, const char *service,
                   const char *network)
{
	return row_int(db_row(db, a, &KEPT,
	                      ARGS(arg_text(service), arg_text(network))),
	               "n") > 0;
}

void fault_forget(struct db *db, const char *operation)
{
	db_run(db, &FORGET, ARGS(arg_text(operation)));
}
