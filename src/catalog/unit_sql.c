/* SPDX-License-Identifier: MIT */
#include "catalog/unit.h"
#include <stdlib.h>
#include "base/arena.h"
#include "base/panic.h"
#include "db/db.h"
#include "db/transact.h"

/* Many units go to the server as one JSON text of hex digits, so that one
 * constant statement serves any number of them. */

static const char *closed(struct arena *a, struct text *t)
{
	text_add_text(t, t->len ? "]" : "[]");
	return arena_bytes(a, t->p, t->len);
}

static const char *fingerprints(struct arena *a, const struct unit *v, size_t n)
{
	struct text t = text_open(a, n * (2 * SHA256_BYTES + 4) + 8);

	for (size_t i = 0; i < n; i++)
		text_printf(&t, "%c\"%s\"", i ? ',' : '[',
		            text_hex(a, v[i].fingerprint.bytes, SHA256_BYTES));
	return closed(a, &t);
}

STATEMENT(LOOK_UP, "SELECT w.n, i.is_sold"
                   "  FROM JSON_TABLE(?, '$[*]' COLUMNS ("
                   "         n FOR ORDINALITY,"
                   "         fingerprint CHAR(64) PATH '$')) w"
                   "  STRAIGHT_JOIN items i"
                   "    ON i.fingerprint = UNHEX(w.fingerprint)");

void unit_look_up(struct db *db, struct arena *a, struct unit *v, size_t n)
{
	struct rows rows;

	must(n <= UNIT_ADD_MAX);
	rows = db_rows(db, a, &LOOK_UP, ARGS(arg_text(fingerprints(a, v, n))));
	for (size_t i = 0; i < n; i++)
		v[i].state = UNIT_NEW;
	for (size_t i = 0; i < rows.n; i++) {
		size_t at = (size_t)row_int(rows.row[i], "n") - 1;

		must(at < n);
		v[at].state = row_bool(rows.row[i], "is_sold") ? UNIT_SOLD
		                                               : UNIT_ON_SHELF;
	}
}

STATEMENT(ENDS, "(SELECT fingerprint, sealed FROM items ORDER BY id LIMIT 1)"
                " UNION ALL"
                " (SELECT fingerprint, sealed FROM items"
                "   ORDER BY id DESC LIMIT 1)");

bool unit_keys_fit(struct db *db, struct arena *a)
{
	struct rows ends = db_rows(db, a, &ENDS, NO_ARGS);

	for (size_t i = 0; i < ends.n; i++)
		if (!unit_open(a, row_bytes(ends.row[i], "fingerprint"),
		               row_bytes(ends.row[i], "sealed"))
		             .p)
			return false;
	return true;
}

/* --- adding ------------------------------------------------------------- */

/* The units of one product, sealed before its row is locked. */
struct lot {
	struct product_id product;
	size_t n;
	const char *sealed; /* [["SEALED","FINGERPRINT"], ...] */
};

struct addition {
	struct arena *arena;
	struct batch_id batch;
	size_t n, lots;
	struct lot *lot;
	enum unit_added result;
};

static int by_product(const void *left, const void *right)
{
	const struct unit *l = left, *r = right;

	return (l->product.v > r->product.v) - (l->product.v < r->product.v);
}

static const char *sealed(struct arena *a, const struct unit *v, size_t n)
{
	struct text t = text_open(a, n * 256);

	for (size_t i = 0; i < n; i++) {
		struct slice s = unit_seal(a, &v[i].fingerprint, v[i].content);

		text_printf(&t, "%c[\"%s\",\"%s\"]", i ? ',' : '[',
		            text_hex(a, s.p, s.len),
		            text_hex(a, v[i].fingerprint.bytes, SHA256_BYTES));
	}
	return closed(a, &t);
}

static void part_into_lots(struct arena *a, struct addition *add,
                           const struct unit *v)
{
	add->lot = arena_array(a, add->n, struct lot);
	for (size_t i = 0; i < add->n;) {
		size_t end = i;

		while (end < add->n && v[end].product.v == v[i].product.v)
			end++;
		add->lot[add->lots++] = (struct lot){v[i].product, end - i,
		                                     sealed(a, v + i, end - i)};
		i = end;
	}
}

STATEMENT(LOCK, "SELECT shelf_next, stock FROM products WHERE id = ?"
                " FOR UPDATE");

/* The number after the last of the line; the product must be there. */
static int64_t lock_product(struct db *db, struct arena *a, struct product_id p)
{
	const struct row *row = db_row(db, a, &LOCK, ARGS(arg_int(p.v)));

	must(row != NULL);
	return row_int(row, "shelf_next") + row_int(row, "stock");
}

STATEMENT(ADD, "INSERT INTO items"
               "  (product_id, batch_id, shelf, sealed, fingerprint)"
               " SELECT ?, ?, ? + w.n - 1, UNHEX(w.sealed),"
               "        UNHEX(w.fingerprint)"
               "   FROM JSON_TABLE(?, '$[*]' COLUMNS ("
               "          n FOR ORDINALITY,"
               "          sealed LONGTEXT PATH '$[0]',"
               "          fingerprint CHAR(64) PATH '$[1]')) w");
