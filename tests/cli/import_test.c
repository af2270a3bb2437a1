/* SPDX-License-Identifier: MIT */
#include "cli/import.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include "base/arena.h"
#include "catalog/unit.h"
#include "cli/command.h"
#include "commands.h"
#include "lib/fixture.h"
#include "lib/shop.h"
#include "sandbox_fill.h"

/* What the command said last. */
static char said[64 * 1024], complained[64 * 1024];

static const char *path(void)
{
	static char name[128];

	snprintf(name, sizeof(name), "%s/units", shop_dir());
	return name;
}

static void write_units(const char *text)
{
	FILE *f = fopen(path(), "we");

	cr_assert(f);
	fputs(text, f);
	fclose(f);
}

typedef int command(struct command_context *c, int argc, char **argv);

static int call(command *run, FILE *in, int argc, char **argv)
{
	struct arena *a = arena_open(256 * 1024 * 1024);
	struct command_context c = {.db = shop_open()->db,
	                            .redis = shop_open()->redis,
	                            .arena = a,
	                            .in = in};
	int status;

	c.out = fmemopen(said, sizeof(said), "w");
	c.err = fmemopen(complained, sizeof(complained), "w");
	status = run(&c, argc, argv);
	fclose(c.out);
	fclose(c.err);
	arena_close(a);
	return status;
}

/* `cointill import` with up to three words, a NULL ending them early. */
static int import(const char *x, const char *y, const char *z)
{
	char *argv[] = {"import", (char *)x, (char *)y, (char *)z, NULL};
	int argc = 1;

	while (argv[argc])
		argc++;
	return call(import_run, stdin, argc, argv);
}

static int import_text(const char *text)
{
	shop_open();
	write_units(text);
	return import(path(), NULL, NULL);
}

static int64_t items(void)
{
	return test_number("SELECT COUNT(*) FROM items");
}

/* Stock is the count of unsold units, which stand in one line. */
static void shelves_hold(void)
{
	cr_assert_eq(
		test_number("SELECT COUNT(*) FROM products p WHERE stock <>"
	                    " (SELECT COUNT(*) FROM items i WHERE i.product_id"
	                    "  = p.id AND is_sold = 0)"),
		0, "a stock is wrong");
	cr_assert_eq(
		test_number("SELECT COUNT(*) FROM items i"
	                    " JOIN products p ON p.id = i.product_id"
	                    " WHERE is_sold = (shelf BETWEEN p.shelf_next AND"
	                    "                  p.shelf_next + p.stock - 1)"),
		0, "a unit stands at the wrong place");
}

static void sell(int64_t product, int n)
{
	char sql[256];

	for (int i = 0; i < n; i++) {
		snprintf(sql, sizeof(sql),
		         "UPDATE items SET is_sold = 1 WHERE product_id ="
		         " %" PRId64 " AND shelf = (SELECT shelf_next FROM"
		         " products WHERE id = product_id)",
		         product);
		test_sql(sql);
		snprintf(sql, sizeof(sql),
		         "UPDATE products SET stock = stock - 1, shelf_next ="
		         " shelf_next + 1 WHERE id = %" PRId64,
		         product);
		test_sql(sql);
	}
}

Test(import, a_line_becomes_a_unit_of_its_product)
{
	cr_assert_eq(import_text("DIGITAL;Games;Puzzle;Foldaway - Maps to "
	                         "fold;6.90;KEY-1\n"),
	             0, "%s", complained);
	cr_assert(strstr(said, "1 units were imported as batch 1"));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products p"
	                         " JOIN subcategories s ON s.id ="
	                         "   p.subcategory_id"
	                         " JOIN categories c ON c.id = s.category_id"
	                         " WHERE c.name = 'Games' AND s.name = 'Puzzle'"
	                         "   AND p.name = 'Foldaway' AND price = 690"
	                         "   AND p.description = 'Maps to fold'"
	                         "   AND p.slug = 'foldaway' AND stock = 1"),
	             1);
	shelves_hold();
}

Test(import, without_a_description_the_subcategory_names_the_product)
{
	cr_assert_eq(import_text("digital;Games;Puzzle;;1;K1\n"), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products"
	                         " WHERE name = 'Puzzle'"),
	             1);
}

static struct slice content_of(int64_t shelf)
{
	struct shop *shop = shop_open();
	char fingerprint[SHA256_BYTES], sealed[512];
	size_t len;

