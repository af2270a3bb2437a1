/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "db/db.h"
#include "deposit/deposit_state.h"
#include "settings.h"

#define DEPOSIT_COLUMNS                                                      \
	"d.id, d.payment_id, d.user_id, d.asset, d.state, d.is_witness,"     \
	" d.is_late, d.txid, d.position, d.coin_amount, d.source, d.height," \
	" d.confirmations, d.maturity, d.missed, d.rate, d.credited,"        \
	" d.currency, d.shortfall, d.reason, d.seen_at, d.credited_at"

static const char *const STATES[] = {
	[DEPOSIT_SEEN] = "SEEN",         [DEPOSIT_CONFIRMED] = "CONFIRMED",
	[DEPOSIT_CREDITED] = "CREDITED", [DEPOSIT_HELD] = "HELD",
	[DEPOSIT_REVERSED] = "REVERSED", [DEPOSIT_GONE] = "GONE",
};

const char *deposit_state_code(enum deposit_state s)
{
	must(s != DEPOSIT_NONE);
	return STATES[s];
}

static enum deposit_state state_of(const char *code)
{
	for (size_t i = 1; i < sizeof(STATES) / sizeof(STATES[0]); i++)
		if (!strcmp(STATES[i], code))
			return (enum deposit_state)i;
	panic("an unknown state in deposits: %s", code);
}

static struct moment moment_of(const struct row *row, const char *column)
{
	return row_null(row, column) ? (struct moment){0}
	                             : row_time(row, column);
}

static void read_money(struct deposit *d, const struct row *row)
{
	struct currency currency = currency_find(row_text(row, "currency"));

	d->credited = row_null(row, "credited")
	                      ? money_zero(currency)
	                      : row_money(row, "credited", "currency");
	d->shortfall = row_money(row, "shortfall", "currency");
	d->rate = row_text_or_null(row, "rate");
}

static const struct deposit *read_deposit(struct arena *a,
                                          const struct row *row)
{
	struct deposit *d = arena_new(a, struct deposit);

	d->id = row_int(row, "id");
	d->payment = (struct payment_id){row_int(row, "payment_id")};
	d->user = (struct user_id){row_int(row, "user_id")};
	d->asset = asset_find(row_text(row, "asset"));
	must(d->asset);
	d->state = state_of(row_text(row, "state"));
	d->is_witness = row_bool(row, "is_witness");
	d->is_late = row_bool(row, "is_late");
	d->txid = row_text(row, "txid");
	d->position = row_text(row, "position");
	d->amount = row_coin(row, "coin_amount");
	d->source = row_text_or_null(row, "source");
	d->height = row_null(row, "height") ? -1 : row_int(row, "height");
	d->confirmations = row_int(row, "confirmations");
	d->maturity = row_int(row, "maturity");
	d->missed = row_int(row, "missed");
	d->reason = row_text_or_null(row, "reason");
	d->seen_at = moment_of(row, "seen_at");
	d->credited_at = moment_of(row, "credited_at");
	read_money(d, row);
	return d;
}

static struct deposits read_all(struct arena *a, struct rows rows)
{
	struct deposits all = {.n = rows.n};

	all.v = arena_array(a, rows.n, const struct deposit *);
	for (size_t i = 0; i < rows.n; i++)
		all.v[i] = read_deposit(a, rows.row[i]);
	return all;
}

STATEMENT(LIST, "SELECT " DEPOSIT_COLUMNS " FROM deposits d"
                "  JOIN (SELECT id AS listed FROM deposits"
                "         WHERE payment_id = ?"
                "         ORDER BY source IS NULL DESC, asset = ? DESC,"
                "                  coin_amount DESC, id LIMIT ?) w"
                "    ON w.listed = d.id ORDER BY d.id");
STATEMENT(BEYOND, "SELECT COUNT(*) + COALESCE((SELECT more FROM watches"
                  "         WHERE payment_id = ?), 0) AS n,"
                  "  COALESCE(SUM(IF(state = 'CREDITED', credited, 0)), 0)"
                  "    AS credited, ? AS currency"
                  "  FROM deposits WHERE payment_id = ?");

