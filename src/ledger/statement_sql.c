/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "ledger/ledger.h"
#include "settings.h"

/* The statement of a buyer: each version of the balance beside the one
 * before it, so that what came in and went out needs no sum. */
STATEMENT(LINES,
          "SELECT e.created_at, e.kind, u.currency,"
          "       h.top_up_amount - COALESCE(b.top_up_amount, 0) AS came_in,"
          "       h.consume_records - COALESCE(b.consume_records, 0)"
          "         AS went_out,"
          "       h.top_up_amount - h.consume_records AS balance,"
          "       COALESCE(p.asset, '') AS asset,"
          "       COALESCE(p.public_id, o.public_id) AS public_id"
          "  FROM balance_history h"
          "  JOIN users u ON u.id = h.user_id"
          "  JOIN ledger_entries e ON e.id = h.entry_id"
          "  LEFT JOIN balance_history b"
          "    ON b.user_id = h.user_id AND b.ver = h.ver - 1"
          "  LEFT JOIN deposits d ON e.kind IN ('deposit', 'reversal')"
          "                      AND d.id = e.cause_id"
          "  LEFT JOIN payments p ON p.id = d.payment_id"
          "  LEFT JOIN buys o ON e.kind = 'purchase' AND o.id = e.cause_id"
          " WHERE h.user_id = ? AND e.created_at >= ? AND e.created_at < ?"
          " ORDER BY h.ver"
          " LIMIT 10000");

STATEMENT(BEFORE, "SELECT h.top_up_amount - h.consume_records AS balance,"
                  "       u.currency"
                  "  FROM balance_history h"
                  "  JOIN users u ON u.id = h.user_id"
                  "  JOIN ledger_entries e ON e.id = h.entry_id"
                  " WHERE h.user_id = ? AND e.created_at < ?"
                  " ORDER BY h.ver DESC"
                  " LIMIT 1");

static struct money balance_before(struct db *db, struct arena *a,
                                   struct user_id user, struct moment at)
{
	const struct row *row =
		db_row(db, a, &BEFORE, ARGS(arg_int(user.v), arg_time(at)));

	if (row)
		return row_money(row, "balance", "currency");
	return money_zero(setting_currency());
}

/* What a reversal took is not a negative income but went out. */
static void take_back(struct statement_line *line)
{
	must(money_sub(&line->out, line->out, line->in));
	line->in = money_zero(setting_currency());
}

static struct statement_line read_line(struct arena *a, const struct row *row)
{
	struct statement_line line = {
		.at = row_time(row, "created_at"),
		.in = row_money(row, "came_in", "currency"),
		.out = row_money(row, "went_out", "currency"),
		.balance = row_money(row, "balance", "currency"),
		.public_id = row_text(row, "public_id"),
	};
	const char *asset = row_text(row, "asset");

	if (!strcmp(row_text(row, "kind"), "deposit")) {
		line.kind = ENTRY_DEPOSIT;
		line.text = arena_printf(a, "%s deposit", asset);
	} else if (!strcmp(row_text(row, "kind"), "reversal")) {
		line.kind = ENTRY_REVERSAL;
		line.text = arena_printf(a, "%s deposit taken back", asset);
		take_back(&line);
	} else {
		line.kind = ENTRY_PURCHASE;
		line.text = "";
	}
	return line;
}

struct statement_lines ledger_statement(struct db *db, struct arena *a,
                                        struct user_id user, struct moment from,
                                        struct moment to)
{
	struct rows rows =
		db_rows(db, a, &LINES,
	                ARGS(arg_int(user.v), arg_time(from), arg_time(to)));
	struct statement_lines out = {
		.n = rows.n,
		.v = arena_array(a, rows.n, struct statement_line),
		.opening = balance_before(db, a, user, from),
		.sum_in = money_zero(setting_currency()),
		.sum_out = money_zero(setting_currency()),
	};

	out.closing = out.opening;
	for (size_t i = 0; i < rows.n; i++) {
		out.v[i] = read_line(a, rows.row[i]);
		out.sum_in = money_total(out.sum_in, out.v[i].in);
		out.sum_out = money_total(out.sum_out, out.v[i].out);
		out.closing = out.v[i].balance;
	}
	return out;
}
