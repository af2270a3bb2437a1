/* SPDX-License-Identifier: MIT */
#include "view/markup.h"
#include "base/arena.h"
#include "view/mustache.h"
#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;
static struct view *v;

static void open_view(void)
{
	arena = arena_open(1 << 20);
	v = view_open(arena);
	view_flag(v, "on", true);
	view_flag(v, "off", false);
	view_text(v, "t", "text");
	view_url(v, "u", "/x?y");
	view_payment_uri(v, "pay", "bitcoin:bc1q");
}

static void close_view(void)
{
	arena_close(arena);
}

TestSuite(markup, .init = open_view, .fini = close_view);

/* The page, or why there is none, less its line. */
static const char *page(const char *source)
{
	struct text out = text_open(arena, 64);
	const char *why = NULL;
	const struct mustache *m =
		mustache_parse(arena, slice_text(source), &why);

	if (m && mustache_render(&out, m, v, NULL, NULL, &why))
		return out.p;
	cr_assert_eq(strncmp(why, "line 1: ", 8), 0, "%s", why);
	return why + 8;
}

static void refuses(const char *source, const char *why)
{
	cr_expect_str_eq(page(source), why, "%s\ngave %s", source,
	                 page(source));
}

static void gives(const char *source, const char *out)
{
	refuses(source, out);
}

Test(markup, values_outside_quotes_are_refused)
{
	refuses("<p class={{t}}>",
	        "a value stands in an attribute without quotes: t");
	refuses("<p class=a{{t}}>",
	        "a value stands in an attribute without quotes: t");
	refuses("<p class= {{t}}>",
	        "a value stands in an attribute without quotes: t");
	refuses("<{{t}}>", "a value stands in a tag, outside quotes: t");
	refuses("</{{t}}>", "a value stands in a tag, outside quotes: t");
	refuses("<h{{t}}>", "a value stands in a tag, outside quotes: t");
	refuses("<p {{t}}>", "a value stands in a tag, outside quotes: t");
	refuses("<p data-{{t}}=\"a\">",
	        "a value stands in a tag, outside quotes: t");
	refuses("<p a=\"b\"{{t}}>",
	        "a value stands in a tag, outside quotes: t");
	refuses("<p {{#on}}{{t}}{{/on}}>",
	        "a value stands in a tag, outside quotes: t");
	refuses("<!-- {{t}} -->", "a value stands in a comment: t");
	refuses("<!doctype {{t}}>", "a value stands in a comment: t");
}

Test(markup, values_in_code_are_refused)
{
	refuses("<script>{{t}}</script>",
	        "a value stands in a script or a style: t");
	refuses("<SCRIPT type=\"x\">a<b;</p>{{t}}</script>",
	        "a value stands in a script or a style: t");
	refuses("<script>{{#on}}a{{/on}}</script>",
	        "a section stands in a script or a style: on");
	refuses("<style>{{t}}</style>",
	        "a value stands in a script or a style: t");
	refuses("<p style=\"color:{{t}}\">",
	        "a value stands in an attribute that is code: t");
	refuses("<p onclick=\"f('{{t}}')\">",
	        "a value stands in an attribute that is code: t");
	refuses("<p ONCLICK=\"{{t}}\">",
	        "a value stands in an attribute that is code: t");
	refuses("<iframe srcdoc=\"{{t}}\">",
	        "a value stands in an attribute that is code: t");
}

Test(markup, what_follows_code_is_text_again)
{
	gives("<script>a<b</script><p>{{t}}</p>",
	      "<script>a<b</script><p>text</p>");
	gives("<script src=\"/a.js\" defer></script>{{t}}",
	      "<script src=\"/a.js\" defer></script>text");
	gives("<style>a>b{c:d}</style >{{t}}", "<style>a>b{c:d}</style >text");
	gives("<!-- <script> -->{{t}}", "<!-- <script> -->text");
	gives("<!doctype html>{{t}}", "<!doctype html>text");
	gives("1 < 2 {{t}}", "1 < 2 text");
	refuses("<script></scripts>{{t}}", "a space is missing in a tag");
}

Test(markup, sections_may_hold_attributes)
{
	gives("<p{{#on}} hidden{{/on}}>", "<p hidden>");
	gives("<p{{#off}} hidden{{/off}}>", "<p>");
	gives("<p {{#on}}hidden{{/on}}>", "<p hidden>");
	gives("<p {{#on}}a=\"{{t}}\"{{/on}} b>", "<p a=\"text\" b>");
	gives("<p a=\"b\"{{#on}} c=\"{{t}}\"{{/on}}{{#on}} d{{/on}}>",
	      "<p a=\"b\" c=\"text\" d>");
	gives("<p a=\"x{{#on}} {{t}}{{/on}}{{^on}}z{{/on}}\">",
	      "<p a=\"x text\">");
	gives("<p a{{#on}} b{{/on}}>", "<p a b>");
}