/* What the list leaves out. */
static void add_rest(struct db *db, struct arena *a, struct deposits *all,
                     const struct payment *p)
{
	struct arg id = arg_int(p->id.v);
	const char *currency = currency_code(p->settles_in);
	const struct row *row =
		db_row(db, a, &BEYOND, ARGS(id, arg_text(currency), id));
	struct money rest = row_money(row, "credited", "currency");

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->state == DEPOSIT_CREDITED)
			must(money_sub(&rest, rest, all->v[i]->credited));
	all->more = row_int(row, "n") - (int64_t)all->n;
	all->more_credited = rest;
}

struct deposits deposit_list(struct db *db, struct arena *a,
                             const struct payment *p)
{
	struct deposits all = read_all(
		a, db_rows(db, a, &LIST,
	                   ARGS(arg_int(p->id.v), arg_text(p->asset->code),
	                        arg_int(DEPOSITS_LISTED))));

	if (all.n == DEPOSITS_LISTED)
		add_rest(db, a, &all, p);
	return all;
}

STATEMENT(LIST_COMING,
          "SELECT " DEPOSIT_COLUMNS " FROM deposits d"
          "  JOIN (SELECT MIN(id) AS first FROM deposits"
          "         WHERE user_id = ? AND state IN ('SEEN', 'CONFIRMED')"
          "           AND is_final = 0 AND source IS NOT NULL"
          "           AND reason IS NULL GROUP BY payment_id) w"
          "    ON w.first = d.id ORDER BY d.id LIMIT 200");

struct deposits deposit_list_coming(struct db *db, struct arena *a,
                                    struct user_id user)
{
	return read_all(a, db_rows(db, a, &LIST_COMING, ARGS(arg_int(user.v))));
}

/* --- judging ------------------------------------------------------------- */

STATEMENT(LOCK_DUE, "SELECT " DEPOSIT_COLUMNS " FROM deposits d"
                    " WHERE d.payment_id = ? AND d.due = 1"
                    " ORDER BY d.id LIMIT ? FOR UPDATE");

struct deposits deposit_lock_due(struct db *db, struct arena *a,
                                 const struct payment *p, unsigned most)
{
	return read_all(a, db_rows(db, a, &LOCK_DUE,
	                           ARGS(arg_int(p->id.v), arg_int(most))));
}

STATEMENT(JUDGED, "UPDATE deposits SET due = IF(rate IS NULL"
                  "   AND is_witness = 0 AND reason IS NULL"
                  "   AND state IN ('SEEN', 'CONFIRMED'), 2, 0)"
                  " WHERE payment_id = ? AND due = 1"
                  "   AND id BETWEEN ? AND ?");

void deposit_judged(struct db *db, const struct deposits *some)
{
	if (some->n)
		(void)db_run(db, &JUDGED,
		             ARGS(arg_int(some->v[0]->payment.v),
		                  arg_int(some->v[0]->id),
		                  arg_int(some->v[some->n - 1]->id)));
}

STATEMENT(WAKE, "UPDATE deposits SET due = 1 WHERE due = 2 AND asset = ?"
                "   AND EXISTS (SELECT 1 FROM rates r WHERE r.coin = ?"
                "     AND r.paused IS NULL"
                "     AND r.at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND)");

void deposit_wake(struct db *db)
{
	for (size_t i = 0; i < ASSETS_COUNT; i++)
		(void)db_run(db, &WAKE,
		             ARGS(arg_text(ASSETS[i].code),
		                  arg_text(ASSETS[i].coin),
		                  arg_int(setting_count(SET_PRICE_AGE))));
}

STATEMENT(STIR, "UPDATE deposits SET due = 1"
                " WHERE payment_id = ? AND is_witness = 1 AND is_final = 0");

void deposit_stir(struct db *db, const struct payment *p)
{
	(void)db_run(db, &STIR, ARGS(arg_int(p->id.v)));
}

STATEMENT(LOCK_LARGEST, "SELECT " DEPOSIT_COLUMNS " FROM deposits d"
                        " WHERE d.payment_id = ?"
                        " ORDER BY d.asset = ? DESC, d.coin_amount DESC, d.id"
                        " LIMIT ? FOR UPDATE");

