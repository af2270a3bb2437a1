/* SPDX-License-Identifier: MIT */
#include "base/random.h"
#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>

Test(random, bytes_are_filled_to_the_last)
{
	unsigned char seen[64] = {0}, got[64];

	for (int i = 0; i < 64; i++) {
		random_bytes(got, sizeof(got));
		for (size_t k = 0; k < sizeof(got); k++)
			seen[k] |= got[k];
	}
	for (size_t k = 0; k < sizeof(seen); k++)
		cr_assert_eq(seen[k], 0xff);
}

Test(random, below_reaches_all_and_passes_none)
{
	int seen[7] = {0};

	for (int i = 0; i < 7000; i++) {
		uint32_t n = random_below(7);

		cr_assert_lt(n, 7);
		seen[n]++;
	}
	/* 1000 each are likely; 14 standard deviations away is a fault. */
	for (int i = 0; i < 7; i++)
		cr_assert(seen[i] > 600 && seen[i] < 1400, "%d: %d", i,
		          seen[i]);
	cr_assert_eq(random_below(1), 0);
}

Test(random, below_nothing_panics, .signal = SIGABRT)
{
	random_below(0);
}

Test(random, public_ids_are_22_letters_and_differ)
{
	char a[PUBLIC_ID_TEXT], b[PUBLIC_ID_TEXT];

	for (int i = 0; i < 200; i++) {
		random_public_id(a);
		random_public_id(b);
		cr_assert_eq(strlen(a), 22);
		cr_assert_eq(strspn(a, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		                       "abcdefghijklmnopqrstuvwxyz"
		                       "0123456789-_"),
		             22);
		/* 128 bits leave the last letter's low bits zero. */
		cr_assert_not_null(strchr("AQgw", a[21]));
		cr_assert_str_neq(a, b);
	}
}
