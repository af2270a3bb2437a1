/* SPDX-License-Identifier: MIT */
#include "user/totp.h"
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/arena.h"

static struct totp_secret rfc_secret(void)
{
	struct totp_secret s;

	memcpy(s.bytes, "12345678901234567890", sizeof(s.bytes));
	return s;
}

Test(totp, agrees_with_rfc_6238)
{
	/* Appendix B, its eight digits cut to six as apps do. */
	static const struct {
		int64_t second;
		uint32_t code;
	} CASES[] = {
		{59,          287082},
                {1111111109,  81804 },
                {1111111111,  50471 },
		{1234567890,  5924  },
                {2000000000,  279037},
                {20000000000, 353130},
	};
	struct totp_secret s = rfc_secret();

	for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
		struct moment at = {CASES[i].second * 1000};

		cr_expect_eq(totp_code(&s, totp_step(at)), CASES[i].code,
		             "at %" PRId64, CASES[i].second);
	}
}

Test(totp, a_code_is_good_for_its_step_and_one_on_either_side)
{
	struct totp_secret s = rfc_secret();
	struct moment now = {1234567890 * INT64_C(1000)};
	int64_t here = totp_step(now), step = 0;

	for (int64_t d = -3; d <= 3; d++) {
		char code[8];
		bool good = d >= -1 && d <= 1;

		snprintf(code, sizeof(code), "%06" PRIu32,
		         totp_code(&s, here + d));
		cr_expect_eq(totp_match(&s, now, code, &step), good, "%+d",
		             (int)d);
		if (good)
			cr_expect_eq(step, here + d);
	}
}

Test(totp, only_six_digits_are_a_code)
{
	static const char *const WRONG[] = {
		"",     "05924",   "0005924", "+05924",  "00592४",
		"5924", "005924x", "00592 ",  "-005924", "0x5924",
	};
	struct totp_secret s = rfc_secret();
	struct moment now = {1234567890 * INT64_C(1000)};
	int64_t step;

	cr_expect(totp_match(&s, now, "005924", &step));
	cr_expect(totp_match(&s, now, "005 924", &step));
	cr_expect(totp_match(&s, now, "\t005\xc2\xa0\x39\x32\x34 ", &step));
	for (size_t i = 0; i < sizeof(WRONG) / sizeof(WRONG[0]); i++)
		cr_expect_not(totp_match(&s, now, WRONG[i], &step), "\"%s\"",
		              WRONG[i]);
}

Test(totp, a_secret_reads_back_from_base32)
{
	struct arena *a = arena_open(1 << 16);
	struct totp_secret s = rfc_secret(), back;

	cr_expect_str_eq(totp_text(a, &s), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	for (int i = 0; i < 100; i++) {
		s = totp_draw();
		cr_assert(totp_parse(&back, totp_text(a, &s)));
		cr_assert_arr_eq(back.bytes, s.bytes, sizeof(s.bytes));
	}
	cr_expect_not(totp_parse(&back, ""));
	cr_expect_not(totp_parse(&back, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ"));
	cr_expect_not(totp_parse(&back, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQA"));
	cr_expect_not(totp_parse(&back, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"));
	arena_close(a);
}

Test(totp, the_address_for_the_app_escapes_the_shops_name)
{
	struct arena *a = arena_open(1 << 16);
	struct totp_secret s = rfc_secret();

	cr_expect_str_eq(totp_uri(a, &s, "Tea & Co", "ann"),
	                 "otpauth://totp/Tea%20%26%20Co:ann?secret="
	                 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer="
	                 "Tea%20%26%20Co&algorithm=SHA1&digits=6&period=30");
	arena_close(a);
}
