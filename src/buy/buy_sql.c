/* SPDX-License-Identifier: MIT */
#include "buy/buy_sql.h"
#include <inttypes.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "settings.h"

/* Lists of ids go in as one JSON array, so that a checkout is the same few
 * statements whatever the cart holds.  The array drives the join, in its own
 * order: that is the order of the locks. */
STATEMENT(LOCK_SHELVES,
          "SELECT p.id, p.price, p.currency, p.stock, p.shelf_next,"
          "       p.min_quantity, p.max_quantity, p.is_listed"
          "  FROM JSON_TABLE(?, '$[*]'"
          "         COLUMNS (product BIGINT PATH '$')) w"
          "  STRAIGHT_JOIN products p ON p.id = w.product"
          "   FOR UPDATE");

static const char *cart_ids(struct arena *a, const struct cart *cart)
{
	struct text t = text_open(a, 512);

	for (size_t i = 0; i < cart->n; i++)
		text_printf(&t, "%s%" PRId64, i ? "," : "[",
		            cart->v[i].product.v);
	text_add_text(&t, "]");
	return t.p;
}

struct shelves buy_sql_lock_shelves(struct db *db, struct arena *a,
                                    const struct cart *cart)
{
	struct rows rows = db_rows(db, a, &LOCK_SHELVES,
	                           ARGS(arg_text(cart_ids(a, cart))));
	struct shelves out = {rows.n, arena_array(a, rows.n, struct shelf)};

	for (size_t i = 0; i < rows.n; i++) {
		const struct row *r = rows.row[i];

		out.v[i] = (struct shelf){
			.product = {row_int(r, "id")},
			.price = row_money(r, "price", "currency"),
			.stock = row_int(r, "stock"),
			.next = row_int(r, "shelf_next"),
			.min_quantity = (uint32_t)row_int(r, "min_quantity"),
			.max_quantity = (uint32_t)row_int(r, "max_quantity"),
			.is_listed = row_bool(r, "is_listed"),
		};
	}
	return out;
}

STATEMENT(ADD, "INSERT INTO buys (public_id, buyer_id, cart, quantity,"
               "                  total_price, currency)"
               "  VALUES (?, ?, ?, ?, ?, ?)");

int64_t buy_sql_add(struct db *db, const char *public_id, struct user_id buyer,
                    const char *generation, int64_t quantity,
                    struct money total)
{
	return db_insert(db, &ADD,
	                 ARGS(arg_text(public_id), arg_int(buyer.v),
	                      arg_text(generation), arg_int(quantity),
	                      arg_money(total),
	                      arg_text(setting_text(SET_CURRENCY))));
}

STATEMENT(TAKE_UNITS,
          "INSERT INTO buy_items (buy_id, item_id, product_id, product_name,"
          "                       unit_price, free_most, currency)"
          "  SELECT ?, i.id, p.id, p.name, p.price, w.free_most, p.currency"
          "    FROM JSON_TABLE(?, '$[*]'"
          "           COLUMNS (product BIGINT PATH '$[0]',"
          "                    shelf BIGINT PATH '$[1]',"
          "                    free_most INT PATH '$[2]')) w"
          "    STRAIGHT_JOIN items i"
          "      ON i.product_id = w.product AND i.shelf = w.shelf"
          "    STRAIGHT_JOIN products p ON p.id = i.product_id"
          "   WHERE i.is_sold = 0");

/* [[product,shelf],…] of the units to take: the next ones of each shelf; of
 * free ones [product,shelf,most]. */
static const char *unit_places(struct arena *a, const struct cart *cart,
                               const struct shelves *shelves,
                               const struct free_taken *taken)
{
	struct text t = text_open(a, 1024);
	const char *before = "[";

	for (size_t i = 0; i < cart->n; i++) {
		const struct shelf *s = &shelves->v[i];

		for (uint32_t n = 0; n < cart->v[i].quantity; n++) {
			text_printf(&t, "%s[%" PRId64 ",%" PRId64, before,
			            s->product.v, s->next + n);
			if (money_is_zero(s->price))
				text_printf(&t, ",%" PRIu32,
				            free_most(taken, s->max_quantity));
			text_add_text(&t, "]");
			before = ",";
		}
	}
	text_add_text(&t, "]");
	return t.p;
}