struct deposits deposit_lock_largest(struct db *db, struct arena *a,
                                     const struct payment *p, unsigned most)
{
	return read_all(a,
	                db_rows(db, a, &LOCK_LARGEST,
	                        ARGS(arg_int(p->id.v), arg_text(p->asset->code),
	                             arg_int(most))));
}

STATEMENT(ANY_COMING, "SELECT id FROM deposits"
                      " WHERE payment_id = ? AND source IS NOT NULL"
                      "   AND (state = 'SEEN'"
                      "     OR state = 'CONFIRMED' AND reason IS NULL)"
                      " LIMIT 1 LOCK IN SHARE MODE");

bool deposit_any_coming(struct db *db, struct arena *a, const struct payment *p)
{
	const struct row *row =
		db_row(db, a, &ANY_COMING, ARGS(arg_int(p->id.v)));

	return row && row_int(row, "id");
}

STATEMENT(LOCK_AGAIN, "SELECT " DEPOSIT_COLUMNS " FROM deposits d"
                      " WHERE d.id = ? FOR UPDATE");

const struct deposit *deposit_lock_again(struct db *db, struct arena *a,
                                         const struct deposit *d)
{
	const struct row *row =
		db_row(db, a, &LOCK_AGAIN, ARGS(arg_int(d->id)));

	must(row);
	return read_deposit(a, row);
}

/* --- moving on ----------------------------------------------------------- */

STATEMENT(MOVE, "UPDATE deposits SET state = ?, reason = ?"
                " WHERE id = ? AND state = ?");

void deposit_move(struct db *db, const struct deposit *d, enum deposit_state to,
                  const char *reason)
{
	must(db_run(db, &MOVE,
	            ARGS(arg_text(STATES[to]), arg_text(reason), arg_int(d->id),
	                 arg_text(STATES[d->state]))) == 1);
}

STATEMENT(EXPLAIN, "UPDATE deposits SET reason = ? WHERE id = ?");

void deposit_explain(struct db *db, const struct deposit *d, const char *reason)
{
	must(db_run(db, &EXPLAIN, ARGS(arg_text(reason), arg_int(d->id))) == 1);
}

STATEMENT(PRICE, "UPDATE deposits SET rate ="
                 " (SELECT r.price FROM rates r WHERE r.coin = ?"
                 "   AND r.paused IS NULL"
                 "   AND r.at > UTC_TIMESTAMP(3) - INTERVAL ? SECOND)"
                 " WHERE id = ? AND rate IS NULL");

void deposit_price(struct db *db, const struct deposit *d)
{
	(void)db_run(db, &PRICE,
	             ARGS(arg_text(d->asset->coin),
	                  arg_int(setting_count(SET_PRICE_AGE)),
	                  arg_int(d->id)));
}

STATEMENT(PRICE_AT,
          "UPDATE deposits SET rate = ? WHERE id = ? AND rate IS NULL");

void deposit_price_at(struct db *db, const struct deposit *d, const char *rate)
{
	(void)db_run(db, &PRICE_AT, ARGS(arg_text(rate), arg_int(d->id)));
}

STATEMENT(CREDIT, "UPDATE deposits SET state = 'CREDITED', credited = ?,"
                  " credited_at = UTC_TIMESTAMP(3), rate = ?, reason = NULL,"
                  " credited_depth = confirmations, needed_depth = ?"
                  " WHERE id = ? AND state = 'CONFIRMED' AND is_witness = 0");

void deposit_credit(struct db *db, const struct deposit *d, struct money credit,
                    const char *rate)
{
	must(db_run(db, &CREDIT,
	            ARGS(arg_money(credit), arg_text(rate),
	                 arg_int(deposit_depth(d)), arg_int(d->id))) == 1);
}

STATEMENT(REVERSE, "UPDATE deposits SET state = 'REVERSED', shortfall = ?,"
                   " reversed_at = UTC_TIMESTAMP(3), reason = ?, is_final = 1"
                   " WHERE id = ? AND state = 'CREDITED'");

void deposit_reverse(struct db *db, const struct deposit *d, struct money owed,
                     const char *reason)
{
	must(db_run(db, &REVERSE,
	            ARGS(arg_money(owed), arg_text(reason), arg_int(d->id))) ==
	     1);
}