	snprintf(sealed, sizeof(sealed), "shelf = %" PRId64, shelf);
	len = 0;
	for (int i = 0; i < SHA256_BYTES; i++) {
		char sql[128];

		snprintf(sql, sizeof(sql),
		         "SELECT ORD(SUBSTR(fingerprint, %d, 1)) FROM items"
		         " WHERE shelf = %" PRId64,
		         i + 1, shelf);
		fingerprint[i] = (char)test_number(sql);
	}
	snprintf(sealed, sizeof(sealed),
	         "SELECT LENGTH(sealed) FROM items WHERE shelf = %" PRId64,
	         shelf);
	len = (size_t)test_number(sealed);
	cr_assert_lt(len, sizeof(sealed));
	for (size_t i = 0; i < len; i++) {
		char sql[128];

		snprintf(sql, sizeof(sql),
		         "SELECT ORD(SUBSTR(sealed, %zu, 1)) FROM items"
		         " WHERE shelf = %" PRId64,
		         i + 1, shelf);
		sealed[i] = (char)test_number(sql);
	}
	return unit_open(shop->arena, (struct slice){fingerprint, SHA256_BYTES},
	                 (struct slice){sealed, len});
}

Test(import, escapes_blank_lines_and_crlf_are_understood)
{
	cr_assert_eq(import_text("\r\n"
	                         "DIGITAL;G;P;A\\;B;1.00;one;two\\ntwo\\\\\r\n"
	                         "   \n"
	                         "DIGITAL;G;P;A\\;B;1.00;last"),
	             0, "%s", complained);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products"
	                         " WHERE name = 'A;B' AND stock = 2"),
	             1);
	cr_assert(slice_is(content_of(1), "one;two\ntwo\\"));
	cr_assert(slice_is(content_of(2), "last"));
}

Test(import, units_are_sealed_and_open_again_only_as_they_were)
{
	struct shop *shop = shop_open();
	struct fingerprint f = unit_fingerprint(SLICE("KEY-1"));
	struct fingerprint g = unit_fingerprint(SLICE("KEY-2"));
	struct slice sealed = unit_seal(shop->arena, &f, SLICE("KEY-1"));
	struct slice mine = {(const char *)f.bytes, sizeof(f.bytes)};
	struct slice other = {(const char *)g.bytes, sizeof(g.bytes)};

	cr_assert_not(memmem(sealed.p, sealed.len, "KEY-1", 5));
	cr_assert(slice_is(unit_open(shop->arena, mine, sealed), "KEY-1"));
	cr_assert_null(unit_open(shop->arena, other, sealed).p);
}

Test(import, every_wrong_line_is_named_and_nothing_is_imported)
{
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;ok\n"
	                         "DIGITAL;G;P;X;1,50;a\n"
	                         "PHYSICAL;G;P;X;1.00;b\n"
	                         "DIGITAL;G;P;X\n"
	                         "DIGITAL;G;P;X;2.00;c\n"
	                         "DIGITAL;;P;X;1.00;d\n"
	                         "DIGITAL;G;P;X;1.00;\n"
	                         "DIGITAL;G;P;X;1.00;a\\b\n"),
	             1);
	cr_assert(strstr(complained, "line 2: the price \"1,50\""));
	cr_assert(strstr(complained, "line 3: PHYSICAL goods need shipping"));
	cr_assert(strstr(complained, "line 4: 4 of 6 fields"));
	cr_assert(strstr(complained, "line 5: another price than the product "
	                             "has in line 1"));
	cr_assert(strstr(complained, "line 6: no category"));
	cr_assert(strstr(complained, "line 7: no private data"));
	cr_assert(strstr(complained, "line 8: a backslash"));
	cr_assert(strstr(complained, "Nothing was imported: 7 wrong lines"));
	cr_assert_eq(items(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM categories"), 0);
}

Test(import, bad_lines_can_be_skipped)
{
	shop_open();
	write_units("DIGITAL;G;P;X;1.00;a\nnonsense\nDIGITAL;G;P;X;1.00;b\n");
	cr_assert_eq(import("--skip-bad", path(), NULL), 0);
	cr_assert_eq(items(), 2);
	cr_assert(strstr(said, "1 wrong lines were skipped"));
}

Test(import, a_dry_run_says_what_would_happen_and_does_nothing)
{
	shop_open();
	write_units("DIGITAL;G;P;X;1.00;a\nDIGITAL;G;P;X;1.00;b\n");
	cr_assert_eq(import("--dry-run", path(), NULL), 0);
	cr_assert(strstr(said, "2  G > P > X, $1.00 (new product)"));
	cr_assert_eq(items(), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products"), 0);
}

Test(import, the_same_file_again_adds_only_what_is_missing)
{
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;a\n"), 0);
	sell(1, 1);
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;a\nDIGITAL;G;P;X;1.00;b\n"
	                         "DIGITAL;G;P;X;1.00;b\n"),
	             0);
	cr_assert(strstr(complained, "line 3: the same unit as in line 2"));
	cr_assert(strstr(said, "1 units are here already (1 of them sold)"));
	cr_assert_eq(items(), 2);
	cr_assert_eq(import(path(), NULL, NULL), 0);
	cr_assert(strstr(said, "nothing to import"));
	cr_assert_eq(test_number("SELECT COUNT(*) FROM batches"), 2);
	shelves_hold();
}

