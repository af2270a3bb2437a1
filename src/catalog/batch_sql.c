/* SPDX-License-Identifier: MIT */
#include "catalog/batch.h"
#include "base/arena.h"
#include "db/db.h"

STATEMENT(OPEN, "INSERT INTO batches (source, actor) VALUES (?, ?)");

struct batch_id batch_open(struct db *db, const char *source, const char *actor)
{
	return (struct batch_id){
		db_insert(db, &OPEN, ARGS(arg_text(source), arg_text(actor)))};
}

#define BATCH                                                           \
	"SELECT b.id, b.source, b.actor, b.units, b.created_at,"        \
	"       b.undone_at IS NOT NULL AS is_undone,"                  \
	"       (SELECT COUNT(*) FROM items i"                          \
	"         WHERE i.batch_id = b.id AND i.is_sold = 0) AS unsold" \
	"  FROM batches b"

static struct batch batch_of(const struct row *row)
{
	return (struct batch){
		.id = {row_int(row, "id")},
		.source = row_text(row, "source"),
		.actor = row_text(row, "actor"),
		.units = row_int(row, "units"),
		.unsold = row_int(row, "unsold"),
		.created_at = row_time(row, "created_at"),
		.is_undone = row_bool(row, "is_undone"),
	};
}

STATEMENT(FIND, BATCH " WHERE b.id = ?");

const struct batch *batch_find(struct db *db, struct arena *a,
                               struct batch_id id)
{
	const struct row *row = db_row(db, a, &FIND, ARGS(arg_int(id.v)));
	struct batch *b;

	if (!row)
		return NULL;
	b = arena_new(a, struct batch);
	*b = batch_of(row);
	return b;
}

STATEMENT(LIST, BATCH " ORDER BY b.id DESC LIMIT 100");

struct batches batch_list(struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &LIST, NO_ARGS);
	struct batch *v = arena_array(a, rows.n, struct batch);

	for (size_t i = 0; i < rows.n; i++)
		v[i] = batch_of(rows.row[i]);
	return (struct batches){rows.n, v};
}

STATEMENT(NEXT_PRODUCT, "SELECT MIN(product_id) AS product_id FROM items"
                        " WHERE batch_id = ? AND is_sold = 0");

static struct product_id next_product(struct db *db, struct arena *a,
                                      struct batch_id id)
{
	const struct row *row =
		db_row(db, a, &NEXT_PRODUCT, ARGS(arg_int(id.v)));
	bool none = row_null(row, "product_id");

	return (struct product_id){none ? 0 : row_int(row, "product_id")};
}

STATEMENT(CLOSE, "UPDATE batches SET undone_at = NOW(3)"
                 " WHERE id = ? AND undone_at IS NULL");

uint64_t batch_undo(struct db *db, struct arena *a, struct batch_id id)
{
	uint64_t taken = 0;
	struct product_id p;

	while ((p = next_product(db, a, id)).v)
		taken += unit_take_back(db, a, p, id);
	db_run(db, &CLOSE, ARGS(arg_int(id.v)));
	return taken;
}
