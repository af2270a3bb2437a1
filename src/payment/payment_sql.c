/* SPDX-License-Identifier: MIT */
#include "payment/payment_sql.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/assets.h"
#include "db/db.h"
#include "gateway/kryptoexpress.h"
#include "payment/payment_arrive.h"
#include "payment/payment_begin.h"
#include "payment/payment_make.h"
#include "settings.h"

/* Nobody has asked for its address, and nobody will any more. */
#define IS_UNASKED                                         \
	"COALESCE(state = 'CREATING' AND asked_at IS NULL" \
	"         AND ask_at <= UTC_TIMESTAMP(3) - INTERVAL 10 MINUTE, 0)"

#define PAYMENT_COLUMNS                                                     \
	"id, public_id, hook_token, user_id, asset, kind, state, currency," \
	" fiat_amount, coin_amount, gateway_id, gateway_hash, address,"     \
	" created_at, expires_at, cancelled_at, reason, provider, rate,"    \
	" said_at, said_coin, said_credit,"                                 \
	" COALESCE(TIMESTAMPDIFF(SECOND, said_at, UTC_TIMESTAMP(3)), 0)"    \
	"   AS said_age,"                                                   \
	" COALESCE(expires_at <= UTC_TIMESTAMP(3), 0) AS is_over,"          \
	" COALESCE(expires_at <= UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE, 0)"  \
	"   AS is_long_over,"                                               \
	" COALESCE(TIMESTAMPDIFF(SECOND, expires_at, UTC_TIMESTAMP(3)), 0)" \
	"   AS over_s,"                                                     \
	" created_at <= UTC_TIMESTAMP(3) - INTERVAL 1 HOUR AS is_old,"      \
	" " IS_UNASKED " AS is_unasked"

static const char *const STATES[] = {
	[PAYMENT_CREATING] = "CREATING",   [PAYMENT_OPEN] = "OPEN",
	[PAYMENT_PAID] = "PAID",           [PAYMENT_EXPIRED] = "EXPIRED",
	[PAYMENT_REVIEW] = "REVIEW",       [PAYMENT_FAILED] = "FAILED",
	[PAYMENT_ABANDONED] = "ABANDONED", [PAYMENT_CONFIRMING] = "CONFIRMING",
};

static const char *const PROVIDERS[] = {
	[PROVIDER_GATEWAY] = "gateway",
	[PROVIDER_OWN] = "own",
};

static const char *const KINDS[] = {
	[PAYMENT_NAMED] = "PAYMENT",
	[PAYMENT_ANY] = "DEPOSIT",
};

const char *payment_state_code(enum payment_state s)
{
	must(s != PAYMENT_NONE);
	return STATES[s];
}