Test(import, names_are_the_same_whatever_their_case)
{
	cr_assert_eq(import_text("DIGITAL;Games;P;X;1.00;a\n"), 0);
	cr_assert_eq(import_text("DIGITAL;games;p;x;1.00;b\n"), 0);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM categories"), 1);
	cr_assert_eq(test_number("SELECT stock FROM products"), 2);
}

Test(import, products_of_one_name_get_addresses_of_their_own)
{
	cr_assert_eq(import_text("DIGITAL;Games;Games;X;1.00;a\n"
	                         "DIGITAL;Games;Other;X;2.00;b\n"),
	             0, "%s", complained);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM subcategories"
	                         " WHERE slug IN ('games-2', 'other')"),
	             2);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products"
	                         " WHERE slug IN ('x', 'x-2')"),
	             2);
}

Test(import, never_changes_the_price_of_a_product)
{
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;a\n"), 0);
	cr_assert_eq(import_text("DIGITAL;G;P;X;2.00;b\n"), 1);
	cr_assert(strstr(complained, "\"X\" costs $1.00 in the shop"));
}

Test(import, json_is_read_object_by_object)
{
	cr_assert_eq(
		import_text("[\n {\"item_type\": \"DIGITAL\", \"category\":"
	                    " \"G\", \"subcategory\": \"P\", \"price\": 2.5,\n"
	                    "  \"description\": \"X - a } \\\" {\","
	                    "  \"private_data\": \"l1\\nl2\\n\"},\n"
	                    " {\"item_type\": \"DIGITAL\", \"category\": \"G\","
	                    "  \"subcategory\": \"P\", \"price\": \"2.50\","
	                    "  \"product\": \"X\", \"max_quantity\": 7,"
	                    "  \"private_data\": \"two\"},\n"
	                    " {\"item_type\": \"DIGITAL\", \"category\": \"G\","
	                    "  \"subcategory\": \"P\", \"price\": \"3\","
	                    "  \"product\": \"Sold out\"}]\n"),
		0, "%s", complained);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products WHERE name ="
	                         " 'X' AND stock = 2 AND price = 250"),
	             1);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM products WHERE name ="
	                         " 'Sold out' AND stock = 0"),
	             1);
	cr_assert(slice_is(content_of(1), "l1\nl2"));
}

Test(import, broken_json_is_named_by_its_line)
{
	cr_assert_eq(import_text("[\n{\"item_type\": \"DIGITAL\"},\n\n"
	                         "{\"category\": nonsense},\n"
	                         "{\"category\": \"x\""),
	             1);
	cr_assert(strstr(complained, "line 2: no category"));
	cr_assert(strstr(complained, "line 4: not valid JSON"));
	cr_assert(strstr(complained, "line 5: the file ends inside"));
	cr_assert_eq(items(), 0);
}

Test(import, reads_standard_input_too)
{
	char text[] = "DIGITAL|G|P|X|1.00|a|b\n";
	char *argv[] = {"import", "--delimiter=|", "-", NULL};
	FILE *in = fmemopen(text, strlen(text), "r");

	shop_open();
	cr_assert_eq(call(import_run, in, 3, argv), 0, "%s", complained);
	fclose(in);
	cr_assert(slice_is(content_of(1), "a|b"));
}

