/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "trail/trail.h"

STATEMENT(ADD, "INSERT INTO audit_log (actor, action, subject, network)"
               "  VALUES (?, ?, ?, ?)");

void trail_add(struct db *db, const char *actor, const char *action,
               const char *subject, const char *network)
{
	db_run(db, &ADD,
	       ARGS(arg_text(actor), arg_text(action), arg_text(subject),
	            arg_text(network)));
}
