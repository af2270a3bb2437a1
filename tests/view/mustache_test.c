/* SPDX-License-Identifier: MIT */
#include "view/mustache.h"
#include "base/arena.h"
#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;
static struct view *v;

static void open_view(void)
{
	struct view *row;

	arena = arena_open(16 << 20);
	v = view_open(arena);
	view_text(v, "name", "tea");
	view_text(v, "empty", "");
	view_text(v, "mark", "& < > \" '");
	view_text(v, "code", "{{name}}{{>part}}{{{x}}}");
	view_count(v, "zero", 0);
	view_count(v, "two", 2);
	view_flag(v, "yes", true);
	view_flag(v, "no", false);
	view_html(v, "html", (struct html){SLICE("<b>bold</b>")});
	view_url(v, "url", "/a?b=1&c=2");
	view_list(v, "none");
	view_list(v, "rows");
	row = view_row(v, "rows");
	view_text(row, "item", "1");
	view_text(row, "name", "inner");
	row = view_row(v, "rows");
	view_text(row, "item", "2");
	view_text(view_inside(v, "person"), "age", "7");
}

static void close_view(void)
{
	arena_close(arena);
}

TestSuite(mustache, .init = open_view, .fini = close_view);

static const struct {
	const char *name, *source;
} PARTS[] = {
	{"part",    "<i>{{name}}</i>\n"           },
	{"loop",    "{{>loop}}"                   },
	{"missing", "\n\n{{nothing}}"             },
	{"deeper",  "{{#yes}}{{>missing}}{{/yes}}"},
};

static const struct mustache *find_part(const char *name, void *arg)
{
	const char *why;

	(void)arg;
	for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++)
		if (strcmp(PARTS[i].name, name) == 0)
			return mustache_parse(
				arena, slice_text(PARTS[i].source), &why);
	return NULL;
}

/* The page, or "! " and why there is none. */
static const char *page(const char *source)
{
	struct text out = text_open(arena, 1);
	const char *why = NULL;
	const struct mustache *m =
		mustache_parse(arena, slice_text(source), &why);

	if (m && mustache_render(&out, m, v, find_part, NULL, &why)) {
		cr_assert_eq(strlen(out.p), out.len);
		return out.p;
	}
	cr_assert_not_null(why);
	return arena_printf(arena, "! %s", why);
}

struct example {
	const char *source, *page;
};

static void check(const struct example *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		cr_expect_str_eq(page(list[i].source), list[i].page,
		                 "%s\ngave %s", list[i].source,
		                 page(list[i].source));
}

#define CHECK(list) check(list, sizeof(list) / sizeof((list)[0]))

Test(mustache, values_are_shown_where_they_stand)
{
	static const struct example list[] = {
		{"",			   ""                      },
		{"plain { one } brace }}",     "plain { one } brace }}"},
		{"{{name}}",                   "tea"                   },
		{"a {{ name }}{{\tname\t}} b", "a teatea b"            },
		{"  {{name}}\n",               "  tea\n"               },
		{"{{zero}}/{{two}}",           "0/2"                   },
		{"[{{empty}}]",                "[]"                    },
		{"{{html}}",                   "<b>bold</b>"           },
		{"{{url}}",                    "/a?b=1&amp;c=2"        },
		{"a{{! no {{one}} sees it}}b", "a sees it}}b"          },
	};

	CHECK(list);
}

Test(mustache, texts_are_escaped_in_text_and_in_attributes)
{
	static const char escaped[] = "&amp; &lt; &gt; &quot; &#39;";
	static const char *const around[][2] = {
		{"",		      ""           },
		{"<p>",                   "</p>"       },
		{"<p title=\"",           "\"></p>"    },
		{"<p title='",            "'></p>"     },
		{"<p title = \"",         "\"></p>"    },
		{"<title>",               "</title>"   },
		{"<textarea name=\"x\">", "</textarea>"},
	};

	for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++)
		cr_expect_str_eq(page(arena_printf(arena, "%s{{mark}}%s",
		                                   around[i][0], around[i][1])),
		                 arena_printf(arena, "%s%s%s", around[i][0],
		                              escaped, around[i][1]));
}

