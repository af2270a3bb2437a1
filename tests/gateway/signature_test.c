/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "gateway/kryptoexpress.h"
#include "lib/fixture.h"
#include "remote/json.h"
#include <criterion/criterion.h>
#include <string.h>

static struct arena *a;

static void open_it(void)
{
	a = arena_open(16 * 1024 * 1024);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(signature, .init = open_it, .fini = close_it);

struct vector {
	const char *name, *secret, *compact, *pretty, *header;
	bool valid;
};

static const json *vectors(void)
{
	const char *why;
	const json *j =
		json_read(a, fixture(a, "kryptoexpress_hmac.json"), 0, &why);

	cr_assert(j, "%s", why);
	return json_member(j, "vectors");
}

static struct vector vector_of(const json *j)
{
	struct vector v = {0};

	cr_assert(json_text(&v.name, json_member(j, "name")));
	cr_assert(json_text(&v.secret, json_member(j, "secret")));
	cr_assert(json_text(&v.compact, json_member(j, "body_compact")));
	cr_assert(json_text(&v.header, json_member(j, "signature")));
	cr_assert(json_bool(&v.valid, json_member(j, "expect_valid")));
	json_text(&v.pretty, json_member(j, "body_pretty"));
	return v;
}

static bool holds(const char *body, const char *header, const char *secret)
{
	return kryptoexpress_signature_holds(slice_text(body), header,
	                                     slice_text(secret));
}

Test(signature, the_documented_vectors_hold)
{
	size_t n = 0;

	for (const json *j = json_first(vectors()); j; j = json_next(j)) {
		struct vector v = vector_of(j);

		cr_expect_eq(holds(v.compact, v.header, v.secret), v.valid,
		             "%s", v.name);
		if (v.pretty)
			cr_expect_eq(holds(v.pretty, v.header, v.secret),
			             v.valid, "%s, pretty", v.name);
		n++;
	}
	cr_expect_eq(n, 8);
}

Test(signature, every_changed_byte_of_a_body_breaks_it)
{
	struct vector v = vector_of(json_first(vectors()));
	char *body = arena_text(a, v.pretty);
	size_t len = strlen(body);

	for (size_t i = 0; i < len; i++) {
		char was = body[i];

		for (int bit = 0; bit < 8; bit++) {
			body[i] = (char)(was ^ (1 << bit));
			cr_expect_not(kryptoexpress_signature_holds(
				(struct slice){body, len}, v.header,
				slice_text(v.secret)));
		}
		body[i] = was;
	}
	cr_expect(holds(body, v.header, v.secret));
}

Test(signature, every_changed_byte_of_a_header_breaks_it)
{
	struct vector v = vector_of(json_first(vectors()));
	char *header = arena_text(a, v.header);
	size_t len = strlen(header);

	for (size_t i = 0; i < len; i++) {
		char was = header[i];

		for (int c = 1; c < 256; c++) {
			bool same = c == was || c == (was ^ 0x20);

			header[i] = (char)c;
			if (!same)
				cr_expect_not(
					holds(v.compact, header, v.secret));
		}
		header[i] = '\0';
		cr_expect_not(holds(v.compact, header, v.secret));
		header[i] = was;
	}
	cr_expect(holds(v.compact, header, v.secret));
}

Test(signature, headers_of_another_form_are_refused)
{
	struct vector v = vector_of(json_first(vectors()));

	cr_expect_not(holds(v.compact, NULL, v.secret));
	cr_expect_not(holds(v.compact, "", v.secret));
	cr_expect_not(
		holds(v.compact, arena_printf(a, " %s", v.header), v.secret));
	cr_expect_not(
		holds(v.compact, arena_printf(a, "%s ", v.header), v.secret));
	cr_expect_not(
		holds(v.compact, arena_printf(a, "%s00", v.header), v.secret));
	cr_expect_not(holds(v.compact, arena_printf(a, "sha512=%s", v.header),
	                    v.secret));
}

Test(signature, another_secret_breaks_it)
{
	struct vector v = vector_of(json_first(vectors()));

	cr_expect_not(holds(v.compact, v.header, ""));
	cr_expect_not(holds(v.compact, v.header, "123456789"));
	cr_expect_not(holds(v.compact, v.header, "12345678901"));
}

/* HMAC-SHA512 of "" with an empty key; no secret must never mean no check. */
Test(signature, no_secret_means_nothing_is_signed)
{
	cr_expect_not(holds(
		"",
		"b936cee86c9f87aa5d3c6f2e84cb5a4239a5fe50480a6ec66b70ab5b1f4a"
		"c6730c6c515421b327ec1d69402e53dfb49ad7381eb067b338fd7b0cb222"
		"47225d47",
		""));
}

Test(signature, white_space_inside_a_string_is_signed)
{
	struct vector v = vector_of(json_first(vectors()));
	const char *at = strstr(v.compact, "https://");
	char *body = arena_printf(a, "%.*s %s", (int)(at - v.compact),
	                          v.compact, at);

	cr_expect_not(holds(body, v.header, v.secret));
}
