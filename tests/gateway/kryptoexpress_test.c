/* SPDX-License-Identifier: MIT */
#include "gateway/kryptoexpress.h"
#include "base/arena.h"
#include "base/coin.h"
#include "lib/fixture.h"
#include "remote/json.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* Every answer and callback of the gateway that tests/data holds. */
static struct arena *a;

static void open_it(void)
{
	a = arena_open(16 * 1024 * 1024);
}

static void close_it(void)
{
	arena_close(a);
}

TestSuite(gateway, .init = open_it, .fini = close_it);

static const json *read_fixture(const char *name)
{
	const char *why;
	const json *j = json_read(a, fixture(a, name), 20, &why);

	cr_assert(j, "%s: %s", name, why);
	return j;
}

static const char *text_at(const json *j, const char *name)
{
	const char *s = NULL;

	json_text(&s, json_member(j, name));
	return s;
}

static unsigned decimals_of(const char *asset)
{
	static const struct {
		const char *asset;
		unsigned decimals;
	} KNOWN[] = {
		{"BTC",        8 },
                {"LTC",        8 },
                {"SOL",        9 },
		{"USDT_ERC20", 6 },
                {"USDT_BEP20", 18},
                {"ETH",        18}
        };

	for (size_t i = 0; i < sizeof(KNOWN) / sizeof(*KNOWN); i++)
		if (strcmp(KNOWN[i].asset, asset) == 0)
			return KNOWN[i].decimals;
	cr_assert_fail("no decimals of %s", asset);
	return 0;
}

static const char *units(const char *amount, const char *asset)
{
	char buf[COIN_TEXT];
	struct coin c;
	const char *why = coin_parse(&c, amount, decimals_of(asset));

	cr_assert_null(why, "%s %s: %s", amount, asset, why);
	coin_print_units(buf, c);
	return arena_text(a, buf);
}

/* A member that is expected; false when the case does not name it. */
static bool wants(const char **out, const json *expect, const char *name)
{
	*out = text_at(expect, name);
	return *out;
}

static void check_same(const char *file, const json *expect, const char *name,
                       const char *got)
{
	const char *want;

	if (!wants(&want, expect, name))
		return;
	cr_expect(got && strcmp(got, want) == 0, "%s: %s is %s, not %s", file,
	          name, got ? got : "absent", want);
}

/* "amount": null means that there must be none. */
static void check_absent(const char *file, const json *expect, const char *name,
                         const char *got)
{
	for (const json *j = json_first(expect); j; j = json_next(j))
		if (strcmp(json_name(j), name) == 0 &&
		    !json_member(expect, name))
			cr_expect_null(got, "%s: %s is %s", file, name, got);
}

static void check_flag(const char *file, const json *expect, const char *name,
                       bool got)
{
	bool want;

	if (json_bool(&want, json_member(expect, name)))
		cr_expect_eq(got, want, "%s: %s", file, name);
}

static void check_payment(const char *file, struct slice body,
                          const json *expect)
{
	struct gateway_payment p;
	const char *why = kryptoexpress_read_payment(&p, a, body);
	int64_t expires_ms;

	cr_assert_null(why, "%s: %s", file, why);
	check_same(file, expect, "id", p.id);
	check_same(file, expect, "fiat", p.fiat_amount);
	check_absent(file, expect, "fiat", p.fiat_amount);
	check_absent(file, expect, "amount", p.crypto_amount);
	if (p.crypto_amount)
		check_same(file, expect, "amount",
		           units(p.crypto_amount, p.asset));
	if (json_int(&expires_ms, json_member(expect, "expires_ms")))
		cr_expect_eq(p.expires_at.ms, expires_ms);
	check_flag(file, expect, "paid", p.is_paid);
	check_flag(file, expect, "withdrawn", p.is_withdrawn);
}

static void check_wallet(const char *file, struct slice body,
                         const json *expect)
{
	const struct gateway_amount *held;
	const char *why, *want;
	size_t n, checked = 0;

	why = kryptoexpress_read_wallet(&held, &n, a, body);
	cr_assert_null(why, "%s: %s", file, why);
	for (size_t i = 0; i < n; i++) {
		if (!wants(&want, expect, held[i].asset))
			continue;
		cr_expect_str_eq(units(held[i].amount, held[i].asset), want);
		checked++;
	}
	cr_expect_eq(checked, 4);
	cr_expect_eq(n, 6);
}

