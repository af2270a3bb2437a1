/* SPDX-License-Identifier: MIT */
#include "catalog/entry.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "db/db.h"
#include "db/transact.h"
#include "settings.h"

enum { SLUG_MAX = 80, SLUG_TRIES = 1000 };

/* A name as it is compared, by the rules of the columns whatever those of the
 * connection are. */
#define FOLDED "LOWER(? COLLATE utf8mb4_bin)"

STATEMENT(KEY, "SELECT CONCAT_WS('\n', " FOLDED ", " FOLDED ", " FOLDED
               ") AS name_key");

const char *entry_key(struct db *db, struct arena *a, const struct entry *e)
{
	return row_text(
		db_row(db, a, &KEY,
	               ARGS(arg_text(e->category), arg_text(e->subcategory),
	                    arg_text(e->name))),
		"name_key");
}

STATEMENT(FIND,
          "SELECT p.id, p.price, p.currency FROM products p"
          "  JOIN subcategories s ON s.id = p.subcategory_id"
          "  JOIN categories c ON c.id = s.category_id"
          " WHERE LOWER(c.name) = " FOLDED "   AND LOWER(s.name) = " FOLDED
          "   AND LOWER(p.name) = " FOLDED " ORDER BY p.id LIMIT 1");

const struct entry_found *entry_find(struct db *db, struct arena *a,
                                     const struct entry *e)
{
	const struct row *row =
		db_row(db, a, &FIND,
	               ARGS(arg_text(e->category), arg_text(e->subcategory),
	                    arg_text(e->name)));
	struct entry_found *found;

	if (!row)
		return NULL;
	found = arena_new(a, struct entry_found);
	found->id.v = row_int(row, "id");
	found->price = row_money(row, "price", "currency");
	return found;
}

/* "keys", "keys-2", "keys-3" ... */
static const char *slug_of(struct arena *a, const char *name, int try)
{
	const char *slug = text_slug(a, name), *suffix;
	size_t len = strlen(slug);

	if (try == 1)
		return slug;
	suffix = arena_printf(a, "-%d", try);
	if (len + strlen(suffix) > SLUG_MAX)
		len = SLUG_MAX - strlen(suffix);
	while (len > 1 && slug[len - 1] == '-')
		len--;
	return arena_printf(a, "%.*s%s", (int)len, slug, suffix);
}

STATEMENT(FIND_CATEGORY, "SELECT id FROM categories WHERE LOWER(name) = " FOLDED
                         " ORDER BY id LIMIT 1 FOR UPDATE");
STATEMENT(SLUG_OF_CATEGORY, "SELECT id FROM categories WHERE slug = ?");
STATEMENT(SLUG_OF_SUBCATEGORY, "SELECT id FROM subcategories WHERE slug = ?");
STATEMENT(ADD_CATEGORY, "INSERT INTO categories (slug, name) VALUES (?, ?)");

/* The two kinds of categories share their addresses. */
static bool slug_is_taken(struct db *db, struct arena *a, const char *slug)
{
	const struct row *c =
		db_row(db, a, &SLUG_OF_CATEGORY, ARGS(arg_text(slug)));
	const struct row *s =
		db_row(db, a, &SLUG_OF_SUBCATEGORY, ARGS(arg_text(slug)));

	return (c && row_int(c, "id")) || (s && row_int(s, "id"));
}

static int64_t category_id(struct db *db, struct arena *a, const char *name)
{
	const struct row *row =
		db_row(db, a, &FIND_CATEGORY, ARGS(arg_text(name)));
	int64_t id;

	if (row)
		return row_int(row, "id");
	for (int try = 1; try <= SLUG_TRIES; try++) {
		const char *slug = slug_of(a, name, try);

		if (!slug_is_taken(db, a, slug) &&
		    db_try_insert(db, &id, &ADD_CATEGORY,
		                  ARGS(arg_text(slug), arg_text(name))))
			return id;
	}
	panic("no slug is left for a category");
}

STATEMENT(FIND_SUBCATEGORY, "SELECT id FROM subcategories"
                            " WHERE category_id = ? AND LOWER(name) = " FOLDED
                            " ORDER BY id LIMIT 1 FOR UPDATE");
STATEMENT(ADD_SUBCATEGORY, "INSERT INTO subcategories (category_id, slug, name)"
                           " VALUES (?, ?, ?)");

static int64_t subcategory_id(struct db *db, struct arena *a, int64_t category,
                              const char *name)
{
	const struct row *row = db_row(db, a, &FIND_SUBCATEGORY,
	                               ARGS(arg_int(category), arg_text(name)));
	int64_t id;

	if (row)
		return row_int(row, "id");
	for (int try = 1; try <= SLUG_TRIES; try++) {
		const char *slug = slug_of(a, name, try);

		if (!slug_is_taken(db, a, slug) &&
		    db_try_insert(db, &id, &ADD_SUBCATEGORY,
		                  ARGS(arg_int(category), arg_text(slug),
		                       arg_text(name))))
			return id;
	}
	panic("no slug is left for a subcategory");
}

STATEMENT(FIND_PRODUCT, "SELECT id FROM products"
                        " WHERE subcategory_id = ? AND LOWER(name) = " FOLDED
                        " ORDER BY id LIMIT 1 FOR UPDATE");
STATEMENT(ADD_PRODUCT,
          "INSERT INTO products (subcategory_id, slug, name, description,"
          "                      price, currency, min_quantity, max_quantity)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

static bool add_product(struct db *db, const struct entry *e,
                        int64_t subcategory, const char *slug, int64_t *id)
{
	int64_t least = e->min_quantity, most = e->max_quantity;

	return db_try_insert(db, id, &ADD_PRODUCT,
	                     ARGS(arg_int(subcategory), arg_text(slug),
	                          arg_text(e->name), arg_text(e->description),
	                          arg_money(e->price),
	                          arg_text(currency_code(setting_currency())),
	                          arg_int(least), arg_int(most)));
}

static int64_t product_id(struct db *db, struct arena *a, const struct entry *e,
                          int64_t subcategory)
{
	const struct row *row =
		db_row(db, a, &FIND_PRODUCT,
	               ARGS(arg_int(subcategory), arg_text(e->name)));
	int64_t id;

	if (row)
		return row_int(row, "id");
	for (int try = 1; try <= SLUG_TRIES; try++)
		if (add_product(db, e, subcategory, slug_of(a, e->name, try),
		                &id))
			return id;
	panic("no slug is left for a product");
}

struct making {
	struct arena *arena;
	const struct entry *entry;
	struct product_id id;
};

static enum tx make_body(struct db *db, void *arg)
{
	struct making *m = arg;
	struct arena *a = m->arena;
	int64_t category = category_id(db, a, m->entry->category);
	int64_t sub = subcategory_id(db, a, category, m->entry->subcategory);

	m->id.v = product_id(db, a, m->entry, sub);
	return TX_COMMIT;
}

struct product_id entry_make(struct db *db, struct arena *a,
                             const struct entry *e)
{
	struct making m = {.arena = a, .entry = e};

	db_transact(db, make_body, &m);
	return m.id;
}
