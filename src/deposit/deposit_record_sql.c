/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "chain/assets.h"
#include "db/db.h"
#include "db/transact.h"
#include "deposit/crowd.h"
#include "deposit/missing.h"
#include "settings.h"
#include "watch/cursor.h"
#include "watch/unread.h"
#include "watch/watched.h"

enum { QUIET_MOST = 50 /* looks in one transaction */ };

struct recording {
	struct arena *arena;
	const struct look *look; /* the one that is written down now */
	const struct look *all;
	size_t n;
	struct crowd crowd;
	struct recorded done;
};

/* Mined before the address was given out, by more than sources differ. */
#define IS_OLDER                                                        \
	"COALESCE(p.provider = 'own' AND ? < (SELECT w.from_height - ?" \
	"           FROM watches w WHERE w.payment_id = p.id), 0)"

static struct arg height_of(const struct chain_credit *c)
{
	return c->height < 0 ? arg_null() : arg_int(c->height);
}

/* What the judge would see otherwise than before: it is there again, it has to
 * wait for longer, it is deep and was not judged so, or it passed one of the
 * depths that matter. */
#define PASSED_DEPTH                              \
	"(confirmations < GREATEST(?, maturity))" \
	" <> (? < GREATEST(?, maturity))"
#define IS_NEWS                                        \
	"state = 'GONE' OR missed > 0 OR maturity < ?" \
	" OR state = 'SEEN' AND ? >= ? OR " PASSED_DEPTH " OR " PASSED_DEPTH

/* A row that had vanished begins anew, and with another price: who could let
 * it vanish would choose when it is worth most. */
STATEMENT(SEE_AGAIN, "UPDATE deposits SET due = IF(" IS_NEWS ", 1, due),"
                     " confirmations = ?, height = ?, block_hash = ?,"
                     " source = ?, missed = 0, missed_at = NULL,"
                     " maturity = IF(credited_depth IS NULL,"
                     "   GREATEST(maturity, ?), maturity),"
                     " rate = IF(state = 'GONE', NULL, rate),"
                     " reason = IF(state = 'GONE', NULL, reason),"
                     " state = IF(state = 'GONE', 'SEEN', state)"
                     " WHERE asset = ? AND txid = ? AND position = ?"
                     "   AND payment_id = ? AND coin_amount = ?"
                     "   AND state <> 'REVERSED'");

static bool see_again(struct db *db, const struct look *look,
                      const struct sighting *s)
{
	const struct chain_credit *c = s->credit;
	struct arg deep = arg_int(asset_depth(c->asset));
	struct arg final = arg_int(asset_final(c->asset));
	struct arg now = arg_int(c->confirmations);
	struct arg mature = arg_int(c->maturity);

	return db_run(db, &SEE_AGAIN,
	              ARGS(mature, now, deep, deep, now, deep, final, now,
	                   final, now, height_of(c), arg_text(c->block_hash),
	                   arg_text(look->source), mature,
	                   arg_text(c->asset->code), arg_text(c->txid),
	                   arg_text(c->position), arg_int(s->payment),
	                   arg_coin(c->amount))) == 1;
}

/* An own deposit is worth the payment's frozen price when it is first seen in
 * time and of the coin that was asked for, else the price of this moment; no
 * fresh price leaves it open.  What was mined before the payment was made was
 * not sent for it: an address that was used already. */
STATEMENT(SEE, "INSERT INTO deposits (payment_id, user_id, asset, txid,"
               "   position, coin_amount, credited, credited_at, currency,"
               "   is_witness, is_late, source, height, block_hash,"
               "   confirmations, maturity, seen_at, rate, state, reason)"
               " SELECT p.id, p.user_id, ?, ?, ?, ?, NULL, NULL, p.currency,"
               "   p.provider = 'gateway',"
               "   COALESCE(p.expires_at <= UTC_TIMESTAMP(3), 0), ?, ?, ?, ?,"
               "   ?, UTC_TIMESTAMP(3),"
               "   CASE WHEN p.provider = 'gateway' THEN NULL"
               "        WHEN p.rate IS NOT NULL AND p.asset = ?"
               "         AND p.expires_at > UTC_TIMESTAMP(3) THEN p.rate"
               "        ELSE (SELECT r.price FROM rates r WHERE r.coin = ?"
               "               AND r.paused IS NULL AND r.at >"
               "                 UTC_TIMESTAMP(3) - INTERVAL ? SECOND) END,"
               "   IF(" IS_OLDER ", 'HELD', 'SEEN'),"
               "   IF(" IS_OLDER ","
               "     'it seems to be older than the payment', NULL)"
               "  FROM payments p WHERE p.id = ?");

