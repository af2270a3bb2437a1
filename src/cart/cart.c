/* SPDX-License-Identifier: MIT */
#include "cart/cart.h"
#include <inttypes.h>
#include <stdlib.h>
#include "base/arena.h"
#include "redis/redis.h"
#include "settings.h"

enum { KEPT_S = 30 * 24 * 60 * 60 };

/* A field is the product's id, its value "quantity:price in minor units". */
static struct slice value_of(struct arena *a, uint32_t quantity,
                             struct money price)
{
	return word(arena_printf(a, "%" PRIu32 ":%" PRId64, quantity,
	                         money_to_minor(price)));
}

static int by_product(const void *left, const void *right)
{
	const struct cart_line *l = left, *r = right;

	return (l->product.v > r->product.v) - (l->product.v < r->product.v);
}

static struct cart_line read_line(const struct answer *field,
                                  const struct answer *value)
{
	struct cart_line line;
	char *colon;

	line.product.v = strtoll(field->s.p, NULL, 10);
	line.quantity = (uint32_t)strtoul(value->s.p, &colon, 10);
	line.price = money_minor(*colon ? strtoll(colon + 1, NULL, 10) : 0,
	                         setting_currency());
	return line;
}

struct cart cart_read(struct redis *r, struct arena *a, const char *key)
{
	const struct answer *got =
		redis_ask(r, a, WORDS(word("HGETALL"), word(key)));
	struct cart cart = {0,
	                    arena_array(a, got->n / 2 + 1, struct cart_line)};

	for (size_t i = 0; i + 1 < got->n; i += 2)
		cart.v[cart.n++] = read_line(got->item[i], got->item[i + 1]);
	qsort(cart.v, cart.n, sizeof(*cart.v), by_product);
	return cart;
}

/* KEYS: the cart.  ARGV: product, quantity, most, price, most lines, kept. */
static struct script PUT = {
	"local old = redis.call('HGET', KEYS[1], ARGV[1]) "
	"if not old and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[5])"
	"  then return -1 end "
	"local n = ARGV[2] + (old and string.match(old, '^%d+') or 0) "
	"if n > tonumber(ARGV[3]) then n = tonumber(ARGV[3]) end "
	"redis.call('HSET', KEYS[1], ARGV[1],"
	"  string.format('%d:%s', n, ARGV[4])) "
	"redis.call('EXPIRE', KEYS[1], ARGV[6]) "
	"return n",
	"",
};

bool cart_put(struct redis *r, struct arena *a, const char *key,
              struct product_id product, uint32_t quantity, uint32_t most,
              struct money price, uint32_t *now)
{
	const struct answer *n = redis_script(
		r, a, &PUT, WORDS(word(key)),
		WORDS(word_int(a, product.v), word_int(a, quantity),
	              word_int(a, most), word_int(a, money_to_minor(price)),
	              word_int(a, setting_count(SET_CART_LINES_MAX)),
	              word_int(a, KEPT_S)));

	if (n->i < 0)
		return false;
	*now = (uint32_t)n->i;
	return true;
}

void cart_set(struct redis *r, struct arena *a, const char *key,
              struct cart_line line)
{
	struct slice field = word_int(a, line.product.v);

	if (line.quantity)
		redis_ask(r, a,
		          WORDS(word("HSET"), word(key), field,
		                value_of(a, line.quantity, line.price)));
	else
		redis_ask(r, a, WORDS(word("HDEL"), word(key), field));
}

/* KEYS: guest's, account's.  ARGV: most lines, kept. */
static struct script JOIN = {
	"local guest = redis.call('HGETALL', KEYS[1]) "
	"for i = 1, #guest, 2 do"
	"  local old = redis.call('HGET', KEYS[2], guest[i])"
	"  local q, p = string.match(guest[i + 1], '^(%d+):(.*)$')"
	"  if old then"
	"    local oq, op = string.match(old, '^(%d+):(.*)$')"
	"    redis.call('HSET', KEYS[2], guest[i],"
	"      math.max(tonumber(q), tonumber(oq))..':'..op)"
	"  elseif redis.call('HLEN', KEYS[2]) < tonumber(ARGV[1]) then"
	"    redis.call('HSET', KEYS[2], guest[i], guest[i + 1]) end end "
	"if #guest > 0 then redis.call('EXPIRE', KEYS[2], ARGV[2]) end "
	"return redis.call('DEL', KEYS[1])",
	"",
};

void cart_join(struct redis *r, struct arena *a, const char *guest,
               const char *account)
{
	redis_script(r, a, &JOIN, WORDS(word(guest), word(account)),
	             WORDS(word_int(a, setting_count(SET_CART_LINES_MAX)),
	                   word_int(a, KEPT_S)));
}

void cart_empty(struct redis *r, struct arena *a, const char *key)
{
	redis_ask(r, a, WORDS(word("DEL"), word(key)));
}