uint64_t buy_sql_take_units(struct db *db, struct arena *a, int64_t buy,
                            const struct cart *cart,
                            const struct shelves *shelves,
                            const struct free_taken *taken)
{
	return db_run(db, &TAKE_UNITS,
	              ARGS(arg_int(buy),
	                   arg_text(unit_places(a, cart, shelves, taken))));
}

STATEMENT(SELL_UNITS, "UPDATE items i"
                      "  JOIN buy_items b ON b.item_id = i.id"
                      "   SET i.is_sold = 1"
                      " WHERE b.buy_id = ? AND i.is_sold = 0");

STATEMENT(MOVE_SHELVES, "UPDATE products p"
                        "  JOIN (SELECT product_id, COUNT(*) AS units"
                        "          FROM buy_items"
                        "         WHERE buy_id = ?"
                        "         GROUP BY product_id) b ON b.product_id = p.id"
                        "   SET p.stock = p.stock - b.units,"
                        "       p.shelf_next = p.shelf_next + b.units"
                        " WHERE p.stock >= b.units");

bool buy_sql_empty_shelves(struct db *db, int64_t buy, uint64_t units,
                           uint64_t products)
{
	return db_run(db, &SELL_UNITS, ARGS(arg_int(buy))) == units &&
	       db_run(db, &MOVE_SHELVES, ARGS(arg_int(buy))) == products;
}

STATEMENT(OF_CART,
          "SELECT public_id FROM buys WHERE buyer_id = ? AND cart = ?");

const char *buy_of_cart(struct db *db, struct arena *a, struct user_id buyer,
                        const char *generation)
{
	const struct row *row = db_row(
		db, a, &OF_CART, ARGS(arg_int(buyer.v), arg_text(generation)));

	return row ? arena_printf(a, "/order/%s", row_text(row, "public_id"))
	           : NULL;
}

/* --- reading orders ----------------------------------------------------- */

static struct buy read_buy(const struct row *r)
{
	return (struct buy){
		.id = row_int(r, "id"),
		.public_id = row_text(r, "public_id"),
		.quantity = row_int(r, "quantity"),
		.total = row_money(r, "total_price", "currency"),
		.at = row_time(r, "buy_datetime"),
		.is_refunded = row_bool(r, "is_refunded"),
		.first_name = row_text(r, "first_name"),
		.products = row_int(r, "products"),
	};
}

STATEMENT(FIND,
          "SELECT b.id, b.public_id, b.quantity, b.total_price, b.currency,"
          "       b.buy_datetime, b.is_refunded, MIN(i.product_name)"
          "         AS first_name, COUNT(DISTINCT i.product_id) AS products"
          "  FROM buys b"
          "  JOIN buy_items i ON i.buy_id = b.id"
          " WHERE b.public_id = ? AND b.buyer_id = ?"
          " GROUP BY b.id");

const struct buy *buy_find(struct db *db, struct arena *a, struct user_id buyer,
                           const char *public_id)
{
	const struct row *row = db_row(
		db, a, &FIND, ARGS(arg_text(public_id), arg_int(buyer.v)));
	struct buy *buy;

	if (!row)
		return NULL;
	buy = arena_new(a, struct buy);
	*buy = read_buy(row);
	return buy;
}

STATEMENT(COUNT_OF_BUYER, "SELECT COUNT(*) AS n FROM buys WHERE buyer_id = ?");

STATEMENT(LIST,
          "SELECT b.id, b.public_id, b.quantity, b.total_price, b.currency,"
          "       b.buy_datetime, b.is_refunded, MIN(i.product_name)"
          "         AS first_name, COUNT(DISTINCT i.product_id) AS products"
          "  FROM (SELECT * FROM buys WHERE buyer_id = ?"
          "         ORDER BY id DESC LIMIT ? OFFSET ?) b"
          "  JOIN buy_items i ON i.buy_id = b.id"
          " GROUP BY b.id"
          " ORDER BY b.id DESC");

