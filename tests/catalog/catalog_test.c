/* SPDX-License-Identifier: MIT */
#include "catalog/catalog.h"
#include <criterion/criterion.h>
#include <string.h>
#include "base/arena.h"
#include "lib/shop.h"
#include "redis/keys.h"

Test(catalog, stock_is_shown_in_bands)
{
	struct arena *a = arena_open(4096);

	cr_assert_str_eq(catalog_stock_text(a, 0), "Sold out");
	cr_assert_str_eq(catalog_stock_text(a, 1), "1 left");
	cr_assert_str_eq(catalog_stock_text(a, 5), "5 left");
	cr_assert_str_eq(catalog_stock_text(a, 6), "In stock");
	cr_assert_str_eq(catalog_stock_band(0), "out");
	cr_assert_str_eq(catalog_stock_band(5), "low");
	cr_assert_str_eq(catalog_stock_band(6), "in");
	cr_assert(catalog_stock_looks_same(100, 6));
	cr_assert_not(catalog_stock_looks_same(6, 5));
	cr_assert_not(catalog_stock_looks_same(5, 4));
	arena_close(a);
}

/* Four products in two categories. */
static struct shop *filled(void)
{
	struct shop *s = shop_open();

	shop_product("sencha", 250, 7);
	shop_product("gyokuro", 990, 0);
	shop_product("hidden", 100, 3);
	test_sql("UPDATE products SET is_listed = 0 WHERE slug = 'hidden'");
	test_sql("INSERT INTO categories (id, slug, name, description)"
	         " VALUES (2, 'books', 'Books', 'To read')");
	test_sql("INSERT INTO subcategories (id, category_id, slug, name)"
	         " VALUES (2, 2, 'poems', 'Poems'), (3, 2, 'plays', 'Plays')");
	test_sql("INSERT INTO products (subcategory_id, slug, name,"
	         " description, price, currency, created_at) VALUES"
	         " (2, 'odes', '100% Odes', 'Snow_white and a b\\\\c', 500,"
	         "  'USD', NOW(3) + INTERVAL 1 DAY),"
	         " (3, 'farce', 'Farce', 'Doors', 0, 'USD', NOW(3))");
	return s;
}

static const char *listed(const struct listing *l, uint32_t *total)
{
	struct shop *s = shop_open();
	struct products p = catalog_list(s->db, s->arena, l, total);
	struct text t = text_open(s->arena, 64);

	for (size_t i = 0; i < p.n; i++)
		text_printf(&t, "%s%s", i ? " " : "", p.v[i].slug);
	return arena_bytes(s->arena, t.p, t.len);
}

static const char *found(const char *search)
{
	struct listing l = {.search = search, .page = 1, .page_size = 10};
	uint32_t total;

	return listed(&l, &total);
}

Test(catalog, a_search_wants_all_words_wherever_they_are)
{
	filled();
	cr_assert_str_eq(found(""), "odes farce gyokuro sencha");
	cr_assert_str_eq(found("SENCHA"), "sencha");
	cr_assert_str_eq(found("green tea"), "gyokuro sencha");
	cr_assert_str_eq(found("green odes"), "");
	cr_assert_str_eq(found("  poems   snow "), "odes");
	cr_assert_str_eq(found("a a a a a a a odes"), "odes");
	cr_assert_str_eq(found("hidden"), "");
	cr_assert_str_eq(found("/"), "");
	test_sql("UPDATE products SET name = 'Sénchà' WHERE slug = 'sencha'");
	cr_assert_str_eq(found("senchA"), "sencha");
}

Test(catalog, a_search_takes_no_sign_for_a_pattern)
{
	filled();
	cr_assert_str_eq(found("%"), "odes");
	cr_assert_str_eq(found("100%"), "odes");
	cr_assert_str_eq(found("n_w"), "");
	cr_assert_str_eq(found("w_white"), "odes");
	cr_assert_str_eq(found("b\\c"), "odes");
	cr_assert_str_eq(found("\\"), "odes");
	cr_assert_str_eq(found("' OR 1=1 --"), "");
}