static bool see(struct db *db, const struct look *look,
                const struct sighting *s)
{
	const struct chain_credit *c = s->credit;
	struct arg height = height_of(c);
	struct arg depth = arg_int(asset_depth(c->asset));

	return db_try_insert(
		db, NULL, &SEE,
		ARGS(arg_text(c->asset->code), arg_text(c->txid),
	             arg_text(c->position), arg_coin(c->amount),
	             arg_text(look->source), height, arg_text(c->block_hash),
	             arg_int(c->confirmations), arg_int(c->maturity),
	             arg_text(c->asset->code), arg_text(c->asset->coin),
	             arg_int(setting_count(SET_PRICE_AGE)), height, depth,
	             height, depth, arg_int(s->payment)));
}

/* What was taken back is not credited again: a person has to look, once. */
STATEMENT(CAME_BACK,
          "UPDATE deposits SET due = 1,"
          " confirmations = ?, height = ?, block_hash = ?,"
          " source = ?, missed = 0, missed_at = NULL,"
          " is_final = (reason <=> 'taken back, and on the chain again'),"
          " reason = 'taken back, and on the chain again'"
          " WHERE asset = ? AND txid = ? AND position = ?"
          "   AND payment_id = ? AND coin_amount = ?"
          "   AND state = 'REVERSED'");

static bool came_back(struct db *db, const struct look *look,
                      const struct sighting *s)
{
	const struct chain_credit *c = s->credit;

	return db_run(db, &CAME_BACK,
	              ARGS(arg_int(c->confirmations), height_of(c),
	                   arg_text(c->block_hash), arg_text(look->source),
	                   arg_text(c->asset->code), arg_text(c->txid),
	                   arg_text(c->position), arg_int(s->payment),
	                   arg_coin(c->amount))) == 1;
}

STATEMENT(CONTRADICT, "UPDATE deposits SET state = 'HELD', due = 1,"
                      " reason = 'two sources tell different things of it'"
                      " WHERE asset = ? AND txid = ? AND position = ?"
                      "   AND state IN ('SEEN', 'CONFIRMED')");

static void contradict(struct db *db, const struct look *look,
                       const struct sighting *s)
{
	const struct chain_credit *c = s->credit;

	log_error("%s: %s %s %s is recorded otherwise", look->source,
	          c->asset->code, c->txid, c->position);
	(void)db_run(db, &CONTRADICT,
	             ARGS(arg_text(c->asset->code), arg_text(c->txid),
	                  arg_text(c->position)));
}

STATEMENT(HAS_IT, "SELECT payment_id FROM deposits"
                  " WHERE asset = ? AND txid = ? AND position = ?"
                  " LOCK IN SHARE MODE");
STATEMENT(IS_SAME, "SELECT COUNT(*) AS n FROM payments p"
                   "  JOIN watches x ON x.payment_id = p.id"
                   "  JOIN watches y ON y.network = x.network"
                   "    AND y.script = x.script"
                   " WHERE p.id = ? AND y.payment_id = ?"
                   "   AND p.provider = 'own'");

/* An own address may have served the buyer before: what was recorded for that
 * request stays with it. */
static bool see_for_another(struct db *db, const struct recording *r,
                            const struct sighting *s)
{
	const struct chain_credit *c = s->credit;
	const struct row *row =
		db_row(db, r->arena, &HAS_IT,
	               ARGS(arg_text(c->asset->code), arg_text(c->txid),
	                    arg_text(c->position)));
	struct sighting other = *s;

	if (!row)
		return false;
	other.payment = row_int(row, "payment_id");
	row = db_row(db, r->arena, &IS_SAME,
	             ARGS(arg_int(s->payment), arg_int(other.payment)));
	return row_int(row, "n") && other.payment != s->payment &&
	       (see_again(db, r->look, &other) ||
	        came_back(db, r->look, &other));
}

