/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "routes.h"

Test(routes, every_row_says_who_may_use_it_and_who_answers)
{
	for (size_t i = 0; i < ROUTES_COUNT; i++) {
		const struct route *r = &ROUTES[i];

		cr_expect_neq(r->access, NOBODY, "%s", r->path);
		cr_expect(r->pool, "%s", r->path);
		cr_expect_not_null(r->handler, "%s", r->path);
		cr_expect_neq(r->method, METHOD_OTHER, "%s", r->path);
	}
}

/* Whether one pattern takes all that the other takes. */
static bool covers(const char *wide, const char *narrow)
{
	while (*wide && *narrow) {
		if (*wide == '{') {
			wide = strchr(wide, '}') + 1;
			narrow += *narrow == '{' ? strcspn(narrow, "}") + 1
			                         : strcspn(narrow, "/");
		} else if (*wide++ != *narrow++) {
			return false;
		}
	}
	return !*wide && !*narrow;
}

Test(routes, no_row_hides_behind_an_earlier_one)
{
	for (size_t i = 0; i < ROUTES_COUNT; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect_not(
				ROUTES[i].method == ROUTES[j].method &&
					covers(ROUTES[j].path, ROUTES[i].path),
				"%s can never match", ROUTES[i].path);
}

Test(routes, only_the_gateway_and_machines_go_without_a_form_token)
{
	for (size_t i = 0; i < ROUTES_COUNT; i++) {
		const struct route *r = &ROUTES[i];

		if (r->access == SIGNED)
			cr_expect(!strncmp(r->path, "/hook/", 6), "%s",
			          r->path);
		if (r->access == MACHINE)
			cr_expect_eq(r->method, GET, "%s", r->path);
	}
}
