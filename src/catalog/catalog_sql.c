/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/text.h"
#include "db/db.h"

enum { SEARCH_WORDS = 8 };

#define PRODUCT                                                            \
	"SELECT p.id, p.slug, p.name, p.description, p.price, p.currency," \
	"       p.stock, p.min_quantity, p.max_quantity, p.is_listed,"     \
	"       s.slug AS subcategory_slug, s.name AS subcategory_name,"   \
	"       c.slug AS category_slug, c.name AS category_name"
#define PLACES                                              \
	"  FROM products p"                                 \
	"  JOIN subcategories s ON s.id = p.subcategory_id" \
	"  JOIN categories c ON c.id = s.category_id"

static struct product product_of(const struct row *row)
{
	return (struct product){
		.id = {row_int(row, "id")},
		.slug = row_text(row, "slug"),
		.name = row_text(row, "name"),
		.description = row_text(row, "description"),
		.category_slug = row_text(row, "category_slug"),
		.category_name = row_text(row, "category_name"),
		.subcategory_slug = row_text(row, "subcategory_slug"),
		.subcategory_name = row_text(row, "subcategory_name"),
		.price = row_money(row, "price", "currency"),
		.stock = row_int(row, "stock"),
		.min_quantity = (uint32_t)row_int(row, "min_quantity"),
		.max_quantity = (uint32_t)row_int(row, "max_quantity"),
		.is_listed = row_bool(row, "is_listed"),
	};
}

static struct products products_of(struct arena *a, struct rows rows)
{
	struct products got = {rows.n, arena_array(a, rows.n, struct product)};

	for (size_t i = 0; i < rows.n; i++)
		got.v[i] = product_of(rows.row[i]);
	return got;
}

STATEMENT(FIND, PRODUCT PLACES " WHERE p.slug = ? AND p.is_listed = 1");

const struct product *catalog_find(struct db *db, struct arena *a,
                                   const char *slug)
{
	const struct row *row = db_row(db, a, &FIND, ARGS(arg_text(slug)));
	struct product *p;

	if (!row)
		return NULL;
	p = arena_new(a, struct product);
	*p = product_of(row);
	return p;
}

/* One value for any number of ids keeps the statement a constant. */
STATEMENT(LIST_IDS, PRODUCT PLACES " WHERE p.is_listed = 1 AND p.id IN"
                                   "   (SELECT w.id FROM JSON_TABLE(?, '$[*]'"
                                   "      COLUMNS (id BIGINT PATH '$')) w)");

struct products catalog_list_ids(struct db *db, struct arena *a,
                                 const struct product_id *ids, size_t n)
{
	struct text t = text_open(a, 16 + n * 8);

	if (!n)
		return (struct products){0, NULL};
	for (size_t i = 0; i < n; i++)
		text_printf(&t, "%c%" PRId64, i ? ',' : '[', ids[i].v);
	text_add(&t, SLICE("]"));
	return products_of(a,
	                   db_rows(db, a, &LIST_IDS,
	                           ARGS(arg_text(arena_bytes(a, t.p, t.len)))));
}

/* --- pages of products -------------------------------------------------- */

/* Names are stored to be compared byte by byte; people search and sort
 * without minding case and accents. */
#define PEOPLE   " COLLATE utf8mb4_unicode_ci"
#define SEARCHED "CONCAT_WS(' ', p.name, p.description, s.name, c.name)" PEOPLE
#define FITTING                                              \
	" WHERE p.is_listed = 1"                             \
	"   AND (? = 0 OR c.id = ?) AND (? = 0 OR s.id = ?)" \
	"   AND " SEARCHED " LIKE ? AND " SEARCHED " LIKE ?" \
	"   AND " SEARCHED " LIKE ? AND " SEARCHED " LIKE ?" \
	"   AND " SEARCHED " LIKE ? AND " SEARCHED " LIKE ?" \
	"   AND " SEARCHED " LIKE ? AND " SEARCHED " LIKE ?"
#define PAGE " LIMIT ? OFFSET ?"

STATEMENT(COUNT, "SELECT COUNT(*) AS n" PLACES FITTING);
STATEMENT(LIST_BY_NAME,
          PRODUCT PLACES FITTING " ORDER BY p.name" PEOPLE ", p.id" PAGE);
STATEMENT(LIST_BY_PRICE, PRODUCT PLACES FITTING
          " ORDER BY p.price, p.name" PEOPLE ", p.id" PAGE);
STATEMENT(LIST_BY_PRICE_DOWN, PRODUCT PLACES FITTING
          " ORDER BY p.price DESC, p.name" PEOPLE ", p.id" PAGE);
STATEMENT(LIST_BY_NEWEST,
          PRODUCT PLACES FITTING " ORDER BY p.created_at DESC, p.id DESC" PAGE);

static struct statement *statement_of(enum catalog_sort sort)
{
	switch (sort) {
	case SORT_NAME:
		return &LIST_BY_NAME;
	case SORT_PRICE:
		return &LIST_BY_PRICE;
	case SORT_PRICE_DOWN:
		return &LIST_BY_PRICE_DOWN;
	case SORT_NEWEST:
		return &LIST_BY_NEWEST;
	}
	panic("no such catalog_sort");
}