static const char *const PAYLOADS[] = {
	"<script>alert(1)</script>",
	"\"><img src=x onerror=alert(1)>",
	"' autofocus onfocus='alert(1)",
	"</title><svg/onload=alert(1)>",
	"</textarea><script>alert(1)</script>",
	"--><script>alert(1)</script>",
	"<!--",
	"]]>",
	"&lt;script&gt;",
	"&#x3c;img src=x&#x3e;",
	"{{>loop}}{{html}}",
	"<a href=\"javascript:alert(1)\">",
	"\"\"''<<>>&&",
};

/* No byte of the value may be able to open or close anything. */
static void check_payload(const char *before, const char *text,
                          const char *after)
{
	struct view *outer = v;
	const char *out;
	size_t len;

	v = view_open(arena);
	view_text(v, "x", text);
	out = page(arena_printf(arena, "%s{{x}}%s", before, after));
	len = strlen(out) - strlen(before) - strlen(after);
	cr_assert_eq(strncmp(out, before, strlen(before)), 0, "%s", out);
	out += strlen(before);
	cr_assert_str_eq(out + len, after);
	for (size_t i = 0; i < len; i++)
		cr_expect_null(strchr("<>\"'", out[i]), "%s", out);
	v = outer;
}

Test(mustache, no_text_can_become_markup)
{
	for (size_t i = 0; i < sizeof(PAYLOADS) / sizeof(PAYLOADS[0]); i++) {
		check_payload("<p>", PAYLOADS[i], "</p>");
		check_payload("<p title=\"", PAYLOADS[i], "\">x</p>");
		check_payload("<p title='", PAYLOADS[i], "'>x</p>");
		check_payload("<title>", PAYLOADS[i], "</title>");
		check_payload("<textarea>", PAYLOADS[i], "</textarea>");
		check_payload("<a href=\"/p?q=", PAYLOADS[i], "\">x</a>");
	}
}

Test(mustache, values_are_never_parsed_again)
{
	cr_assert_str_eq(page("{{code}}"), "{{name}}{{&gt;part}}{{{x}}}");
	cr_assert_str_eq(page("{{#yes}}{{code}}{{/yes}}"),
	                 "{{name}}{{&gt;part}}{{{x}}}");
}

Test(mustache, sections_are_shown_by_what_they_name)
{
	static const struct example list[] = {
		{"[{{#yes}}a{{/yes}}]",                          "[a]"   },
		{"[{{#no}}a{{/no}}]",                            "[]"    },
		{"[{{^yes}}a{{/yes}}]",                          "[]"    },
		{"[{{^no}}a{{/no}}]",                            "[a]"   },
		{"[{{#name}}{{name}}!{{/name}}]",                "[tea!]"},
		{"[{{#empty}}a{{/empty}}{{^empty}}b{{/empty}}]", "[b]"   },
		{"[{{#two}}a{{/two}}{{#zero}}b{{/zero}}]",       "[a]"   },
		{"[{{#html}}a{{/html}}{{#url}}b{{/url}}]",       "[ab]"  },
		{"{{#person}}{{age}}, {{name}}{{/person}}",      "7, tea"},
		{"[{{^person}}a{{/person}}]",                    "[]"    },
		{"{{#rows}}{{item}}{{/rows}}",                   "12"    },
		{"[{{#none}}a{{/none}}{{^none}}b{{/none}}]",     "[b]"   },
		{"[{{^rows}}a{{/rows}}]",                        "[]"    },
		{"{{#yes}}a{{#no}}b{{/no}}c{{/yes}}",            "ac"    },
		{"{{#yes}}{{#yes}}a{{/yes}}{{/yes}}",            "a"     },
		{"{{# yes }}a{{/ yes }}",                        "a"     },
	};

	CHECK(list);
}

