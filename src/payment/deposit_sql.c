/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "chain/assets.h"
#include "db/db.h"
#include "payment/payment_judge.h"
#include "payment/payment_sql.h"

STATEMENT(ADD, "INSERT INTO deposits (payment_id, user_id, asset, txid,"
               "   position, coin_amount, credited, currency, is_late,"
               "   credited_at)"
               "  VALUES (?, ?, ?, ?, '0', ?, ?, ?, ?, UTC_TIMESTAMP(3))");

bool payment_sql_deposit(struct db *db, int64_t *id, const struct payment *p,
                         const char *txid, const struct judgement *j)
{
	return db_try_insert(db, id, &ADD,
	                     ARGS(arg_int(p->id.v), arg_int(p->user.v),
	                          arg_text(p->asset->code), arg_text(txid),
	                          arg_coin(j->arrived), arg_money(j->credit),
	                          arg_text(currency_code(p->settles_in)),
	                          arg_bool(p->state == PAYMENT_EXPIRED)));
}

STATEMENT(HOUR, "SELECT COALESCE(SUM(credited), 0) AS credited FROM deposits"
                " WHERE credited_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");

int64_t payment_sql_hour(struct db *db, struct arena *a)
{
	return row_int(db_row(db, a, &HOUR, NO_ARGS), "credited");
}

STATEMENT(RECEIPT,
          "SELECT d.coin_amount, d.credited, d.currency, d.credited_at,"
          "       d.is_late, h.top_up_amount - h.consume_records AS balance"
          "  FROM deposits d"
          "  JOIN ledger_entries e ON e.kind = 'deposit' AND e.cause_id = d.id"
          "  JOIN balance_history h ON h.entry_id = e.id"
          " WHERE d.payment_id = ?"
          " ORDER BY d.id LIMIT 1");

const struct receipt *payment_receipt(struct db *db, struct arena *a,
                                      const struct payment *p)
{
	const struct row *row = db_row(db, a, &RECEIPT, ARGS(arg_int(p->id.v)));
	struct receipt *r;

	if (!row)
		return NULL;
	r = arena_new(a, struct receipt);
	r->arrived = row_coin(row, "coin_amount");
	r->credited = row_money(row, "credited", "currency");
	r->balance = row_money(row, "balance", "currency");
	r->at = row_time(row, "credited_at");
	r->is_late = row_bool(row, "is_late");
	return r;
}

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