Test(import, refuses_what_it_does_not_know)
{
	shop_open();
	cr_assert_eq(import("--nonsense", NULL, NULL), 2);
	cr_assert(strstr(complained, "--nonsense is not an option"));
	cr_assert_eq(import("--max", "many", "-"), 2);
	cr_assert_eq(import(NULL, NULL, NULL), 2);
	cr_assert_eq(import("--list", "--undo", "1"), 2);
	cr_assert_eq(import("--undo", "99", NULL), 1);
	cr_assert_eq(import("/nowhere", NULL, NULL), 1);
	write_units("DIGITAL;G;P;X;1.00;a\nDIGITAL;G;P;X;1.00;b\n");
	cr_assert_eq(import("--max=1", path(), NULL), 1);
	cr_assert_eq(items(), 0);
}

/* --- what came of public bug reports ------------------------------------- */

/* A file of tests/data/fixtures/field, under its own name. */
static int import_field(const char *file, bool is_dry)
{
	struct arena *a = arena_process();
	struct slice body =
		fixture(a, arena_printf(a, "fixtures/field/%s", file));
	const char *to = arena_printf(a, "%s/%s", shop_dir(), file);
	FILE *f = fopen(to, "we");

	cr_assert(f);
	fwrite(body.p, 1, body.len, f);
	fclose(f);
	return is_dry ? import("--dry-run", to, NULL) : import(to, NULL, NULL);
}

Test(import, names_of_one_product_for_the_database_are_one_for_the_plan)
{
	shop_open();
	cr_expect_eq(import_field("f03-smallest.txt", true), 1);
	cr_expect(strstr(complained, "line 2: another price than the product "
	                             "has in line 1"),
	          "%s", complained);
	cr_expect_eq(import_field("f03-cyrillic.json", true), 1);
	cr_expect(strstr(complained, "another price than the product"), "%s",
	          complained);
	cr_expect_eq(import_field("f03-smallest.txt", false), 1);
	cr_expect_eq(items(), 0);
}