static void record(struct db *db, struct recording *r, const struct sighting *s)
{
	if (crowd_turns_away(&r->crowd, s)) {
		r->done.small++;
	} else if (see_again(db, r->look, s) || came_back(db, r->look, s)) {
		r->done.known++;
	} else if (see(db, r->look, s)) {
		r->done.fresh++;
	} else if (see_for_another(db, r, s)) {
		r->done.known++;
	} else {
		r->done.contradicted++;
		contradict(db, r->look, s);
	}
}

/* --- what could not be read ---------------------------------------------- */

static bool is_told(const struct look *look, const char *txid)
{
	if (look->asked_again)
		return !credits_unread(look->found, txid);
	for (size_t i = 0; i < look->n; i++)
		if (!strcmp(look->v[i].credit->txid, txid))
			return true;
	return false;
}

static void record_unread(struct db *db, const struct look *look)
{
	const struct credits *found = look->found;

	for (size_t i = 0; i < look->again_n; i++)
		if (is_told(look, look->again[i].txid))
			unread_settled(db, look->network, look->payment,
			               look->again[i].txid);
	for (size_t i = 0; found && i < found->unread_n; i++)
		if (found->unread[i].txid)
			unread_add(db, look->network,
			           look->payment ? look->payment
			                         : look->unread_of[i],
			           look->source, &found->unread[i]);
}

/* --- the whole ----------------------------------------------------------- */

static int by_payment(const void *one, const void *other)
{
	int64_t a = ((const struct sighting *)one)->payment;
	int64_t b = ((const struct sighting *)other)->payment;

	return (a > b) - (a < b);
}

static void record_look(struct db *db, struct recording *r)
{
	const struct look *look = r->look;

	/* Missing rows first: their lock sees what is new, and a snapshot
	 * taken before would be too old for it. */
	r->done.missing += missing_count(db, r->arena, look);
	for (size_t i = 0; i < look->n; i++)
		record(db, r, &look->v[i]);
	crowd_end(&r->crowd);
	record_unread(db, look);
	if (look->payment)
		watched_later(db, look->payment, look->kind, look->cursor);
	else if (look->cursor)
		cursor_move(db, look->network, look->kind, look->cursor);
}

static enum tx record_body(struct db *db, void *arg)
{
	struct recording *r = arg;

	r->done = (struct recorded){0};
	r->crowd = (struct crowd){.db = db, .arena = r->arena};
	for (size_t i = 0; i < r->n; i++) {
		r->look = &r->all[i];
		record_look(db, r);
	}
	return TX_COMMIT;
}

struct recorded deposit_record(struct db *db, struct arena *a,
                               const struct look *look)
{
	struct look ordered = *look;
	struct sighting *v = arena_array(a, look->n + 1, struct sighting);
	struct recording r = {.arena = a, .all = &ordered, .n = 1};

	if (look->n)
		memcpy(v, look->v, look->n * sizeof(*v));
	qsort(v, look->n, sizeof(*v), by_payment);
	ordered.v = v;
	db_transact(db, record_body, &r);
	return r.done;
}

static int by_address(const void *one, const void *other)
{
	int64_t a = ((const struct look *)one)->payment;
	int64_t b = ((const struct look *)other)->payment;

	return (a > b) - (a < b);
}

struct recorded deposit_record_quiet(struct db *db, struct arena *a,
                                     const struct look *looks, size_t n)
{
	struct look *ordered = arena_array(a, n + 1, struct look);
	struct recording r = {.arena = a};
	unsigned missing = 0;

	if (n)
		memcpy(ordered, looks, n * sizeof(*ordered));
	qsort(ordered, n, sizeof(*ordered), by_address);
	for (size_t i = 0; i < n; i += r.n) {
		r.all = ordered + i;
		r.n = n - i < QUIET_MOST ? n - i : QUIET_MOST;
		db_transact(db, record_body, &r);
		missing += r.done.missing;
	}
	return (struct recorded){.missing = missing};
}
