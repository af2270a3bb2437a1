/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <string.h>
#include "people.h"

Test(logout, ends_the_session_on_the_server)
{
	struct browser *b = person("ann"), *copy = browser_open();

	memcpy(copy->cookie, b->cookie, sizeof(copy->cookie));
	cr_expect(is_in(copy));
	cr_expect_eq(submit(b, "/logout", ""), 303);
	cr_expect_not(is_in(b));
	cr_expect_not(is_in(copy));
}

Test(logout, a_stranger_cannot_send_the_form)
{
	static const char *const HEADERS[] = {
		"HTTP_ORIGIN=http://127.0.0.1:8080", NULL};
	struct browser *b = person("ann");

	cr_expect_eq(submit_raw(b, "/logout", "", HEADERS), 403);
	cr_expect_eq(visit(b, "/logout"), 405);
	cr_expect_eq(submit(b, "/logout", "everywhere=1"), 400);
	cr_expect(is_in(b));
}