Test(mustache, names_are_looked_up_outwards)
{
	cr_assert_str_eq(page("{{#rows}}{{name}} {{/rows}}{{name}}"),
	                 "inner tea tea");
	cr_assert_str_eq(page("{{#rows}}{{#person}}{{item}}{{age}} "
	                      "{{/person}}{{/rows}}"),
	                 "17 27 ");
}

Test(mustache, lines_that_hold_only_a_tag_leave_nothing)
{
	static const struct example list[] = {
		{"a\n{{#yes}}\nb\n{{/yes}}\nc\n",                            "a\nb\nc\n"         },
		{"a\n  {{#yes}}  \nb\n\t{{/yes}}\nc\n",                      "a\nb\nc\n"         },
		{"a\r\n{{#yes}}\r\nb\r\n{{/yes}}\r\nc\r\n",                  "a\r\nb\r\nc\r\n"   },
		{"{{#yes}}\na\n{{/yes}}",                                    "a\n"               },
		{"a\n{{^yes}}\nb\n{{/yes}}\n\nc",                            "a\n\nc"            },
		{"a\n  {{! note }}\nb",                                      "a\nb"              },
		{"a\n{{! two\nlines }}\nb",                                  "a\nb"              },
		{"a\n  {{>part}}\nb\n",                                      "a\n<i>tea</i>\nb\n"},
		{"a {{! note }}\nb",					 "a \nb"             },
		{"a {{#yes}}\nb {{/yes}}\n",                                 "a \nb \n"          },
		{" {{#yes}}b{{/yes}} \n",                                    " b \n"             },
		{"{{#yes}}{{#yes}}\na\n{{/yes}}{{/yes}}\n",                  "\na\n\n"           },
		{"<ul>\n{{#rows}}\n\t<li>{{item}}</li>\n{{/rows}}\n</ul>\n",
	         "<ul>\n\t<li>1</li>\n\t<li>2</li>\n</ul>\n"                                     },
	};

	CHECK(list);
}

Test(mustache, partials_see_the_names_of_where_they_stand)
{
	cr_assert_str_eq(page("[{{>part}}]"), "[<i>tea</i>\n]");
	cr_assert_str_eq(page("{{#rows}}\n{{> part }}\n{{/rows}}"),
	                 "<i>inner</i>\n<i>tea</i>\n");
}

Test(mustache, a_page_that_lacks_something_fails_and_says_where)
{
	static const struct example list[] = {
		{"a\n\n{{nothing}}",           "! line 3: nothing is not in the view"},
		{"{{#nothing}}{{/nothing}}",
	         "! line 1: nothing is not in the view"                              },
		{"\n{{^nothing}}{{/nothing}}",
	         "! line 2: nothing is not in the view"                              },
		{"{{item}}",                   "! line 1: item is not in the view"   },
		{"{{#rows}}{{/rows}}{{age}}",
	         "! line 1: age is not in the view"                                  },
		{"{{yes}}",                    "! line 1: yes is not a text"         },
		{"{{rows}}",                   "! line 1: rows is not a text"        },
		{"{{person}}",                 "! line 1: person is not a text"      },
		{"{{>gone}}",                  "! line 1: gone is no partial"        },
		{"a\n{{>missing}}",
	         "! missing: line 3: nothing is not in the view"                     },
		{"{{>deeper}}",
	         "! deeper: missing: line 3: nothing is not in the view"             },
		{"<p title=\"{{html}}\"></p>",
	         "! line 1: html is HTML in a place for text"                        },
		{"<title>{{html}}</title>",
	         "! line 1: html is HTML in a place for text"                        },
	};

	CHECK(list);
}

Test(mustache, names_that_are_not_reached_need_not_be_there)
{
	cr_assert_str_eq(page("{{#no}}{{nothing}}{{>gone}}{{/no}}"), "");
}

Test(mustache, recursion_is_refused)
{
	const char *why = page("{{>loop}}");

	cr_assert_not_null(strstr(why, "loop nests too deep"), "%s", why);
}

