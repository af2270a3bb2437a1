/* SPDX-License-Identifier: MIT */
#include "view/templates.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];
static struct arena *arena;

static void write_file(const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
}

static void make_folder(void)
{
	char path[128];

	snprintf(folder, sizeof(folder), "/tmp/cointill-templates-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/shop", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/part", folder);
	mkdir(path, 0700);
	write_file("part/head.html", "<title>{{title}}</title>\n");
	write_file("shop/cart.html", "{{>part/head}}\n<p>{{title}}</p>\n");
	write_file("shop/.cart.html.swp", "{{");
	write_file("README", "{{");
	arena = arena_open(8 << 20);
}

static void remove_folder(void)
{
	static const char *const names[] = {"part/head.html",
	                                    "shop/cart.html",
	                                    "shop/.cart.html.swp",
	                                    "README",
	                                    "bad.html",
	                                    "part",
	                                    "shop",
	                                    ""};
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		remove(path);
	}
	templates_close();
	arena_close(arena);
}

TestSuite(templates, .init = make_folder, .fini = remove_folder);

static const struct view *titled(const char *title)
{
	struct view *v = view_open(arena);

	view_text(v, "title", title);
	return v;
}

Test(templates, every_file_is_read_and_named_by_its_path)
{
	cr_assert(templates_open(folder));
	cr_assert(templates_have("shop/cart"));
	cr_assert(templates_have("part/head"));
	cr_assert_not(templates_have("cart"));
	cr_assert_not(templates_have("shop/cart.html"));
	cr_assert_not(templates_have("README"));
}

Test(templates, pages_are_rendered_with_their_partials)
{
	/* The second time the room of the first is known. */
	cr_assert(templates_open(folder));
	for (int i = 0; i < 2; i++)
		cr_assert(slice_is(
			templates_render(arena, "shop/cart", titled("a&b")).s,
			"<title>a&amp;b</title>\n<p>a&amp;b</p>\n"));
}

Test(templates, a_page_that_lacks_a_name_is_none)
{
	cr_assert(templates_open(folder));
	cr_assert_null(
		templates_render(arena, "shop/cart", view_open(arena)).s.p);
	cr_assert_null(templates_render(arena, "gone", titled("a")).s.p);
}

Test(templates, a_fault_in_one_refuses_all)
{
	write_file("bad.html", "<p class={{title}}>");
	cr_assert_not(templates_open(folder));
	cr_assert_not(templates_have("shop/cart"));
}

Test(templates, a_partial_that_is_not_there_is_refused_at_once)
{
	write_file("bad.html", "{{#off}}{{>part/gone}}{{/off}}");
	cr_assert_not(templates_open(folder));
}

Test(templates, a_folder_that_is_not_there_is_refused)
{
	cr_assert_not(templates_open("/nonexistent/templates"));
}

Test(templates, they_can_be_opened_again_once_closed)
{
	cr_assert(templates_open(folder));
	templates_close();
	cr_assert_not(templates_have("shop/cart"));
	cr_assert(templates_open(folder));
	cr_assert(templates_have("shop/cart"));
}
