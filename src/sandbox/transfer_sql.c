/* SPDX-License-Identifier: MIT */
#include "sandbox/transfer.h"
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"

#define COLUMNS                                                        \
	"id, coin, txid, position, address, target, account, amount, " \
	"balance, seen_ms, height, log_index"

/* More than a test makes. */
#define MOST "20000"

STATEMENT(ADD, "INSERT INTO transfers (network, coin, txid, position, address,"
               "                       target, account, amount, balance,"
               "                       seen_ms, height, log_index)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

STATEMENT(NAME, "UPDATE transfers SET txid = ? WHERE id = ?");

STATEMENT(BALANCE, "SELECT COALESCE(SUM(amount), 0) AS balance"
                   "  FROM transfers"
                   " WHERE network = ? AND target = ? AND coin = ?"
                   "   AND is_gone = 0");

STATEMENT(MOVE, "UPDATE transfers SET height = ?, log_index = ? WHERE id = ?");

STATEMENT(DROP_ONE, "UPDATE transfers SET is_gone = 1 WHERE id = ?");

STATEMENT(OF_TARGET, "SELECT " COLUMNS "  FROM transfers"
                     " WHERE network = ? AND target = ? AND is_gone = 0"
                     " ORDER BY id LIMIT " MOST);

STATEMENT(OF_ACCOUNT, "SELECT " COLUMNS "  FROM transfers"
                      " WHERE network = 'solana' AND account = ?"
                      "   AND is_gone = 0"
                      " ORDER BY id LIMIT " MOST);

STATEMENT(OF_TX, "SELECT " COLUMNS "  FROM transfers"
                 " WHERE network = ? AND txid = ? AND is_gone = 0"
                 " ORDER BY position");

STATEMENT(OF_BLOCKS, "SELECT " COLUMNS "  FROM transfers"
                     " WHERE network = ? AND height BETWEEN ? AND ?"
                     "   AND is_gone = 0"
                     " ORDER BY height, id LIMIT " MOST);

STATEMENT(WAITING, "SELECT " COLUMNS "  FROM transfers"
                   " WHERE network = ? AND (height IS NULL OR height > ?)"
                   "   AND is_gone = 0"
                   " ORDER BY id DESC LIMIT " MOST);

static struct arg arg_network(enum network network)
{
	return arg_text(network_code(network));
}

int64_t transfer_insert(struct db *db, const struct transfer *t)
{
	return db_insert(db, &ADD,
	                 ARGS(arg_network(t->coin->network),
	                      arg_text(t->coin->code), arg_text(t->txid),
	                      arg_int(t->position), arg_text(t->address),
	                      arg_text(t->target), arg_text(t->account),
	                      arg_coin(t->amount), arg_coin(t->balance),
	                      arg_int(t->seen_at.ms),
	                      t->height >= 0 ? arg_int(t->height) : arg_null(),
	                      arg_int(t->log_index)));
}

void transfer_name(struct db *db, int64_t id, const char *txid)
{
	db_run(db, &NAME, ARGS(arg_text(txid), arg_int(id)));
}

struct coin transfer_balance(struct db *db, struct arena *a,
                             const struct transfer *t)
{
	return row_coin(
		db_row(db, a, &BALANCE,
	               ARGS(arg_network(t->coin->network), arg_text(t->target),
	                    arg_text(t->coin->code))),
		"balance");
}

void transfer_move(struct db *db, int64_t id, int64_t height,
                   unsigned log_index)
{
	db_run(db, &MOVE,
	       ARGS(arg_int(height), arg_int(log_index), arg_int(id)));
}

void transfer_drop(struct db *db, int64_t id)
{
	db_run(db, &DROP_ONE, ARGS(arg_int(id)));
}

static struct transfer transfer_from_row(const struct row *r)
{
	struct transfer t = {
		.id = row_int(r, "id"),
		.coin = minted_find(row_text(r, "coin")),
		.txid = row_text(r, "txid"),
		.position = (unsigned)row_int(r, "position"),
		.address = row_text(r, "address"),
		.target = row_text(r, "target"),
		.account = row_text_or_null(r, "account"),
		.amount = row_coin(r, "amount"),
		.balance = row_coin(r, "balance"),
		.seen_at = {row_int(r, "seen_ms")},
		.height = row_null(r, "height") ? -1 : row_int(r, "height"),
		.log_index = (unsigned)row_int(r, "log_index"),
	};

	must(t.coin);
	return t;
}

static struct transfers list(struct arena *a, struct rows rows)
{
	struct transfer *t = arena_array(a, rows.n + 1, struct transfer);

	for (size_t i = 0; i < rows.n; i++)
		t[i] = transfer_from_row(rows.row[i]);
	return (struct transfers){rows.n, t};
}

struct transfers transfer_list_to(struct db *db, struct arena *a,
                                  enum network network, const char *target)
{
	return list(a, db_rows(db, a, &OF_TARGET,
	                       ARGS(arg_network(network), arg_text(target))));
}

struct transfers transfer_list_account(struct db *db, struct arena *a,
                                       const char *account)
{
	return list(a, db_rows(db, a, &OF_ACCOUNT, ARGS(arg_text(account))));
}

struct transfers transfer_list_tx(struct db *db, struct arena *a,
                                  enum network network, const char *txid)
{
	return list(a, db_rows(db, a, &OF_TX,
	                       ARGS(arg_network(network), arg_text(txid))));
}

struct transfers transfer_list_blocks(struct db *db, struct arena *a,
                                      enum network network, int64_t from,
                                      int64_t to)
{
	return list(a, db_rows(db, a, &OF_BLOCKS,
	                       ARGS(arg_network(network), arg_int(from),
	                            arg_int(to))));
}

struct transfers transfer_list_waiting(struct db *db, struct arena *a,
                                       enum network network, int64_t above)
{
	return list(a, db_rows(db, a, &WAITING,
	                       ARGS(arg_network(network), arg_int(above))));
}