Test(mustache, sections_nest_16_deep_and_no_deeper)
{
	struct text source = text_open(arena, 1024);

	for (int i = 0; i < 16; i++)
		text_add_text(&source, "{{#yes}}");
	for (int i = 0; i < 16; i++)
		text_add_text(&source, "{{/yes}}");
	cr_assert_str_eq(page(source.p), "");
	cr_assert_str_eq(
		page(arena_printf(arena, "{{#yes}}%s{{/yes}}", source.p)),
		"! line 1: sections nest too deep: yes");
}

Test(mustache, a_page_of_more_than_1_MiB_fails)
{
	enum { FITS = 1 << 20 };
	char *much = arena_array(arena, FITS + 2, char);

	memset(much, 'x', FITS);
	view_text(v, "fits", much);
	much[FITS] = 'x';
	view_text(v, "long", much);
	memset(much, '<', FITS);
	view_text(v, "grows", much);
	cr_assert_eq(strlen(page("{{fits}}")), (size_t)FITS);
	cr_assert_str_eq(page("{{fits}}."),
	                 "! line 1: the page passes its limit");
	cr_assert_str_eq(page("{{long}}"),
	                 "! line 1: the page passes its limit");
	cr_assert_str_eq(page("{{grows}}"),
	                 "! line 1: the page passes its limit");
}

Test(mustache, a_linked_template_needs_no_finder)
{
	struct text out = text_open(arena, 64);
	const char *why;
	struct mustache *m = mustache_parse(arena, SLICE("{{>part}}"), &why);

	cr_assert(mustache_link(m, arena, find_part, NULL, &why));
	cr_assert(mustache_render(&out, m, v, NULL, NULL, &why));
	cr_assert_str_eq(out.p, "<i>tea</i>\n");

	m = mustache_parse(arena, SLICE("\n{{>gone}}"), &why);
	cr_assert_not(mustache_link(m, arena, find_part, NULL, &why));
	cr_assert_str_eq(why, "line 2: no partial gone");
}

Test(mustache, rendering_adds_to_what_is_there)
{
	struct text out = text_open(arena, 4);
	const char *why;

	text_add_text(&out, "a ");
	cr_assert(mustache_render(
		&out, mustache_parse(arena, SLICE("{{name}}"), &why), v, NULL,
		NULL, &why));
	cr_assert_str_eq(out.p, "a tea");
}

Test(mustache, faults_of_the_source_are_refused)
{
	static const struct example list[] = {
		{"{{name",                         "! line 1: a tag is not closed"          },
		{"\n{{",			   "! line 2: a tag is not closed"          },
		{"{{}}",			   "! line 1: not a tag we know"            },
		{"{{ }}",			  "! line 1: not a tag we know:  "         },
		{"{{{name}}}",                     "! line 1: not a tag we know: {name"     },
		{"{{&name}}",                      "! line 1: not a tag we know: &name"     },
		{"{{=<% %>=}}",                    "! line 1: not a tag we know: =<% %>="   },
		{"{{.}}",			  "! line 1: not a tag we know: ."         },
		{"{{person.age}}",                 "! line 1: not a tag we know: person.age"},
		{"{{Name}}",                       "! line 1: not a tag we know: Name"      },
		{"{{a b}}",                        "! line 1: not a tag we know: a b"       },
		{"{{#}}{{/}}",                     "! line 1: not a tag we know: #"         },
		{"{{>}}",			  "! line 1: not a tag we know: >"         },
		{"{{>../etc}}",                    "! line 1: not a tag we know: >../etc"   },
		{"{{#yes}}",                       "! line 1: a section is not ended: yes"  },
		{"{{/yes}}",                       "! line 1: no section to end: yes"       },
		{"{{#yes}}\n\n{{/no}}",
	         "! line 3: another section is open: no"                                    },
		{"{{#yes}}{{#no}}{{/yes}}{{/no}}",
	         "! line 1: another section is open: yes"                                   },
	};

	CHECK(list);
}