STATEMENT(RAISE_STOCK, "UPDATE products SET stock = stock + ? WHERE id = ?");
STATEMENT(COUNT_IN, "UPDATE batches SET units = units + ? WHERE id = ?");

static bool add_lot(struct db *db, const struct addition *add,
                    const struct lot *lot)
{
	int64_t end = lock_product(db, add->arena, lot->product);

	if (!db_try_insert(db, NULL, &ADD,
	                   ARGS(arg_int(lot->product.v), arg_int(add->batch.v),
	                        arg_int(end), arg_text(lot->sealed))))
		return false;
	db_run(db, &RAISE_STOCK,
	       ARGS(arg_int((int64_t)lot->n), arg_int(lot->product.v)));
	return true;
}

static enum tx add_body(struct db *db, void *arg)
{
	struct addition *add = arg;

	add->result = UNIT_THERE_ALREADY;
	/* Products ascending, as a checkout locks them. */
	for (size_t i = 0; i < add->lots; i++)
		if (!add_lot(db, add, &add->lot[i]))
			return TX_ROLLBACK;
	db_run(db, &COUNT_IN,
	       ARGS(arg_int((int64_t)add->n), arg_int(add->batch.v)));
	add->result = UNIT_ADDED;
	return TX_COMMIT;
}

enum unit_added unit_add(struct db *db, struct arena *a, struct batch_id batch,
                         struct unit *v, size_t n)
{
	struct addition add = {.arena = a, .batch = batch, .n = n};

	must(n <= UNIT_ADD_MAX);
	if (!n)
		return UNIT_ADDED;
	qsort(v, n, sizeof(*v), by_product);
	part_into_lots(a, &add, v);
	db_transact(db, add_body, &add);
	return add.result;
}

/* --- taking back -------------------------------------------------------- */

struct removal {
	struct arena *arena;
	struct product_id product;
	struct batch_id batch;
	uint64_t taken;
};

STATEMENT(FIND_LOWEST,
          "SELECT MIN(t.shelf) AS low"
          "  FROM (SELECT shelf FROM items"
          "         WHERE product_id = ? AND batch_id = ? AND is_sold = 0"
          "         ORDER BY shelf DESC LIMIT ?) t");

/* The lowest shelf of the next units to go; 0 when there are none. */
static int64_t lowest(struct db *db, const struct removal *r)
{
	const struct row *row =
		db_row(db, r->arena, &FIND_LOWEST,
	               ARGS(arg_int(r->product.v), arg_int(r->batch.v),
	                    arg_int(UNIT_ADD_MAX)));

	return row_null(row, "low") ? 0 : row_int(row, "low");
}

STATEMENT(COUNT_BEHIND,
          "SELECT COUNT(*) AS n FROM items"
          " WHERE product_id = ? AND shelf > ? AND batch_id <> ?");
STATEMENT(SEND_TO_END,
          "UPDATE items i"
          "  JOIN (SELECT id, ROW_NUMBER() OVER"
          "               (ORDER BY batch_id = ?, shelf) AS n"
          "          FROM items WHERE product_id = ? AND is_sold = 0) line"
          "    ON line.id = i.id"
          "   SET i.shelf = ? + line.n - 1");
STATEMENT(START_LINE_AT, "UPDATE products SET shelf_next = ? WHERE id = ?");

/* Numbers the whole line anew behind its present end, the batch last: no
 * number is ever taken twice, in whatever order the rows are changed. */
static void send_to_end(struct db *db, const struct removal *r, int64_t end)
{
	db_run(db, &SEND_TO_END,
	       ARGS(arg_int(r->batch.v), arg_int(r->product.v), arg_int(end)));
	db_run(db, &START_LINE_AT, ARGS(arg_int(end), arg_int(r->product.v)));
}

STATEMENT(TAKE, "DELETE FROM items"
                " WHERE product_id = ? AND batch_id = ? AND is_sold = 0"
                "   AND shelf >= ?");
STATEMENT(LOWER_STOCK, "UPDATE products SET stock = stock - ? WHERE id = ?");

static enum tx take_body(struct db *db, void *arg)
{
	struct removal *r = arg;
	int64_t end = lock_product(db, r->arena, r->product);
	int64_t low = lowest(db, r);
	const struct row *behind;

	r->taken = 0;
	if (!low)
		return TX_ROLLBACK;
	behind = db_row(
		db, r->arena, &COUNT_BEHIND,
		ARGS(arg_int(r->product.v), arg_int(low), arg_int(r->batch.v)));
	if (row_int(behind, "n")) {
		send_to_end(db, r, end);
		low = lowest(db, r);
	}
	r->taken = db_run(
		db, &TAKE,
		ARGS(arg_int(r->product.v), arg_int(r->batch.v), arg_int(low)));
	db_run(db, &LOWER_STOCK,
	       ARGS(arg_int((int64_t)r->taken), arg_int(r->product.v)));
	return TX_COMMIT;
}

uint64_t unit_take_back(struct db *db, struct arena *a, struct product_id p,
                        struct batch_id batch)
{
	struct removal r = {.arena = a, .product = p, .batch = batch};

	db_transact(db, take_body, &r);
	return r.taken;
}
