/* SPDX-License-Identifier: MIT */
#include "db/db.h"
#include "payment/payment_sql.h"

STATEMENT(QUARANTINE, "INSERT INTO quarantine"
                      "  (payment_id, source, reason, body, digest, created_at)"
                      "  VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))");

void payment_sql_quarantine(struct db *db, const struct payment *p,
                            const char *reason,
                            const struct payment_report *report,
                            const uint8_t digest[32])
{
	struct slice d = {(const char *)digest, 32};

	/* A duplicate is the same report again: kept already. */
	(void)db_try_insert(db, NULL, &QUARANTINE,
	                    ARGS(arg_int(p->id.v), arg_text(report->source),
	                         arg_text(reason), arg_bytes(report->body),
	                         arg_bytes(d)));
}
