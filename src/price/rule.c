/* SPDX-License-Identifier: MIT */
#include "price/rule.h"
#include <string.h>
#include "base/decimal.h"
#include "base/panic.h"
#include "price/price.h"

/* A price after which the market may have gone anywhere binds nobody. */
static const int64_t BEFORE_MOST_MS = INT64_C(24) * 60 * 60 * 1000;

enum { PERCENT_MOST = 10000, PRODUCT_DIGITS = DECIMAL_DIGITS + 8 };

/* A product of a price: digits, the last one first. */
struct product {
	unsigned char digits[PRODUCT_DIGITS];
};

static bool read_price(struct integer *out, const char *text)
{
	return text && !decimal_parse_floor(out, text, PRICE_PLACES) &&
	       strcmp(out->digits, "0") != 0;
}

static struct product times(const struct integer *price, unsigned factor)
{
	struct product p = {{0}};
	size_t len = strlen(price->digits);
	unsigned carry = 0;

	for (size_t i = 0; i < PRODUCT_DIGITS; i++) {
		if (i < len)
			carry += factor *
			         (unsigned)(price->digits[len - 1 - i] - '0');
		p.digits[i] = (unsigned char)(carry % 10);
		carry /= 10;
	}
	must(carry == 0);
	return p;
}

static bool is_more(const struct product *one, const struct product *other)
{
	for (size_t i = PRODUCT_DIGITS; i-- > 0;)
		if (one->digits[i] != other->digits[i])
			return one->digits[i] > other->digits[i];
	return false;
}

/* Whether one is at most so many percent above the other. */
static bool is_within(const struct integer *one, const struct integer *other,
                      unsigned percent)
{
	struct product high = times(one, 100);
	struct product most = times(other, 100 + percent);

	return !is_more(&high, &most);
}

bool rule_near(const char *one, const char *other, unsigned percent)
{
	struct integer a, b;

	must(percent <= PERCENT_MOST);
	return read_price(&a, one) && read_price(&b, other) &&
	       is_within(&a, &b, percent) && is_within(&b, &a, percent);
}

/* One from the future is as wrong as an old one. */
static bool is_fresh(const struct heard *h, const struct rule *rule)
{
	struct integer n;

	return h->age_ms <= rule->age_most_ms &&
	       h->age_ms >= -rule->age_most_ms && read_price(&n, h->price);
}

/* Whether all fresh ones say nearly the same. */
static bool agree(const struct heard *heard, size_t n, const struct rule *rule)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (is_fresh(&heard[i], rule) &&
			    is_fresh(&heard[k], rule) &&
			    !rule_near(heard[i].price, heard[k].price,
			               rule->spread))
				return false;
	return true;
}

/* Whether a price that nobody confirms may follow the one before. */
static bool may_follow(const char *price, const char *before,
                       int64_t before_age_ms, const struct rule *rule)
{
	struct integer n;

	return before_age_ms > BEFORE_MOST_MS || !read_price(&n, before) ||
	       rule_near(price, before, rule->band);
}

struct pick rule_pick(const struct heard *heard, size_t n, const char *before,
                      int64_t before_age_ms, const struct rule *rule)
{
	const struct heard *first = NULL;
	size_t fresh = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_fresh(&heard[i], rule))
			continue;
		if (fresh++ == 0)
			first = &heard[i];
	}
	if (!first)
		return (struct pick){.why = "There is no fresh price"};
	if (!agree(heard, n, rule))
		return (struct pick){
			.why = "The markets do not agree on a price"};
	if (fresh == 1 &&
	    !may_follow(first->price, before, before_age_ms, rule))
		return (struct pick){
			.why = "Nobody has confirmed the sudden new price"};
	return (struct pick){.heard = first};
}