static void check_withdrawal(const char *file, struct slice body,
                             const json *expect)
{
	struct gateway_withdrawal w;
	const char *why = kryptoexpress_read_withdrawal(&w, a, body);
	int64_t txids;

	cr_assert_null(why, "%s: %s", file, why);
	cr_assert(json_int(&txids, json_member(expect, "txids")));
	cr_expect_eq((int64_t)w.txids_n, txids);
	cr_expect_eq(w.only_calculated, txids == 0);
	cr_expect_eq(w.of_all, txids == 1);
	check_same(file, expect, "receiving", units(w.receiving, w.asset));
	check_same(file, expect, "chain_fee", units(w.chain_fee, w.asset));
	check_same(file, expect, "total", units(w.total, w.asset));
}

static void check_codes(const char *file, struct slice body)
{
	const char *const *codes;
	const char *why = kryptoexpress_read_codes(&codes, a, body);
	bool currencies = strstr(file, "/currency.json");
	size_t n = 0;

	cr_assert_null(why, "%s: %s", file, why);
	while (codes[n])
		n++;
	cr_expect_str_eq(codes[0], currencies                ? "USD"
	                           : strstr(file, "_stable") ? "USDC_ERC20"
	                                                     : "BTC");
	cr_expect_geq(n, 6);
}

static void check_error(const char *file, const json *c, struct slice body)
{
	static const char *const NAMES[] = {
		[GATEWAY_FINE] = "fine",
		[GATEWAY_NOT_SENT] = "not_sent",
		[GATEWAY_BAD_REQUEST] = "bad_request",
		[GATEWAY_AUTH] = "auth",
		[GATEWAY_NOT_FOUND] = "not_found",
		[GATEWAY_RATE_LIMITED] = "rate_limited",
		[GATEWAY_UNAVAILABLE] = "unavailable",
		[GATEWAY_MALFORMED] = "malformed",
		[GATEWAY_UNKNOWN] = "unknown",
	};
	const json *expect = json_member(c, "expect");
	const char *method = text_at(json_member(c, "request"), "method");
	struct gateway_error e;
	int64_t http, wait_s;

	cr_assert(json_int(&http, json_member(c, "status")));
	e = kryptoexpress_read_error(a, (long)http, body,
	                             strcmp(method, "POST") == 0);
	check_same(file, expect, "error", NAMES[e.kind]);
	check_flag(file, expect, "retry", e.retry);
	cr_expect(e.message);
	if (json_int(&wait_s, json_member(expect, "wait_s")))
		cr_expect_eq(e.wait_s, wait_s);
	if (e.kind == GATEWAY_BAD_REQUEST)
		cr_expect_str_eq(e.field, "fiatAmount");
	cr_expect_eq(e.maybe_done, e.kind == GATEWAY_UNAVAILABLE);
}

static void check_callback(const char *file, const json *c, struct slice body)
{
	const json *request = json_member(c, "request");
	const json *expect = json_member(c, "expect");
	const json *credit = json_member(expect, "credit");
	const char *header =
		text_at(json_member(request, "headers"), "x-signature");
	struct slice secret = slice_text(text_at(c, "secret"));
	struct gateway_payment p;
	bool expired;

	check_flag(file, expect, "valid",
	           kryptoexpress_signature_holds(body, header, secret));
	cr_assert_null(kryptoexpress_read_payment(&p, a, body), "%s", file);
	if (json_bool(&expired, json_member(expect, "expired")))
		cr_expect_eq(p.is_paid, !expired);
	if (!credit)
		return;
	cr_expect(p.is_paid);
	check_same(file, credit, "invoice", p.id);
	check_same(file, credit, "asset", p.asset);
	check_same(file, credit, "fiat", p.fiat_amount);
	check_same(file, credit, "amount", units(p.crypto_amount, p.asset));
}

static void check_case(const json *c)
{
	const char *file =
		arena_printf(a, "kryptoexpress/%s", text_at(c, "file"));
	struct slice body = fixture(a, file);
	const json *expect = json_member(c, "expect");
	struct gateway_payment p;

	if (json_member(c, "direction"))
		check_callback(file, c, body);
	else if (strstr(file, "malformed"))
		cr_expect(kryptoexpress_read_payment(&p, a, body));
	else if (text_at(expect, "error"))
		check_error(file, c, body);
	else if (strstr(file, "wallet"))
		check_wallet(file, body, expect);
	else if (strstr(file, "withdrawal"))
		check_withdrawal(file, body, expect);
	else if (strstr(file, "currency"))
		check_codes(file, body);
	else
		check_payment(file, body, expect);
}