Test(import, names_are_the_same_in_any_alphabet)
{
	cr_assert_eq(import_text("DIGITAL;\xc3\x89t\xc3\xa9;p;\xd0\x9a;1;a\n"
	                         "DIGITAL;\xc3\xa9t\xc3\x89;P;\xd0\xba;1;b\n"),
	             0, "%s", complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM products"), 1);
	cr_expect_eq(test_number("SELECT stock FROM products"), 2);
}

/* One letter, or two: the eye sees one product and the shop gets two. */
Test(import, names_that_only_look_the_same_are_warned_of)
{
	cr_assert_eq(import_text("DIGITAL;G;P;caf\xc3\xa9;1;a\n"
	                         "DIGITAL;G;P;cafe\xcc\x81;2;b\n"),
	             0, "%s", complained);
	cr_expect(strstr(complained,
	                 "line 2: note: \"cafe\xcc\x81\" looks like "
	                 "the product of line 1"),
	          "%s", complained);
	cr_expect_eq(test_number("SELECT COUNT(*) FROM products"), 2);
	cr_assert_eq(import_text("DIGITAL;G;Q;\xc3\xa9;1;c\n"), 0);
	cr_assert_eq(import_text("DIGITAL;G;Q;e\xcc\x81;1;d\n"), 0);
	cr_expect(strstr(complained, "looks like a product of the shop"), "%s",
	          complained);
}

Test(import, what_nobody_sees_is_kept_in_units_and_pointed_at)
{
	shop_open();
	cr_assert_eq(import_field("f09-rlm-unit.txt", true), 0, "%s",
	             complained);
	cr_expect(strstr(complained,
	                 "line 1: note: the unit holds U+200F right-to-left "
	                 "mark, its character 12"),
	          "%s", complained);
	cr_assert_eq(import_field("f09-smallest.txt", false), 0, "%s",
	             complained);
	cr_expect(strstr(complained, "U+200E left-to-right mark"));
	cr_expect(slice_is(content_of(1), "\xe2\x80\x8e"));
}

Test(import, marks_stay_in_names_and_what_turns_lines_round_does_not)
{
	cr_assert_eq(import_text("\xef\xbb\xbf"
	                         "DIGITAL;G;P;\xd9\x85\xe2\x80\x8c\xd8\xa7;1;"
	                         "\xef\xbb\xbf"
	                         "a\n"),
	             0, "%s", complained);
	cr_expect(strstr(complained,
	                 "the name of the product holds U+200C zero "
	                 "width non-joiner"),
	          "%s", complained);
	cr_expect(strstr(complained, "the unit holds U+FEFF byte order mark"));
	cr_expect_not(strstr(complained, "UTF-8"));
	cr_assert_eq(import_text("DIGITAL;G;P;\xe2\x80\xae"
	                         "a;1;b\n"),
	             1);
	cr_expect(strstr(complained, "U+202E right-to-left override"));
	cr_assert_eq(import_text("DIGITAL;G;P;a;1;\xff\n"), 1);
	cr_expect(strstr(complained, "bytes that are not UTF-8"));
}

Test(import, a_letter_that_begins_like_the_mark_is_no_mark)
{
	cr_assert_eq(import_text("\xef\xbc\xa1;G;P;a;1;b\n"), 1);
	cr_expect(strstr(complained, "the type is not DIGITAL"), "%s",
	          complained);
}

Test(import, json_that_is_no_array_of_objects_is_told_so)
{
	static const char *const FILES[] = {"f19-lines.json",
	                                    "f19-object.json"};

	shop_open();
	for (size_t i = 0; i < 2; i++) {
		cr_expect_eq(import_field(FILES[i], true), 1);
		cr_expect(strstr(complained, "JSON begins with an object"),
		          "%s: %s", FILES[i], complained);
		cr_expect_not(strstr(complained, "fields"));
	}
}

static int import_named(const char *file, const char *text)
{
	const char *to =
		arena_printf(arena_process(), "%s/%s", shop_dir(), file);
	FILE *f = fopen(to, "we");

	cr_assert(f);
	fputs(text, f);
	fclose(f);
	return import("--dry-run", to, NULL);
}

Test(import, the_name_decides_what_a_file_is)
{
	shop_open();
	cr_expect_eq(import_named("a.JSON", "DIGITAL;G;P;X;1;a\n"), 1);
	cr_expect(strstr(complained, "not JSON"), "%s", complained);
	cr_expect_eq(import_named("b.json", ""), 1);
	cr_expect(strstr(complained, "JSON"), "%s", complained);
	cr_expect_eq(import_named("c.txt", "[{\"item_type\": 1}]"), 1);
	cr_expect(strstr(complained, "looks like JSON"), "%s", complained);
	cr_expect_eq(import_named("d", "[{\"item_type\": 1}]"), 1);
	cr_expect(strstr(complained, "item_type is not text"), "%s",
	          complained);
	cr_expect_eq(import_named("e.json", "[7]"), 1);
	cr_expect(strstr(complained, "no object"), "%s", complained);
}

Test(import, a_key_is_never_changed_to_fit)
{
	cr_expect_eq(import_text("[{\"item_type\": \"DIGITAL\", \"category\": "
	                         "\"G\", \"subcategory\": \"P\", \"price\": 1,"
	                         "\"private_data\": \"A\\u0000B\"}]"),
	             1);
	cr_expect(strstr(complained, "surrogate"), "%s", complained);
}

/* --- undo --------------------------------------------------------------- */

static void write_many(int first, int n, int broken)
{
	FILE *f = fopen(path(), "we");

	cr_assert(f);
	for (int i = first; i < first + n; i++)
		fprintf(f, "DIGITAL;Games;%s;Product %d;%s;CODE-%08d\n",
		        i % 2 ? "Odd" : "Even", i % 10,
		        i == broken ? "1.2.3" : "4.20", i);
	fclose(f);
}

Test(import, undo_keeps_what_was_sold_and_closes_the_line)
{
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;a\nDIGITAL;G;P;X;1.00;b\n"
	                         "DIGITAL;G;P;X;1.00;c\n"),
	             0);
	cr_assert_eq(
		import_text("DIGITAL;G;P;X;1.00;d\nDIGITAL;G;P;Y;1.00;e\n"), 0);
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;f\n"), 0);
	sell(1, 2);
	cr_assert_eq(import("--undo", "1", NULL), 0);
	cr_assert(strstr(said, "1 unsold units were taken back"));
	shelves_hold();
	cr_assert_eq(test_number("SELECT stock FROM products WHERE id = 1"), 2);
	cr_assert_eq(items(), 5);
	cr_assert_eq(test_number("SELECT COUNT(*) FROM items WHERE is_sold"),
	             2);
	cr_assert_eq(import("--undo", "2", NULL), 0);
	shelves_hold();
	cr_assert_eq(items(), 3);
	/* Again is harmless, and what was taken back can be imported. */
	cr_assert_eq(import("--undo", "2", NULL), 0);
	cr_assert(strstr(said, "0 unsold units"));
	cr_assert_eq(import_text("DIGITAL;G;P;X;1.00;d\n"), 0);
	sell(1, 2);
	shelves_hold();
	cr_assert_eq(import("--list", NULL, NULL), 0);
	cr_assert(strstr(said, "3 units, 0 unsold, undone"));
}