/* "%word%", with what LIKE takes for signs of its own made plain. */
static const char *pattern(struct arena *a, struct slice word)
{
	struct text t = text_open(a, word.len * 2 + 3);

	text_add(&t, SLICE("%"));
	for (size_t i = 0; i < word.len; i++) {
		if (strchr("%_\\", word.p[i]))
			text_add(&t, SLICE("\\"));
		text_add(&t, (struct slice){word.p + i, 1});
	}
	text_add(&t, SLICE("%"));
	return arena_bytes(a, t.p, t.len);
}

enum { FITTING_ARGS = 4 + SEARCH_WORDS };

static void fitting_args(struct arena *a, struct arg *v,
                         const struct listing *l)
{
	const char *rest = l->search;

	v[0] = v[1] = arg_int(l->category);
	v[2] = v[3] = arg_int(l->subcategory);
	for (int i = 0; i < SEARCH_WORDS; i++) {
		struct slice word;

		rest += strspn(rest, " \t");
		word = (struct slice){rest, strcspn(rest, " \t")};
		rest += word.len;
		v[4 + i] = arg_text(word.len ? pattern(a, word) : "%");
	}
}

struct products catalog_list(struct db *db, struct arena *a,
                             const struct listing *l, uint32_t *total)
{
	struct arg v[FITTING_ARGS + 2];
	const struct row *count;
	int64_t skipped;

	must(l->page >= 1 && l->page_size >= 1);
	skipped = (int64_t)(l->page - 1) * l->page_size;
	fitting_args(a, v, l);
	count = db_row(db, a, &COUNT, (struct args){v, FITTING_ARGS});
	*total = (uint32_t)row_int(count, "n");
	if (skipped >= *total)
		return (struct products){0, NULL};
	v[FITTING_ARGS] = arg_int(l->page_size);
	v[FITTING_ARGS + 1] = arg_int(skipped);
	return products_of(a, db_rows(db, a, statement_of(l->sort),
	                              (struct args){v, FITTING_ARGS + 2}));
}

/* --- categories --------------------------------------------------------- */

static struct category category_of(const struct row *row)
{
	return (struct category){
		.id = row_int(row, "id"),
		.slug = row_text(row, "slug"),
		.name = row_text(row, "name"),
		.description = row_text(row, "description"),
		.products = row_int(row, "products"),
	};
}

static struct categories categories_of(struct arena *a, struct rows rows)
{
	struct categories got = {rows.n,
	                         arena_array(a, rows.n, struct category)};

	for (size_t i = 0; i < rows.n; i++)
		got.v[i] = category_of(rows.row[i]);
	return got;
}

#define CATEGORY                                                   \
	"SELECT c.id, c.slug, c.name, c.description,"              \
	"       (SELECT COUNT(*) FROM subcategories s"             \
	"          JOIN products p ON p.subcategory_id = s.id"     \
	"         WHERE s.category_id = c.id AND p.is_listed = 1)" \
	"       AS products"                                       \
	"  FROM categories c"
#define SUBCATEGORY                                                   \
	"SELECT s.id, s.slug, s.name, '' AS description,"             \
	"       (SELECT COUNT(*) FROM products p"                     \
	"         WHERE p.subcategory_id = s.id AND p.is_listed = 1)" \
	"       AS products"                                          \
	"  FROM subcategories s"

STATEMENT(CATEGORIES, CATEGORY " ORDER BY c.name" PEOPLE ", c.id");

struct categories catalog_categories(struct db *db, struct arena *a)
{
	return categories_of(a, db_rows(db, a, &CATEGORIES, NO_ARGS));
}

STATEMENT(SUBCATEGORIES, SUBCATEGORY
          " WHERE s.category_id = ? ORDER BY s.name" PEOPLE ", s.id");

struct categories catalog_subcategories(struct db *db, struct arena *a,
                                        int64_t category)
{
	return categories_of(
		a, db_rows(db, a, &SUBCATEGORIES, ARGS(arg_int(category))));
}

static const struct category *one(struct arena *a, const struct row *row)
{
	struct category *c;

	if (!row)
		return NULL;
	c = arena_new(a, struct category);
	*c = category_of(row);
	return c;
}

STATEMENT(FIND_CATEGORY, CATEGORY " WHERE c.slug = ?");
STATEMENT(FIND_SUBCATEGORY, SUBCATEGORY " WHERE s.slug = ?");
STATEMENT(FIND_PARENT,
          CATEGORY " WHERE c.id ="
                   " (SELECT category_id FROM subcategories WHERE id = ?)");

const struct category *catalog_category(struct db *db, struct arena *a,
                                        const char *slug,
                                        const struct category **sub)
{
	const struct category *c;

	*sub = NULL;
	c = one(a, db_row(db, a, &FIND_CATEGORY, ARGS(arg_text(slug))));
	if (c)
		return c;
	*sub = one(a, db_row(db, a, &FIND_SUBCATEGORY, ARGS(arg_text(slug))));
	if (!*sub)
		return NULL;
	return one(a, db_row(db, a, &FIND_PARENT, ARGS(arg_int((*sub)->id))));
}