struct buys buy_list(struct db *db, struct arena *a, struct user_id buyer,
                     uint32_t page, uint32_t page_size, uint32_t *total)
{
	const struct row *count =
		db_row(db, a, &COUNT_OF_BUYER, ARGS(arg_int(buyer.v)));
	struct rows rows =
		db_rows(db, a, &LIST,
	                ARGS(arg_int(buyer.v), arg_int(page_size),
	                     arg_int((int64_t)(page - 1) * page_size)));
	struct buys out = {rows.n, arena_array(a, rows.n, struct buy)};

	*total = (uint32_t)row_int(count, "n");
	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = read_buy(rows.row[i]);
	return out;
}

STATEMENT(BALANCE_AFTER,
          "SELECT h.top_up_amount - h.consume_records AS balance, b.currency"
          "  FROM buys b"
          "  JOIN ledger_entries e"
          "    ON e.kind = 'purchase' AND e.cause_id = b.id"
          "  JOIN balance_history h ON h.entry_id = e.id"
          " WHERE b.id = ?");

struct money buy_balance_after(struct db *db, struct arena *a,
                               const struct buy *buy)
{
	const struct row *row =
		db_row(db, a, &BALANCE_AFTER, ARGS(arg_int(buy->id)));

	must(row);
	return row_money(row, "balance", "currency");
}

STATEMENT(LINES, "SELECT i.product_name, p.slug, i.unit_price, i.currency,"
                 "       COUNT(*) AS quantity, SUM(i.unit_price) AS total"
                 "  FROM buy_items i"
                 "  JOIN products p ON p.id = i.product_id"
                 " WHERE i.buy_id = ?"
                 " GROUP BY i.product_id, i.product_name, i.unit_price,"
                 "          i.currency, p.slug"
                 " ORDER BY MIN(i.id)");

struct buy_lines buy_lines(struct db *db, struct arena *a,
                           const struct buy *buy)
{
	struct rows rows = db_rows(db, a, &LINES, ARGS(arg_int(buy->id)));
	struct buy_lines out = {rows.n,
	                        arena_array(a, rows.n, struct buy_line)};

	for (size_t i = 0; i < rows.n; i++) {
		const struct row *r = rows.row[i];

		out.v[i] = (struct buy_line){
			.name = row_text(r, "product_name"),
			.slug = row_text(r, "slug"),
			.quantity = row_int(r, "quantity"),
			.price = row_money(r, "unit_price", "currency"),
			.total = row_money(r, "total", "currency"),
		};
	}
	return out;
}

STATEMENT(UNITS, "SELECT b.product_name, i.sealed, i.fingerprint"
                 "  FROM buys o"
                 "  JOIN buy_items b ON b.buy_id = o.id"
                 "  JOIN items i ON i.id = b.item_id"
                 " WHERE o.id = ? AND o.buyer_id = ?"
                 " ORDER BY b.id LIMIT ? OFFSET ?");

struct buy_units buy_units(struct db *db, struct arena *a, struct user_id buyer,
                           const struct buy *buy, uint32_t from, uint32_t most)
{
	struct rows rows = db_rows(db, a, &UNITS,
	                           ARGS(arg_int(buy->id), arg_int(buyer.v),
	                                arg_int(most), arg_int(from)));
	struct buy_units out = {rows.n,
	                        arena_array(a, rows.n, struct buy_unit)};

	for (size_t i = 0; i < rows.n; i++)
		out.v[i] = (struct buy_unit){
			row_text(rows.row[i], "product_name"),
			row_bytes(rows.row[i], "sealed"),
			row_bytes(rows.row[i], "fingerprint"),
		};
	return out;
}

STATEMENT(REVEAL, "INSERT INTO reveals (buy_id, user_id) VALUES (?, ?)");

STATEMENT(FIRST_REVEAL, "SELECT MIN(at) AS first FROM reveals"
                        " WHERE buy_id = ?");

struct moment buy_reveal(struct db *db, struct arena *a, struct user_id buyer,
                         const struct buy *buy)
{
	db_run(db, &REVEAL, ARGS(arg_int(buy->id), arg_int(buyer.v)));
	return row_time(db_row(db, a, &FIRST_REVEAL, ARGS(arg_int(buy->id))),
	                "first");
}
