/* SPDX-License-Identifier: MIT */
#include "sandbox/listing.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "base/panic.h"

#define E8 INT64_C(100000000)

enum { E6 = 1000000, HOUR_MS = 3600000, SWAY = 200 /* a two hundredth */ };

typedef unsigned __int128 wide;

static const struct listed_coin COINS[] = {
	{"BTC",        "BTC",  "Bitcoin",         false, ADDRESS_BTC,  8,  8, 97000 * E8,
         "0.00001"									      },
	{"LTC",        "LTC",  "Litecoin",        false, ADDRESS_LTC,  8,  8, 105 * E8,
         "0.0000049"									    },
	{"ETH",        "ETH",  "Ethereum",        false, ADDRESS_EVM,  18, 8, 3400 * E8,
         "0.0004"									       },
	{"SOL",        "SOL",  "Solana",          false, ADDRESS_SOL,  9,  8, 190 * E8,
         "0.000005"									     },
	{"BNB",        "BNB",  "BNB Smart Chain", false, ADDRESS_EVM,  18, 8, 650 * E8,
         "0.0001"									       },
	{"DOGE",       "DOGE", "Dogecoin",        false, ADDRESS_DOGE, 8,  8, 31000000,
         "0.05"										 },
	{"USDC_ERC20", "USDC", "Ethereum",        true,  ADDRESS_EVM,  6,  6, E8,         "1.2" },
	{"USDT_ERC20", "USDT", "Ethereum",        true,  ADDRESS_EVM,  6,  6, E8,         "1.2" },
	{"USDT_BEP20", "USDT", "BNB Smart Chain", true,  ADDRESS_EVM,  18, 6, E8,
         "0.1"										  },
	{"USDC_BEP20", "USDC", "BNB Smart Chain", true,  ADDRESS_EVM,  18, 6, E8,
         "0.1"										  },
	{"USDT_SOL",   "USDT", "Solana",          true,  ADDRESS_SOL,  6,  6, E8,         "0.05"},
	{"USDC_SOL",   "USDC", "Solana",          true,  ADDRESS_SOL,  6,  6, E8,         "0.05"},
};

/* Units of a currency for a dollar, in millionths. */
static const struct rate {
	const char *code;
	int64_t e6;
} RATES[] = {
	{"USD", E6		  },
	{"EUR", 950000              },
	{"GBP", 790000              },
	{"JPY", 154000000           },
	{"CHF", 890000              },
	{"AUD", 1540000             },
	{"CAD", 1400000             },
	{"CNY", 7240000             },
	{"HKD", 7780000             },
	{"SGD", 1340000             },
	{"SEK", 10950000            },
	{"NOK", 11060000            },
	{"DKK", 7090000             },
	{"PLN", 4110000             },
	{"CZK", 24050000            },
	{"HUF", 387000000           },
	{"TRY", 34500000            },
	{"INR", 84400000            },
	{"KRW", INT64_C(1400000000) },
	{"THB", 34600000            },
	{"IDR", INT64_C(15900000000)},
	{"MYR", 4460000             },
	{"PHP", 58900000            },
	{"VND", INT64_C(25400000000)},
	{"AED", 3670000             },
	{"SAR", 3750000             },
	{"ZAR", 18100000            },
	{"NGN", INT64_C(1680000000) },
	{"KES", 129500000           },
	{"GHS", 15800000            },
	{"BRL", 5800000             },
	{"MXN", 20400000            },
	{"ARS", INT64_C(1000000000) },
	{"CLP", 978000000           },
	{"COP", INT64_C(4390000000) },
	{"PEN", 3790000             },
	{"RUB", 101000000           },
	{"UAH", 41300000            },
	{"ILS", 3700000             },
	{"PKR", 278000000           },
	{"BDT", 119500000           },
	{"LKR", 291000000           },
	{"TWD", 32500000            },
	{"BHD", 377000              },
	{"KWD", 308000              },
	{"RON", 4730000             },
	{"NZD", 1710000             },
};

const struct listed_coin *listed_coin_at(size_t i)
{
	return i < sizeof(COINS) / sizeof(COINS[0]) ? &COINS[i] : NULL;
}

const struct listed_coin *listed_coin_find(const char *code)
{
	const struct listed_coin *c;

	for (size_t i = 0; (c = listed_coin_at(i)); i++)
		if (!strcmp(c->code, code))
			return c;
	return NULL;
}

const char *listed_currency_at(size_t i)
{
	return i < sizeof(RATES) / sizeof(RATES[0]) ? RATES[i].code : NULL;
}

static int64_t rate_of(const char *code)
{
	for (size_t i = 0; i < sizeof(RATES) / sizeof(RATES[0]); i++)
		if (!strcmp(RATES[i].code, code))
			return RATES[i].e6;
	return 0;
}

bool listed_currency(const char *code)
{
	return rate_of(code) && currency_find(code).v;
}

static wide power_of_ten(unsigned n)
{
	wide p = 1;

	while (n--)
		p *= 10;
	return p;
}

/* Up and down like a triangle, so that it needs no sine. */
static int64_t usd_e8(const struct listed_coin *c, struct moment now)
{
	int64_t phase, height;

	if (c->is_stable)
		return c->usd_e8;
	phase = (now.ms + c->code[0] * 60000) % HOUR_MS;
	height = phase < HOUR_MS / 2 ? phase : HOUR_MS - phase;
	return c->usd_e8 + c->usd_e8 / HOUR_MS * (height * 4 - HOUR_MS) / SWAY;
}

int64_t listed_usd_cents(struct money m)
{
	struct currency c = money_currency(m);
	wide minor = (wide)money_to_minor(m);

	return (int64_t)(minor * E6 * 100 / (wide)rate_of(currency_code(c)) /
	                 power_of_ten(currency_exponent(c)));
}

struct coin listed_due(const struct listed_coin *c, struct money m,
                       struct moment now)
{
	struct currency currency = money_currency(m);
	wide whole = (wide)money_to_minor(m) * power_of_ten(c->places) *
	             (wide)E8 * E6;
	wide by = power_of_ten(currency_exponent(currency)) *
	          (wide)rate_of(currency_code(currency)) * (wide)usd_e8(c, now);
	wide up = whole / by + (whole % by != 0);

	return (struct coin){up * power_of_ten(c->decimals - c->places)};
}

struct money listed_worth(const struct listed_coin *c, struct coin units,
                          struct currency currency, struct moment now)
{
	wide e8 = units.units * (wide)usd_e8(c, now);
	wide one = power_of_ten(c->decimals);
	wide by = (wide)rate_of(currency_code(currency)) *
	          power_of_ten(currency_exponent(currency));
	/* All of it multiplied at once would not fit 128 bits. */
	wide minor = (e8 / one * by + e8 % one * by / one) / power_of_ten(14);

	return money_minor((int64_t)minor, currency);
}

void listed_price(char buf[DECIMAL_TEXT], const struct listed_coin *c,
                  const char *currency, struct moment now)
{
	char digits[COIN_TEXT];
	struct coin price_e8 = {(wide)usd_e8(c, now) * (wide)rate_of(currency) /
	                        E6};

	coin_print_units(digits, price_e8);
	decimal_print(buf, digits, 8, 1);
}
