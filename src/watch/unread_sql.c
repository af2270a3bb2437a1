/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "chain/credit.h"
#include "db/db.h"
#include "watch/unread.h"

STATEMENT(DUE, "SELECT txid, place, why FROM unread_transfers"
               " WHERE network = ? AND (payment_id = ? OR ? = 0)"
               "   AND retry_at <= UTC_TIMESTAMP(3)"
               " ORDER BY retry_at, txid LIMIT ?");

struct unread_list unread_due(struct db *db, struct arena *a,
                              const char *network, int64_t payment)
{
	struct rows rows =
		db_rows(db, a, &DUE,
	                ARGS(arg_text(network), arg_int(payment),
	                     arg_int(payment), arg_int(UNREAD_AT_ONCE)));
	struct chain_unread *v =
		arena_array(a, rows.n + 1, struct chain_unread);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = (struct chain_unread){
			.txid = row_text(rows.row[i], "txid"),
			.why = row_text(rows.row[i], "why"),
			.at = row_int(rows.row[i], "place"),
		};
	return (struct unread_list){rows.n, v};
}

/* Looks come often and overlap: only one that was due is another try. */
STATEMENT(TRY, "UPDATE unread_transfers SET"
               " source = LEFT(?, 96), why = LEFT(?, 120),"
               " retry_at = IF(tries >= ?, NULL, UTC_TIMESTAMP(3)"
               "   + INTERVAL LEAST(60 << tries, 43200) SECOND),"
               " tries = tries + 1"
               " WHERE network = ? AND txid = ?"
               "   AND (payment_id = ? OR ? = 0)"
               "   AND retry_at <= UTC_TIMESTAMP(3)");
STATEMENT(ADD, "INSERT INTO unread_transfers (network, payment_id, txid,"
               "   source, place, why, first_at, retry_at)"
               " SELECT ?, ?, ?, LEFT(?, 96), ?, LEFT(?, 120),"
               "   UTC_TIMESTAMP(3), UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE"
               "  FROM DUAL WHERE (SELECT COUNT(*) FROM unread_transfers"
               "    WHERE network = ? AND payment_id = ?) < ?"
               "   AND NOT EXISTS (SELECT 1 FROM unread_transfers"
               "    WHERE network = ? AND txid = ?"
               "      AND (payment_id = ? OR ? = 0))"
               " ON DUPLICATE KEY UPDATE why = VALUE(why)");

void unread_add(struct db *db, const char *network, int64_t payment,
                const char *source, const struct chain_unread *u)
{
	struct arg on = arg_text(network), of = arg_int(payment);
	struct arg txid = arg_text(u->txid);

	if (db_run(db, &TRY,
	           ARGS(arg_text(source), arg_text(u->why),
	                arg_int(UNREAD_TRIES), on, txid, of, of)))
		return;
	(void)db_run(db, &ADD,
	             ARGS(on, of, txid, arg_text(source), arg_int(u->at),
	                  arg_text(u->why), on, of, arg_int(UNREAD_OF_ADDRESS),
	                  on, txid, of, of));
}

STATEMENT(SETTLED, "DELETE FROM unread_transfers"
                   " WHERE network = ? AND txid = ?"
                   "   AND (payment_id = ? OR ? = 0)");

void unread_settled(struct db *db, const char *network, int64_t payment,
                    const char *txid)
{
	(void)db_run(db, &SETTLED,
	             ARGS(arg_text(network), arg_text(txid), arg_int(payment),
	                  arg_int(payment)));
}

STATEMENT(FORGET, "DELETE FROM unread_transfers WHERE network = ?"
                  " AND first_at < UTC_TIMESTAMP(3) - INTERVAL 60 DAY"
                  " LIMIT 1000");

void unread_forget(struct db *db, const char *network)
{
	(void)db_run(db, &FORGET, ARGS(arg_text(network)));
}

STATEMENT(
	WAITING,
	"SELECT COUNT(*) AS n, COALESCE(SUM(retry_at IS NULL), 0) AS given_up,"
	"  (SELECT CONCAT(u.txid, ' on ', u.network, ': ', u.why)"
	"     FROM unread_transfers u ORDER BY u.first_at, u.txid LIMIT 1)"
	"    AS example"
	"  FROM unread_transfers"
	" WHERE first_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");

struct unread_waiting unread_waiting(struct db *db, struct arena *a)
{
	const struct row *row = db_row(db, a, &WAITING, NO_ARGS);

	return (struct unread_waiting){
		.n = row_int(row, "n"),
		.given_up = row_int(row, "given_up"),
		.example = row_text_or_null(row, "example"),
	};
}