Test(gateway, every_recorded_body_reads_as_its_manifest_says)
{
	const json *cases = json_member(
		read_fixture("kryptoexpress/manifest.json"), "cases");

	cr_assert_eq(json_array_length(cases), 26);
	for (const json *c = json_first(cases); c; c = json_next(c))
		check_case(c);
}

/* A good payment with one member's value replaced. */
static const char *why_with(const char *name, const char *value)
{
	static const char *const GOOD[][2] = {
		{"id",             "638"					   },
		{"paymentType",    "\"PAYMENT\""                                   },
		{"fiatCurrency",   "\"USD\""                                       },
		{"fiatAmount",     "16.31"					 },
		{"cryptoAmount",   "0.00018486"                                    },
		{"cryptoCurrency", "\"BTC\""                                       },
		{"expireDatetime", "1745252847543"                                 },
		{"createDatetime", "1745245647543"                                 },
		{"paidAt",         "1745245647999"                                 },
		{"address",        "\"bc1qxquy5w247rw0natp4ts4nz9agm4s9z24p0tl7u\""},
		{"isPaid",         "true"					  },
		{"isWithdrawn",    "false"					 },
		{"hash",           "\"adaeca287275d5589623a397fb4e35fac3aad7ba\""  },
		{"callbackUrl",    "\"https://shop.example/hook/x\""               },
	};
	struct text t = text_open(a, 1024);
	struct gateway_payment p;

	text_add_text(&t, "{\"unknown\":[]");
	for (size_t i = 0; i < sizeof(GOOD) / sizeof(*GOOD); i++) {
		bool this = strcmp(GOOD[i][0], name) == 0;

		if (!this || value)
			text_printf(&t, ",\"%s\":%s", GOOD[i][0],
			            this ? value : GOOD[i][1]);
	}
	text_add_text(&t, "}");
	return kryptoexpress_read_payment(&p, a, slice_text(t.p));
}

Test(gateway, a_payment_is_refused_for_each_wrong_member)
{
	static const char *const BAD[][2] = {
		{"id",             "-1"                          },
		{"id",             "1.5"                         },
		{"id",             "1e3"                         },
		{"id",             "true"                        },
		{"id",             "\"\""                        },
		{"id",             "\"a b\""                     },
		{"id",             "{}"                          },
		{"paymentType",    "\"payment\""                 },
		{"paymentType",    "1"                           },
		{"fiatCurrency",   "\"usd\""                     },
		{"fiatCurrency",   "\"US D\""                    },
		{"fiatCurrency",   "\"\""                        },
		{"fiatCurrency",   "1"                           },
		{"fiatAmount",     "\"16.31\""                   },
		{"fiatAmount",     "-16.31"                      },
		{"fiatAmount",     "-0.01"                       },
		{"fiatAmount",     "NaN"                         },
		{"fiatAmount",     "1e400"                       },
		{"fiatAmount",     "Infinity"                    },
		{"fiatAmount",     "1e99999999999999999999"      },
		{"fiatAmount",     "16,31"                       },
		{"fiatAmount",     "0x10"                        },
		{"fiatAmount",     "[1]"                         },
		{"fiatAmount",     "true"                        },
		{"cryptoAmount",   "\"1\""                       },
		{"cryptoAmount",   "-1"                          },
		{"cryptoAmount",   "1e400"                       },
		{"cryptoAmount",   "1e60"                        },
		{"cryptoCurrency", "\"BTC\\n\""                  },
		{"cryptoCurrency", "\"../etc\""                  },
		{"cryptoCurrency", "false"                       },
		{"expireDatetime", "\"1745252847543\""           },
		{"expireDatetime", "1745252847543.5"             },
		{"expireDatetime", "99999999999999999999"        },
		{"expireDatetime", "-1"                          },
		{"expireDatetime", "0"                           },
		{"createDatetime", "1e12"                        },
		{"paidAt",         "\"today\""                   },
		{"address",        "\"\""                        },
		{"address",        "\"a b\""                     },
		{"address",        "\"<script>\""                },
		{"address",        "\"a\\u0000\""                },
		{"address",        "\"b\xd1\x81\""               },
		{"address",        "5"                           },
		{"isPaid",         "1"                           },
		{"isPaid",         "\"true\""                    },
		{"isWithdrawn",    "0"                           },
		{"hash",           "\"short\""                   },
		{"hash",           "\"a/../../../../wallet\""    },
		{"hash",           "\"aaaaaaaaaaaaaaaaaaaa&x=1\""},
		{"hash",           "7"                           },
		{"callbackUrl",    "\"a b\""                     },
		{"callbackUrl",    "{}"                          },
		{"id",             "638,\"isPaid\":true"         }
        };

	for (size_t i = 0; i < sizeof(BAD) / sizeof(*BAD); i++)
		cr_expect(why_with(BAD[i][0], BAD[i][1]), "%s taken as %s",
		          BAD[i][1], BAD[i][0]);
	cr_expect_null(why_with("none", NULL));
	cr_expect_str_eq(why_with("id", "638,\"isPaid\":true"),
	                 "a name stands twice in one object");
}