Test(markup, sections_that_would_join_words_are_refused)
{
	refuses("<p{{#on}}hidden{{/on}}>", "a space is missing in a tag");
	refuses("<p {{#on}}hidden{{/on}}x>", "a space is missing in a tag");
	refuses("<p {{#on}}a=\"b\"{{/on}}c>", "a space is missing in a tag");
	refuses("<p a{{#on}}=\"b\"{{/on}}>", "a space is missing in a tag");
	refuses("<p{{#on}} a {{/on}}b>", "a space is missing in a tag");
	refuses("<p a=\"b\"c>", "a space is missing in a tag");
	refuses("<{{#on}}p{{/on}}>", "a section can't start here: on");
	refuses("<p a={{#on}}b{{/on}}>", "a section can't start here: on");
}

Test(markup, sections_end_where_they_began)
{
	static const char why[] =
		"a section does not end in the markup where it began: on";

	refuses("{{#on}}<p {{/on}}>", why);
	refuses("<p {{#on}}>{{/on}}", why);
	refuses("<p a=\"{{#on}}\"{{/on}}>", why);
	refuses("<p a=\"{{#on}}\" b=\"{{/on}}\">", why);
	refuses("<p {{#on}}><b {{/on}}>", why);
	refuses("{{#on}}<script>{{/on}}</script>", why);
	refuses("{{#on}}<!-- {{/on}}-->", why);
}

Test(markup, templates_are_whole)
{
	refuses("<p", "the markup is cut off");
	refuses("<p a=\"", "the markup is cut off");
	refuses("<script>", "the markup is cut off");
	refuses("<!-- ", "the markup is cut off");
	refuses("<p {{>x}}>", "a partial stands inside a tag: x");
	refuses("<p a=\"{{>x}}\">", "a partial stands inside a tag: x");
	refuses("<script>{{>x}}</script>", "a partial stands inside a tag: x");
}

Test(markup, an_address_starts_an_address)
{
	gives("<a href=\"{{u}}\">", "<a href=\"/x?y\">");
	gives("<a href=\"{{pay}}\">", "<a href=\"bitcoin:bc1q\">");
	gives("<form action='{{u}}'>", "<form action='/x?y'>");
	gives("<a href=\"{{#on}}{{u}}{{/on}}{{^on}}/z{{/on}}\">",
	      "<a href=\"/x?y\">");
	gives("<a href=\"{{u}}&amp;q={{u}}\">", "<a href=\"/x?y&amp;q=/x?y\">");
	gives("<a href=\"{{u}}?q={{t}}#{{t}}\">",
	      "<a href=\"/x?y?q=text#text\">");
}

Test(markup, a_text_may_follow_where_the_address_is_settled)
{
	gives("<a href=\"/p/{{t}}\">", "<a href=\"/p/text\">");
	gives("<a href=\"/p{{#on}}/{{t}}{{/on}}?q={{t}}\">",
	      "<a href=\"/p/text?q=text\">");
	gives("<a href=\"?q={{t}}\">", "<a href=\"?q=text\">");
	gives("<a href=\"#{{t}}\">", "<a href=\"#text\">");
	gives("<a href=\"mailto:{{t}}\">", "<a href=\"mailto:text\">");
	gives("<a href=\"https://a.example/{{t}}\">",
	      "<a href=\"https://a.example/text\">");
	gives("<p title=\"{{t}}\" data-x=\"javascript:{{t}}\">",
	      "<p title=\"text\" data-x=\"javascript:text\">");
}

Test(markup, a_text_that_could_choose_the_address_is_refused)
{
	static const char why[] = "t starts an address and is a text";
	static const char *const before[] = {
		"<a href=\"",
		"<a href='",
		"<a HREF = \"",
		"<img src=\"",
		"<form action=\"",
		"<button formaction=\"",
		"<video poster=\"",
		"<a href=\"/",
		"<a href=\"//",
		"<a href=\"/\\",
		"<a href=\"/\t",
		"<a href=\" ",
		"<a href=\"javascript:",
		"<a href=\"https:",
		"<a href=\"https://",
		"<a href=\"https://a.example",
		"<a href=\"x",
		"<a href=\"{{u}}",
		"<a href=\"{{u}}/",
		"<a href=\"{{#on}}/p{{/on}}",
		"<a href=\"{{#off}}/{{/off}}/p",
		"<a href=\"{{#on}}{{u}}{{/on}}",
		"<a href=\"/{{! }}p",
	};

	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		const char *got = page(
			arena_printf(arena, "%s{{t}}%c>", before[i],
		                     strchr(before[i], '\'') ? '\'' : '"'));

		cr_expect_str_eq(got, why, "%s gave %s", before[i], got);
	}
}