/* Which word of a list; the first is no word. */
static size_t word_of(const char *const *words, size_t n, const char *text)
{
	for (size_t i = 1; i < n; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	panic("an unknown word in payments: %s", text);
}

static struct moment moment_of(const struct row *row, const char *column)
{
	return row_null(row, column) ? (struct moment){0}
	                             : row_time(row, column);
}

static void read_amounts(struct payment *p, const struct row *row)
{
	p->settles_in = currency_find(row_text(row, "currency"));
	p->fiat = row_null(row, "fiat_amount")
	                  ? money_zero(p->settles_in)
	                  : row_money(row, "fiat_amount", "currency");
	p->has_coin = !row_null(row, "coin_amount");
	if (p->has_coin)
		p->coin = row_coin(row, "coin_amount");
}

static void read_word(struct payment *p, const struct row *row)
{
	p->word.age_s = row_int(row, "said_age");
	p->is_said = !(row_null(row, "said_at") | row_null(row, "said_coin") |
	               row_null(row, "said_credit"));
	if (!p->is_said)
		return;
	p->word.at = row_time(row, "said_at");
	p->word.arrived = row_coin(row, "said_coin");
	p->word.credit = row_money(row, "said_credit", "currency");
}

static void read_flags(struct payment *p, const struct row *row)
{
	p->over_s = row_int(row, "over_s");
	p->is_over = row_bool(row, "is_over");
	p->is_long_over = row_bool(row, "is_long_over");
	p->is_old = row_bool(row, "is_old");
	p->is_unasked = row_bool(row, "is_unasked");
}

static const struct payment *read_payment(struct arena *a,
                                          const struct row *row)
{
	struct payment *p = arena_new(a, struct payment);

	p->id = (struct payment_id){row_int(row, "id")};
	p->public_id = row_text(row, "public_id");
	p->hook_token = row_text(row, "hook_token");
	p->user = (struct user_id){row_int(row, "user_id")};
	p->asset = asset_find(row_text(row, "asset"));
	must(p->asset);
	p->kind = (enum payment_kind)word_of(KINDS, 3, row_text(row, "kind"));
	p->state =
		(enum payment_state)word_of(STATES, 9, row_text(row, "state"));
	p->provider = (enum payment_provider)word_of(PROVIDERS, 3,
	                                             row_text(row, "provider"));
	p->rate = row_text_or_null(row, "rate");
	p->gateway_id = row_text_or_null(row, "gateway_id");
	p->gateway_hash = row_text_or_null(row, "gateway_hash");
	p->address = row_text_or_null(row, "address");
	p->created_at = row_time(row, "created_at");
	p->expires_at = moment_of(row, "expires_at");
	p->cancelled_at = moment_of(row, "cancelled_at");
	p->reason = row_text_or_null(row, "reason");
	read_amounts(p, row);
	read_word(p, row);
	read_flags(p, row);
	return p;
}

static const struct payment *read_or_null(struct arena *a,
                                          const struct row *row)
{
	return row ? read_payment(a, row) : NULL;
}

static struct payments read_all(struct arena *a, struct rows rows)
{
	struct payments all = {rows.n, NULL};

	all.v = arena_array(a, rows.n, const struct payment *);
	for (size_t i = 0; i < rows.n; i++)
		all.v[i] = read_payment(a, rows.row[i]);
	return all;
}

STATEMENT(FIND, "SELECT " PAYMENT_COLUMNS " FROM payments WHERE public_id = ?");

const struct payment *payment_find(struct db *db, struct arena *a,
                                   const char *public_id)
{
	return read_or_null(a, db_row(db, a, &FIND, ARGS(arg_text(public_id))));
}

STATEMENT(FIND_HOOK,
          "SELECT " PAYMENT_COLUMNS " FROM payments WHERE hook_token = ?");

const struct payment *payment_find_hook(struct db *db, struct arena *a,
                                        const char *hook_token)
{
	return read_or_null(
		a, db_row(db, a, &FIND_HOOK, ARGS(arg_text(hook_token))));
}

STATEMENT(LIST_OPEN, "SELECT " PAYMENT_COLUMNS " FROM payments"
                     " WHERE user_id = ? AND state IN ('CREATING', 'OPEN')"
                     " ORDER BY id");

struct payments payment_list_open(struct db *db, struct arena *a,
                                  struct user_id user)
{
	return read_all(a, db_rows(db, a, &LIST_OPEN, ARGS(arg_int(user.v))));
}

STATEMENT(LIST_AWAITED,
          "SELECT " PAYMENT_COLUMNS " FROM payments WHERE user_id = ?"
          "   AND state IN ('CREATING', 'OPEN', 'CONFIRMING')"
          " ORDER BY id DESC LIMIT 100");

struct payments payment_list_awaited(struct db *db, struct arena *a,
                                     struct user_id user)
{
	return read_all(a,
	                db_rows(db, a, &LIST_AWAITED, ARGS(arg_int(user.v))));
}

STATEMENT(LIST_DUE, "SELECT " PAYMENT_COLUMNS " FROM payments"
                    " WHERE next_poll_at <= UTC_TIMESTAMP(3)"
                    "   AND gateway_hash IS NOT NULL"
                    " ORDER BY next_poll_at LIMIT ?");

struct payments payment_list_due(struct db *db, struct arena *a, unsigned most)
{
	return read_all(a, db_rows(db, a, &LIST_DUE, ARGS(arg_int(most))));
}

/* 30 s, 1 min, ... 30 min; MariaDB assigns from left to right, so the time
 * is computed from the polls before this one. */
STATEMENT(POLL_LATER,
          "UPDATE payments SET next_poll_at ="
          " IF(expires_at + INTERVAL ? DAY <= UTC_TIMESTAMP(3), NULL,"
          "    UTC_TIMESTAMP(3)"
          "    + INTERVAL LEAST(30 << LEAST(polls, 6), 1800) SECOND),"
          " polls = polls + 1"
          " WHERE id = ? AND next_poll_at IS NOT NULL");

void payment_poll_later(struct db *db, struct payment_id id)
{
	db_run(db, &POLL_LATER,
	       ARGS(arg_int(setting_count(SET_POLL_DAYS)), arg_int(id.v)));
}

STATEMENT(LIST_OVERDUE,
          "(SELECT " PAYMENT_COLUMNS " FROM payments"
          "  WHERE state = 'OPEN'"
          "    AND expires_at <= UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE"
          "  ORDER BY expires_at LIMIT ?)"
          " UNION ALL"
          " (SELECT " PAYMENT_COLUMNS " FROM payments"
          "  WHERE state = 'CREATING'"
          "    AND (created_at <= UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
          "      OR " IS_UNASKED ")"
          "  LIMIT ?)");

struct payments payment_list_overdue(struct db *db, struct arena *a,
                                     unsigned most)
{
	return read_all(a, db_rows(db, a, &LIST_OVERDUE,
	                           ARGS(arg_int(most), arg_int(most))));
}

/* A few of each coin, so that those of one which hangs hide no others. */
STATEMENT(LIST_WANTING,
          "SELECT " PAYMENT_COLUMNS " FROM"
          " (SELECT id AS wanting, ask_at AS since,"
          "         ROW_NUMBER() OVER (PARTITION BY provider, asset"
          "                            ORDER BY ask_at, id) AS turn"
          "    FROM payments"
          "   WHERE state = 'CREATING' AND ask_at <= UTC_TIMESTAMP(3)"
          "     AND ask_at > UTC_TIMESTAMP(3) - INTERVAL 10 MINUTE"
          "     AND COALESCE(expires_at > UTC_TIMESTAMP(3), 1)) w"
          " STRAIGHT_JOIN payments ON id = wanting"
          " WHERE turn <= ? ORDER BY turn, since, id");

struct payments payment_list_wanting(struct db *db, struct arena *a,
                                     unsigned most_of_coin)
{
	return read_all(
		a, db_rows(db, a, &LIST_WANTING, ARGS(arg_int(most_of_coin))));
}

/* Our own node may be told twice, so it is, a minute later, unless the
 * payment is open by then; the gateway is asked once. */
STATEMENT(TAKE, "UPDATE payments SET asked_at = UTC_TIMESTAMP(3),"
                " ask_at = IF(provider = 'own',"
                "             UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE, NULL)"
                " WHERE id = ? AND state = 'CREATING'"
                "   AND ask_at <= UTC_TIMESTAMP(3)"
                "   AND (provider = 'own' OR asked_at IS NULL)");

bool payment_sql_take(struct db *db, const struct payment *p)
{
	return db_run(db, &TAKE, ARGS(arg_int(p->id.v))) == 1;
}

STATEMENT(LOCK,
          "SELECT " PAYMENT_COLUMNS " FROM payments WHERE id = ? FOR UPDATE");

const struct payment *payment_sql_lock(struct db *db, struct arena *a,
                                       struct payment_id id)
{
	const struct row *row = db_row(db, a, &LOCK, ARGS(arg_int(id.v)));

	must(row);
	return read_payment(a, row);
}

/* The buyer's row is locked here before the payments, against the order of
 * settling; skipping what is locked keeps the two from waiting in a circle. */
STATEMENT(LOCK_OVERDUE,
          "SELECT " PAYMENT_COLUMNS " FROM payments"
          " WHERE user_id = ?"
          "   AND (state = 'OPEN' AND expires_at <= UTC_TIMESTAMP(3)"
          "     OR state = 'CREATING'"
          "        AND created_at <= UTC_TIMESTAMP(3) - INTERVAL 1 HOUR"
          "     OR " IS_UNASKED ")"
          " ORDER BY id FOR UPDATE SKIP LOCKED");

struct payments payment_sql_lock_overdue(struct db *db, struct arena *a,
                                         struct user_id user)
{
	return read_all(a,
	                db_rows(db, a, &LOCK_OVERDUE, ARGS(arg_int(user.v))));
}

STATEMENT(INSERT, "INSERT INTO payments"
                  "  (public_id, hook_token, user_id, asset, kind, currency,"
                  "   fiat_amount, network, created_at, ask_at)"
                  "  VALUES (?, ?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3),"
                  "          UTC_TIMESTAMP(3))");

void payment_sql_insert(struct db *db, const char *hook_token,
                        const struct payment_wish *wish)
{
	struct arg fiat = wish->kind == PAYMENT_NAMED ? arg_money(wish->fiat)
	                                              : arg_null();

	(void)db_insert(db, &INSERT,
	                ARGS(arg_text(wish->public_id), arg_text(hook_token),
	                     arg_int(wish->user.v), arg_text(wish->asset->code),
	                     arg_text(KINDS[wish->kind]),
	                     arg_text(currency_code(setting_currency())), fiat,
	                     arg_text(wish->network)));
}

STATEMENT(MOVE,
          "UPDATE payments SET next_poll_at ="
          "   IF(? IN ('PAID', 'REVIEW', 'FAILED', 'CONFIRMING'), NULL,"
          "      next_poll_at),"
          " state = ?, reason = ?,"
          " paid_at = IF(state = 'PAID', COALESCE(?, UTC_TIMESTAMP(3)), NULL)"
          " WHERE id = ? AND state = ?");

void payment_sql_move(struct db *db, const struct payment *p,
                      enum payment_state to, const char *reason,
                      const struct moment *paid_at)
{
	uint64_t n = db_run(db, &MOVE,
	                    ARGS(arg_text(STATES[to]), arg_text(STATES[to]),
	                         arg_text(reason),
	                         paid_at ? arg_time(*paid_at) : arg_null(),
	                         arg_int(p->id.v), arg_text(STATES[p->state])));

	must(n == 1);
}

STATEMENT(CANCELLED, "UPDATE payments SET cancelled_at = UTC_TIMESTAMP(3),"
                     " expires_at = LEAST(expires_at, UTC_TIMESTAMP(3))"
                     " WHERE id = ?");

void payment_sql_cancelled(struct db *db, const struct payment *p)
{
	must(db_run(db, &CANCELLED, ARGS(arg_int(p->id.v))) == 1);
}

STATEMENT(HAS_DEPOSIT, "SELECT EXISTS (SELECT 1 FROM deposits"
                       "  WHERE payment_id = ? AND state <> 'GONE') AS is_so");

bool payment_sql_has_deposit(struct db *db, struct arena *a,
                             const struct payment *p)
{
	return row_bool(db_row(db, a, &HAS_DEPOSIT, ARGS(arg_int(p->id.v))),
	                "is_so");
}

STATEMENT(COUNT_OPEN, "UPDATE users SET open_payments = open_payments + ?"
                      " WHERE id = ?");

void payment_sql_count_open(struct db *db, struct user_id user, int change)
{
	must(db_run(db, &COUNT_OPEN, ARGS(arg_int(change), arg_int(user.v))) ==
	     1);
}

STATEMENT(TAKEN, "SELECT COUNT(*) AS n FROM payments"
                 " WHERE id <> ? AND (gateway_id = ? OR gateway_hash = ?"
                 "    OR asset = ? AND address = ?)");

bool payment_sql_is_taken(struct db *db, struct arena *a,
                          const struct payment *p,
                          const struct gateway_payment *said)
{
	const struct row *row = db_row(
		db, a, &TAKEN,
		ARGS(arg_int(p->id.v), arg_text(said->id), arg_text(said->hash),
	             arg_text(p->asset->code), arg_text(said->address)));

	return row_int(row, "n") > 0;
}

STATEMENT(ADOPT, "UPDATE payments SET gateway_id = ?, gateway_hash = ?,"
                 " address = ?, coin_amount = ?, expires_at = ?,"
                 " next_poll_at = UTC_TIMESTAMP(3) + INTERVAL 30 SECOND"
                 " WHERE id = ? AND gateway_id IS NULL");

void payment_sql_adopt(struct db *db, const struct payment *p,
                       const struct gateway_payment *said)
{
	struct arg coin = arg_null();
	struct coin c;

	if (p->kind == PAYMENT_NAMED) {
		must(!coin_parse(&c, said->crypto_amount, p->asset->decimals));
		coin = arg_coin(c);
	}
	must(db_run(db, &ADOPT,
	            ARGS(arg_text(said->id), arg_text(said->hash),
	                 arg_text(said->address), coin,
	                 arg_time(said->expires_at), arg_int(p->id.v))) == 1);
}

STATEMENT(SAID, "UPDATE payments SET said_at = UTC_TIMESTAMP(3),"
                " said_coin = ?, said_credit = ?"
                " WHERE id = ? AND said_at IS NULL");

void payment_sql_said(struct db *db, const struct payment *p,
                      struct coin arrived, struct money credit)
{
	must(db_run(db, &SAID,
	            ARGS(arg_coin(arrived), arg_money(credit),
	                 arg_int(p->id.v))) == 1);
}

/* Those with a deposit that changed, those that wait for one, and those whose
 * gateway is silent of coins that came.  Joined in this order, or MariaDB looks
 * for each payment there is among them. */
STATEMENT(LIST_ARRIVING,
          "SELECT " PAYMENT_COLUMNS " FROM"
          " (SELECT payment_id AS arriving FROM deposits"
          "   WHERE due = 1 AND payment_id > ?"
          "  UNION"
          "  SELECT id FROM payments WHERE state = 'CONFIRMING' AND id > ?"
          "  UNION"
          "  SELECT payment_id FROM deposits"
          "   WHERE state = 'CONFIRMED' AND is_final = 0 AND is_witness = 1"
          "     AND payment_id > ?) w"
          " STRAIGHT_JOIN payments ON id = arriving"
          " ORDER BY arriving LIMIT ?");

struct payments payment_list_arriving(struct db *db, struct arena *a,
                                      int64_t after, unsigned most)
{
	return read_all(a, db_rows(db, a, &LIST_ARRIVING,
	                           ARGS(arg_int(after), arg_int(after),
	                                arg_int(after), arg_int(most))));
}

/* By itself, or with all of its chain. */
STATEMENT(LOOKED_SINCE,
          "SELECT COALESCE((SELECT looked_at > ? FROM watches"
          "                  WHERE payment_id = ?), 0)"
          "    OR EXISTS (SELECT 1 FROM cursors"
          "                WHERE network = ? AND moved_at > ?) AS is_so");

bool payment_sql_looked_since(struct db *db, struct arena *a,
                              const struct payment *p, struct moment since)
{
	const struct row *row =
		db_row(db, a, &LOOKED_SINCE,
	               ARGS(arg_time(since), arg_int(p->id.v),
	                    arg_text(network_code(p->asset->network)),
	                    arg_time(since)));

	return row_bool(row, "is_so");
}