Test(gateway, absent_and_null_members_are_alike)
{
	static const char *const REQUIRED[] = {"id",
	                                       "paymentType",
	                                       "fiatCurrency",
	                                       "fiatAmount",
	                                       "cryptoAmount",
	                                       "cryptoCurrency",
	                                       "expireDatetime",
	                                       "createDatetime",
	                                       "address",
	                                       "isPaid",
	                                       "isWithdrawn",
	                                       "hash"};

	for (size_t i = 0; i < sizeof(REQUIRED) / sizeof(*REQUIRED); i++) {
		cr_expect(why_with(REQUIRED[i], NULL), "%s", REQUIRED[i]);
		cr_expect(why_with(REQUIRED[i], "null"), "%s", REQUIRED[i]);
	}
	cr_expect_null(why_with("paidAt", NULL));
	cr_expect_null(why_with("paidAt", "null"));
	cr_expect_null(why_with("callbackUrl", NULL));
	cr_expect_null(why_with("callbackUrl", "null"));
}

Test(gateway, an_id_may_be_a_number_or_a_text)
{
	cr_expect_null(why_with("id", "638"));
	cr_expect_null(why_with("id", "\"638\""));
	cr_expect_null(why_with("id", "12345678901234567890"));
}

Test(gateway, amounts_of_many_digits_keep_every_one)
{
	struct gateway_payment p;
	struct slice body = SLICE(
		"{\"id\":1,\"paymentType\":\"DEPOSIT\",\"fiatCurrency\":"
		"\"USD\",\"cryptoAmount\":0.123456789012345678,"
		"\"fiatAmount\":12345678901234567890,\"cryptoCurrency\":\"ETH\","
		"\"expireDatetime\":2,\"createDatetime\":1,\"address\":\"0x1\","
		"\"isPaid\":true,\"isWithdrawn\":false,"
		"\"hash\":\"adaeca287275d5589623a397fb4e35fa\"}");

	cr_assert_null(kryptoexpress_read_payment(&p, a, body));
	cr_expect_str_eq(p.crypto_amount, "0.123456789012345678");
	cr_expect_str_eq(p.fiat_amount, "12345678901234567890");
}

Test(gateway, a_firewalls_page_says_nothing_about_our_key)
{
	struct slice page = SLICE("<html>blocked</html>");
	struct gateway_error e = kryptoexpress_read_error(a, 403, page, true);

	cr_expect_eq(e.kind, GATEWAY_UNAVAILABLE);
	cr_expect(e.maybe_done);
	cr_expect_str_eq(e.message, "HTTP status 403");
}

Test(gateway, what_a_post_may_have_done_is_never_denied)
{
	static const long MAYBE[] = {408, 409, 425, 429, 500,
	                             502, 503, 504, 520};
	static const long REFUSED[] = {400, 401, 403, 404, 422};
	struct slice body = SLICE("{\"error\":\"x\"}");

	for (size_t i = 0; i < sizeof(MAYBE) / sizeof(*MAYBE); i++) {
		struct gateway_error e =
			kryptoexpress_read_error(a, MAYBE[i], body, true);

		cr_expect(e.maybe_done && !e.retry, "%ld", MAYBE[i]);
	}
	for (size_t i = 0; i < sizeof(REFUSED) / sizeof(*REFUSED); i++) {
		struct gateway_error e =
			kryptoexpress_read_error(a, REFUSED[i], body, true);

		cr_expect(!e.maybe_done && !e.retry, "%ld", REFUSED[i]);
	}
}