Test(import, undo_of_a_large_batch_under_a_later_one, .timeout = 120)
{
	shop_open();
	write_many(0, 25000, -1);
	cr_assert_eq(import(path(), NULL, NULL), 0);
	write_many(25000, 1000, -1);
	cr_assert_eq(import(path(), NULL, NULL), 0);
	sell(1, 3);
	cr_assert_eq(import("--undo", "1", NULL), 0);
	shelves_hold();
	cr_assert_eq(items(), 1003);
}

/* --- size --------------------------------------------------------------- */

#ifdef COINTILL_STRICT
/* The sanitizer keeps what was freed, so the process says little; the heap
 * in use does not. */
size_t __sanitizer_get_current_allocated_bytes(void);
int __sanitizer_install_malloc_and_free_hooks(
	void (*taken)(const volatile void *, size_t),
	void (*given)(const volatile void *));

static size_t most;

static void look(const volatile void *p, size_t len)
{
	size_t now;

	(void)p;
	if (len < 16 * 1024)
		return;
	now = __sanitizer_get_current_allocated_bytes();
	if (now > most)
		most = now;
}

static void ignore(const volatile void *p)
{
	(void)p;
}

static long peak_kib(void)
{
	if (!most) {
		most = 1;
		__sanitizer_install_malloc_and_free_hooks(look, ignore);
		return (long)(__sanitizer_get_current_allocated_bytes() / 1024);
	}
	return (long)(most / 1024);
}
#else
static long peak_kib(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}
#endif

Test(import, a_hundred_thousand_lines_fit_in_little_memory, .timeout = 300)
{
	long before;

	shop_open();
	write_many(0, 1000, -1);
	cr_assert_eq(import(path(), NULL, NULL), 0);
	before = peak_kib();
	write_many(0, 100000, -1);
	cr_assert_eq(import(path(), NULL, NULL), 0, "%s", complained);
	cr_assert(strstr(said, "99000 units were imported"));
	cr_assert(strstr(said, "1000 units are here already"));
	cr_assert_eq(items(), 100000);
	shelves_hold();
	cr_assert_lt(peak_kib() - before, 48 * 1024, "%ld KiB",
	             peak_kib() - before);
}

Test(import, one_wrong_line_in_the_middle_is_found, .timeout = 120)
{
	shop_open();
	write_many(0, 100000, 54321);
	cr_assert_eq(import("--dry-run", path(), NULL), 1);
	cr_assert(strstr(complained, "line 54322: the price \"1.2.3\""));
	cr_assert(strstr(complained, ": 1 wrong lines"));
	cr_assert_eq(items(), 0);
}

/* --- the demo ----------------------------------------------------------- */

static int fill(struct command_context *c, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return sandbox_fill(c) ? 0 : 1;
}

/* Its buyer's password is known to everybody, so what is installed has none. */
Test(import, no_command_of_the_operator_fills_a_demo)
{
	for (size_t i = 0; i < COMMANDS_COUNT; i++)
		cr_expect_null(strstr(COMMANDS[i].name, "demo"));
}

Test(import, the_demo_is_filled_once)
{
	shop_open();
	cr_assert_eq(call(fill, stdin, 0, NULL), 0, "%s", complained);
	cr_assert_geq(test_number("SELECT COUNT(*) FROM categories"), 6);
	cr_assert_geq(test_number("SELECT COUNT(*) FROM products"), 40);
	cr_assert_geq(items(), 500);
	cr_assert_geq(test_number("SELECT COUNT(*) FROM products"
	                          " WHERE stock = 0"),
	              1);
	cr_assert_geq(test_number("SELECT COUNT(*) FROM products"
	                          " WHERE price = 0"),
	              1);
	shelves_hold();
	cr_assert_eq(call(fill, stdin, 0, NULL), 0);
	cr_assert(strstr(complained, "nothing to import"));
	cr_assert(strstr(said, "buyer: demo"));
}