Test(catalog, every_sort_key_sorts)
{
	struct listing l = {.search = "", .page = 1, .page_size = 10};
	uint32_t total;

	filled();
	l.sort = SORT_PRICE;
	cr_assert_str_eq(listed(&l, &total), "farce sencha odes gyokuro");
	l.sort = SORT_PRICE_DOWN;
	cr_assert_str_eq(listed(&l, &total), "gyokuro odes sencha farce");
	l.sort = SORT_NEWEST;
	cr_assert_eq(strncmp(listed(&l, &total), "odes ", 5), 0);
	l.sort = SORT_NAME;
	cr_assert_str_eq(listed(&l, &total), "odes farce gyokuro sencha");
}

Test(catalog, pages_are_parts_of_the_whole)
{
	struct listing l = {.search = "", .page = 2, .page_size = 3};
	uint32_t total;

	filled();
	cr_assert_str_eq(listed(&l, &total), "sencha");
	cr_assert_eq(total, 4);
	l.page = 3;
	cr_assert_str_eq(listed(&l, &total), "");
	cr_assert_eq(total, 4);
	l = (struct listing){
		.search = "", .page = 1, .page_size = 3, .category = 2};
	cr_assert_str_eq(listed(&l, &total), "odes farce");
	l.subcategory = 3;
	cr_assert_str_eq(listed(&l, &total), "farce");
	cr_assert_eq(total, 1);
}

Test(catalog, a_product_is_found_by_its_slug_if_it_is_listed)
{
	struct shop *s = filled();
	const struct product *p = catalog_find(s->db, s->arena, "sencha");

	cr_assert(p);
	cr_assert_str_eq(p->subcategory_name, "Green");
	cr_assert_str_eq(p->category_slug, "tea");
	cr_assert_eq(money_to_minor(p->price), 250);
	cr_assert_eq(p->stock, 7);
	cr_assert_null(catalog_find(s->db, s->arena, "hidden"));
	cr_assert_null(catalog_find(s->db, s->arena, "nowhere"));
}

Test(catalog, any_number_of_ids_is_one_statement)
{
	struct shop *s = filled();
	struct product_id ids[200] = {{1}, {2}, {3}, {77}, {2}};
	uint64_t sent;

	for (int i = 5; i < 200; i++)
		ids[i].v = 1000 + i;
	cr_assert_eq(catalog_list_ids(s->db, s->arena, ids, 0).n, 0);
	sent = db_sent();
	cr_assert_eq(catalog_list_ids(s->db, s->arena, ids, 200).n, 2);
	cr_assert_eq(db_sent() - sent, 1);
}

Test(catalog, categories_count_what_is_listed)
{
	struct shop *s = filled();
	struct categories all = catalog_categories(s->db, s->arena);
	struct categories subs = catalog_subcategories(s->db, s->arena, 2);

	cr_assert_eq(all.n, 2);
	cr_assert_str_eq(all.v[0].name, "Books");
	cr_assert_str_eq(all.v[0].description, "To read");
	cr_assert_eq(all.v[1].products, 2);
	cr_assert_eq(subs.n, 2);
	cr_assert_str_eq(subs.v[0].slug, "plays");
	cr_assert_eq(subs.v[0].products, 1);
}

Test(catalog, a_slug_names_a_category_or_a_subcategory)
{
	struct shop *s = filled();
	const struct category *sub;
	const struct category *c =
		catalog_category(s->db, s->arena, "books", &sub);

	cr_assert_str_eq(c->name, "Books");
	cr_assert_null(sub);
	c = catalog_category(s->db, s->arena, "poems", &sub);
	cr_assert_str_eq(c->name, "Books");
	cr_assert_str_eq(sub->name, "Poems");
	cr_assert_null(catalog_category(s->db, s->arena, "no", &sub));
}

Test(catalog, a_change_gives_it_a_new_version)
{
	struct shop *s = shop_open();
	struct slice key = word(key_catalogue(s->arena));
	const struct answer *first, *second;

	catalog_changed(s->redis, s->arena);
	first = redis_ask(s->redis, s->arena, WORDS(word("GET"), key));
	catalog_changed(s->redis, s->arena);
	second = redis_ask(s->redis, s->arena, WORDS(word("GET"), key));
	cr_assert_eq(first->s.len, 22);
	cr_assert_neq(memcmp(first->s.p, second->s.p, 22), 0);
}