Test(gateway, prices_are_read_exactly)
{
	const struct gateway_price *p;
	size_t n;

	cr_assert_null(kryptoexpress_read_prices(
		&p, &n, a,
		SLICE("[{\"cryptoCurrency\":\"BTC\",\"fiatCurrency\":\"USD\","
	              "\"price\":88250.10},{\"cryptoCurrency\":\"DOGE\","
	              "\"fiatCurrency\":\"USD\",\"price\":1.2e-05}]")));
	cr_expect_eq(n, 2);
	cr_expect_str_eq(p[0].asset, "BTC");
	cr_expect_str_eq(p[0].price, "88250.10");
	cr_expect_str_eq(p[1].price, "1.2e-05");
	cr_expect(kryptoexpress_read_prices(&p, &n, a, SLICE("[null]")));
	cr_expect(kryptoexpress_read_prices(&p, &n, a, SLICE("{}")));
	cr_expect(kryptoexpress_read_prices(
		&p, &n, a,
		SLICE("[{\"cryptoCurrency\":\"BTC\",\"fiatCurrency\":\"USD\"}]")));
}

Test(gateway, lists_and_wallets_of_another_shape_are_refused)
{
	static const char *const LISTS[] = {"{}",     "null",      "[1]",
	                                    "[null]", "[\"btc\"]", "[\"\"]",
	                                    "[[]]",   "x"};
	static const char *const WALLETS[] = {"[]",
	                                      "null",
	                                      "{\"BTC\":\"1\"}",
	                                      "{\"BTC\":null}",
	                                      "{\"BTC\":-1}",
	                                      "{\"b tc\":1}",
	                                      "{\"\":1}"};
	const char *const *codes;
	const struct gateway_amount *held;
	size_t n;

	for (size_t i = 0; i < sizeof(LISTS) / sizeof(*LISTS); i++)
		cr_expect(kryptoexpress_read_codes(&codes, a,
		                                   slice_text(LISTS[i])),
		          "%s", LISTS[i]);
	for (size_t i = 0; i < sizeof(WALLETS) / sizeof(*WALLETS); i++)
		cr_expect(kryptoexpress_read_wallet(&held, &n, a,
		                                    slice_text(WALLETS[i])),
		          "%s", WALLETS[i]);
}

Test(gateway, an_odd_coin_in_a_list_costs_that_coin)
{
	const struct gateway_price *p;
	const struct gateway_amount *held;
	const char *const *codes;
	size_t n;

	cr_assert_null(kryptoexpress_read_codes(
		&codes, a, SLICE("[\"BTC\",\"b t c\",7,null,\"LTC\"]")));
	cr_expect_str_eq(codes[0], "BTC");
	cr_expect_str_eq(codes[1], "LTC");
	cr_expect_null(codes[2]);
	cr_assert_null(kryptoexpress_read_prices(
		&p, &n, a,
		SLICE("[{\"cryptoCurrency\":\"BTC\",\"fiatCurrency\":\"USD\"},"
	              "null,{\"cryptoCurrency\":\"LTC\",\"fiatCurrency\":"
	              "\"USD\",\"price\":80}]")));
	cr_assert_eq(n, 1);
	cr_expect_str_eq(p[0].asset, "LTC");
	cr_assert_null(kryptoexpress_read_wallet(
		&held, &n, a,
		SLICE("{\"BTC\":\"1\",\"LTC\":2,\"\\u0000\":3}")));
	cr_assert_eq(n, 1);
	cr_expect_str_eq(held[0].asset, "LTC");
}

/* A good withdrawal with one piece of it exchanged. */
static const char *withdrawal_with(const char *piece, const char *other)
{
	struct slice s = fixture(a, "kryptoexpress/withdrawal_done.json");
	const char *at = strstr(s.p, piece);
	struct gateway_withdrawal w;

	cr_assert(at, "%s", piece);
	return kryptoexpress_read_withdrawal(
		&w, a,
		slice_text(arena_printf(a, "%.*s%s%s", (int)(at - s.p), s.p,
	                                other, at + strlen(piece))));
}

Test(gateway, a_withdrawal_is_refused_for_each_wrong_member)
{
	cr_expect_null(withdrawal_with("250", "null"));
	cr_expect_null(
		withdrawal_with("\"ALL\"", "\"SINGLE\",\"paymentId\":\"123\""));
	cr_expect(withdrawal_with("\"ALL\"", "\"SINGLE\""));
	cr_expect(withdrawal_with("\"ALL\"", "\"all\""));
	cr_expect(withdrawal_with("[\"10f2", "[1,\"10f2"));
	cr_expect(withdrawal_with("[\"10f2", "[null,\"10f2"));
	cr_expect(withdrawal_with("\"onlyCalculate\":false",
	                          "\"onlyCalculate\":0"));
	cr_expect(withdrawal_with("\"onlyCalculate\":false,", ""));
	cr_expect(withdrawal_with("0.68908476", "\"0.68908476\""));
	cr_expect(withdrawal_with("0.68908476", "-0.68908476"));
}
