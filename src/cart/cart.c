/* SPDX-License-Identifier: MIT */
#include "cart/cart.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/log.h"
#include "redis/keys.h"
#include "redis/redis.h"
#include "settings.h"

/* The field of the generation; the others are ids of products. */
#define GENERATION "g"

enum { QUANTITY_MOST = 1000 };

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

/* A whole number from 0 up up to the byte `end`, and behind it. */
static bool whole(int64_t *out, const char **p, char end)
{
	char *rest;

	if (**p < '0' || **p > '9')
		return false;
	errno = 0;
	*out = strtoll(*p, &rest, 10);
	*p = rest + 1;
	return !errno && *rest == end;
}

/* False for what is no line of ours. */
static bool read_line(struct cart_line *line, const struct answer *field,
                      const struct answer *value)
{
	const char *id = field->s.p, *p = value->s.p;
	int64_t quantity, price;

	if (!whole(&line->product.v, &id, '\0') || !whole(&quantity, &p, ':') ||
	    !whole(&price, &p, '\0') || !line->product.v || !quantity ||
	    quantity > QUANTITY_MOST)
		return false;
	line->quantity = (uint32_t)quantity;
	line->price = money_minor(price, setting_currency());
	return true;
}

static struct slice fresh(struct arena *a)
{
	char id[CART_GENERATION];

	random_public_id(id);
	return word(arena_text(a, id));
}

static struct slice seconds(struct arena *a, const char *key)
{
	return word_int(a, key_rule_of(word(key))->seconds);
}

/* One from before there were generations gets its own.
 * KEYS: the cart.  ARGV: a fresh generation. */
static struct script READ = {
	"local old = redis.call('HGET', KEYS[1], 'g') "
	"if redis.call('EXISTS', KEYS[1]) == 1 and"
	"  not (old and #old == 22 and string.match(old, '^[%w_-]+$')) then"
	"  redis.call('HSET', KEYS[1], 'g', ARGV[1]) end "
	"return redis.call('HGETALL', KEYS[1])",
	"",
};

static void take(struct cart *cart, struct redis *r, struct arena *a,
                 const char *key, const struct answer *const *pair)
{
	const char *text = pair[1]->s.p;

	if (slice_is(pair[0]->s, GENERATION)) {
		if (random_is_public_id(text))
			memcpy(cart->generation, text, CART_GENERATION);
		return;
	}
	if (cart->n < (size_t)setting_count(SET_CART_LINES_MAX) &&
	    read_line(&cart->v[cart->n], pair[0], pair[1])) {
		cart->n++;
		return;
	}
	log_error("a cart held what is no line: taken out");
	redis_ask(r, a, WORDS(word("HDEL"), word(key), pair[0]->s));
}

struct cart cart_read(struct redis *r, struct arena *a, const char *key)
{
	const struct answer *got =
		redis_script(r, a, &READ, WORDS(word(key)), WORDS(fresh(a)));
	struct cart cart = {
		.v = arena_array(a, got->n / 2 + 1, struct cart_line)};

	for (size_t i = 0; i + 1 < got->n; i += 2)
		take(&cart, r, a, key, &got->item[i]);
	qsort(cart.v, cart.n, sizeof(*cart.v), by_product);
	return cart;
}

/* What all that write lines share: room for one more, and the generation that
 * comes with the first. */
#define LINES                                                                 \
	"local function count(c)"                                             \
	"  return redis.call('HLEN', c) - redis.call('HEXISTS', c, 'g') end " \
	"local function put(c, field, value, most, fresh)"                    \
	"  if redis.call('HEXISTS', c, field) == 0 and"                       \
	"    count(c) >= tonumber(most) then return false end "               \
	"  redis.call('HSET', c, field, value)"                               \
	"  redis.call('HSETNX', c, 'g', fresh) return true end "

/* KEYS: the cart.  ARGV: product, quantity, most, price, most lines, kept,
 * fresh generation. */
