/* SPDX-License-Identifier: MIT */
#include "http/network.h"
#include <criterion/criterion.h>
#include "base/arena.h"
#include "base/seal.h"

static struct arena *a;

static void open_arena(void)
{
	a = arena_open(64 * 1024);
}

static void close_arena(void)
{
	arena_close(a);
}

TestSuite(network, .init = open_arena, .fini = close_arena);

static void is(const char *address, const char *network)
{
	cr_expect_str_eq(network_of(a, address), network, "%s", address);
}

Test(network, a_person_is_a_24_or_a_64)
{
	is("192.0.2.77", "192.0.2.0/24");
	is("10.1.2.3", "10.1.2.0/24");
	is("2001:db8:1:2:3:4:5:6", "20010db800010002::/64");
	is("2001:db8:1:2::", "20010db800010002::/64");
	is("2001:db8::1", "20010db800000000::/64");
	is("::ffff:192.0.2.77", "192.0.2.0/24");
	is("unix:", "local");
	is("", "local");
}

Test(network, everybody_may_be_behind_an_address_of_this_host)
{
	cr_expect(network_is_shared(network_of(a, "127.0.0.1")));
	cr_expect(network_is_shared(network_of(a, "127.9.9.9")));
	cr_expect(network_is_shared(network_of(a, "::1")));
	cr_expect(network_is_shared(network_of(a, "::ffff:127.0.0.1")));
	cr_expect(network_is_shared(network_of(a, "unix:")));
	cr_expect_not(network_is_shared(network_of(a, "192.0.2.77")));
	cr_expect_not(network_is_shared(network_of(a, "10.1.2.3")));
	cr_expect_not(network_is_shared(network_of(a, "2001:db8::1")));
}

Test(network, a_mark_tells_networks_apart_and_needs_the_key)
{
	struct key one = {{1}}, other = {{2}};
	const char *mark = network_mark(a, &one, "192.0.2.0/24");

	cr_assert_not_null(mark);
	cr_expect_eq(strlen(mark), 16);
	cr_expect_str_eq(mark, network_mark(a, &one, "192.0.2.0/24"));
	cr_expect_str_neq(mark, network_mark(a, &one, "192.0.3.0/24"));
	cr_expect_str_neq(mark, network_mark(a, &other, "192.0.2.0/24"));
	cr_expect_null(network_mark(a, &one, "local"));
}