STATEMENT(FINISH, "UPDATE deposits SET is_final = 1 WHERE id = ?");

void deposit_finish(struct db *db, const struct deposit *d)
{
	must(db_run(db, &FINISH, ARGS(arg_int(d->id))) == 1);
}

/* --- the gateway's word -------------------------------------------------- */

STATEMENT(VOUCH, "INSERT INTO deposits (payment_id, user_id, asset, txid,"
                 "   position, coin_amount, credited, currency, is_late,"
                 "   credited_at)"
                 "  VALUES (?, ?, ?, ?, '0', ?, ?, ?, ?, UTC_TIMESTAMP(3))");

bool deposit_vouch(struct db *db, int64_t *id, const struct payment *p,
                   const char *txid, struct coin arrived, struct money credit)
{
	bool is_late = p->state == PAYMENT_EXPIRED ||
	               (p->is_said && p->word.at.ms > p->expires_at.ms);

	return db_try_insert(db, id, &VOUCH,
	                     ARGS(arg_int(p->id.v), arg_int(p->user.v),
	                          arg_text(p->asset->code), arg_text(txid),
	                          arg_coin(arrived), arg_money(credit),
	                          arg_text(currency_code(p->settles_in)),
	                          arg_bool(is_late)));
}

STATEMENT(HOUR_OF, "SELECT COALESCE(SUM(credited), 0) AS credited"
                   "  FROM deposits WHERE user_id = ?"
                   "   AND credited_at > UTC_TIMESTAMP(3) - INTERVAL 1 HOUR");

int64_t deposit_hour_of(struct db *db, struct arena *a, struct user_id user)
{
	return row_int(db_row(db, a, &HOUR_OF, ARGS(arg_int(user.v))),
	               "credited");
}

STATEMENT(HOUR, "SELECT COALESCE(SUM(LEAST(his, ?)), 0) AS credited"
                "  FROM (SELECT SUM(credited) AS his FROM deposits"
                "         WHERE credited_at >"
                "               UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
                "         GROUP BY user_id) each_buyer");

int64_t deposit_hour(struct db *db, struct arena *a, int64_t most_of_each)
{
	return row_int(db_row(db, a, &HOUR, ARGS(arg_int(most_of_each))),
	               "credited");
}

STATEMENT(BALANCES,
          "SELECT d.id, d.currency,"
          "       h.top_up_amount - h.consume_records AS balance"
          "  FROM deposits d"
          "  JOIN ledger_entries e ON e.kind = 'deposit' AND e.cause_id = d.id"
          "  JOIN balance_history h ON h.entry_id = e.id"
          " WHERE d.id IN (SELECT w.id FROM JSON_TABLE(?, '$[*]'"
          "   COLUMNS (id BIGINT PATH '$')) w)");

static struct money balance_after(struct rows rows, const struct deposit *d)
{
	for (size_t i = 0; i < rows.n; i++)
		if (row_int(rows.row[i], "id") == d->id)
			return row_money(rows.row[i], "balance", "currency");
	/* Taken back since the list was read. */
	return money_zero(money_currency(d->credited));
}

static const char *ids_of(struct arena *a, const struct receipts *all)
{
	struct text t = text_open(a, 512);

	for (size_t i = 0; i < all->n; i++)
		text_printf(&t, "%s%" PRId64, i ? "," : "[",
		            all->v[i].deposit->id);
	text_add_text(&t, "]");
	return t.p;
}

struct receipts deposit_receipts(struct db *db, struct arena *a,
                                 const struct deposits *all)
{
	struct receipt *v = arena_array(a, all->n, struct receipt);
	struct receipts out = {0, v};
	struct rows rows;

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i]->state == DEPOSIT_CREDITED)
			v[out.n++].deposit = all->v[i];
	if (!out.n)
		return out;
	rows = db_rows(db, a, &BALANCES, ARGS(arg_text(ids_of(a, &out))));
	for (size_t i = 0; i < out.n; i++)
		v[i].balance = balance_after(rows, v[i].deposit);
	return out;
}