static struct script PUT = {
	LINES "local old = redis.call('HGET', KEYS[1], ARGV[1]) "
	      "local n = ARGV[2]"
	      "  + (old and tonumber(string.match(old, '^%d+')) or 0) "
	      "if n > tonumber(ARGV[3]) then n = tonumber(ARGV[3]) end "
	      "if not put(KEYS[1], ARGV[1],"
	      "  string.format('%d:%s', n, ARGV[4]), ARGV[5], ARGV[7])"
	      "  then return -1 end "
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
	              seconds(a, key), fresh(a)));

	if (n->i < 0)
		return false;
	*now = (uint32_t)n->i;
	return true;
}

/* KEYS: the cart.  ARGV: product, line or "", most lines, kept, fresh
 * generation. */
static struct script SET = {
	LINES "if ARGV[2] == '' then"
	      "  redis.call('HDEL', KEYS[1], ARGV[1])"
	      "  if count(KEYS[1]) == 0 then redis.call('DEL', KEYS[1]) end"
	      "  return 1 end "
	      "if not put(KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[5])"
	      "  then return 0 end "
	      "redis.call('EXPIRE', KEYS[1], ARGV[4]) "
	      "return 1",
	"",
};

bool cart_set(struct redis *r, struct arena *a, const char *key,
              struct cart_line line)
{
	const struct answer *done = redis_script(
		r, a, &SET, WORDS(word(key)),
		WORDS(word_int(a, line.product.v),
	              line.quantity ? value_of(a, line.quantity, line.price)
	                            : word(""),
	              word_int(a, setting_count(SET_CART_LINES_MAX)),
	              seconds(a, key), fresh(a)));

	return done->i != 0;
}

/* KEYS: guest's, account's.  ARGV: most lines, kept, fresh generation. */
static struct script JOIN = {
	LINES "local guest, any = redis.call('HGETALL', KEYS[1]), false "
	      "for i = 1, #guest, 2 do"
	      "  local q, p = string.match(guest[i + 1], '^(%d+):(%d+)$')"
	      "  if q then local old = redis.call('HGET', KEYS[2], guest[i])"
	      "    if old then"
	      "      local oq, op = string.match(old, '^(%d+):(%d+)$')"
	      "      if oq and tonumber(oq) > tonumber(q) then q = oq end"
	      "      p = op or p end"
	      "    if put(KEYS[2], guest[i], q..':'..p, ARGV[1], ARGV[3])"
	      "      then any = true end end end "
	      "if any then redis.call('EXPIRE', KEYS[2], ARGV[2]) end "
	      "return redis.call('DEL', KEYS[1])",
	"",
};

void cart_join(struct redis *r, struct arena *a, const char *guest,
               const char *account)
{
	redis_script(r, a, &JOIN, WORDS(word(guest), word(account)),
	             WORDS(word_int(a, setting_count(SET_CART_LINES_MAX)),
	                   seconds(a, account), fresh(a)));
}

/* KEYS: the cart.  ARGV: the generation, a fresh one, products. */
static struct script BOUGHT = {
	LINES "if redis.call('HGET', KEYS[1], 'g') ~= ARGV[1] then"
	      "  return 0 end "
	      "for i = 3, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end "
	      "if count(KEYS[1]) == 0 then redis.call('DEL', KEYS[1])"
	      "else redis.call('HSET', KEYS[1], 'g', ARGV[2]) end "
	      "return 1",
	"",
};

void cart_bought(struct redis *r, struct arena *a, const char *key,
                 const char *generation, const struct cart *order)
{
	struct slice *v = arena_array(a, order->n + 2, struct slice);

	v[0] = word(generation);
	v[1] = fresh(a);
	for (size_t i = 0; i < order->n; i++)
		v[2 + i] = word_int(a, order->v[i].product.v);
	redis_script(r, a, &BOUGHT, WORDS(word(key)),
	             (struct words){v, order->n + 2});
}
