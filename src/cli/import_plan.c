/* SPDX-License-Identifier: MIT */
#include "cli/import_plan.h"
#include <string.h>
#include <strings.h>
#include "base/arena.h"
#include "base/normal.h"
#include "base/panic.h"
#include "base/utf8.h"
#include "chain/hash_index.h"
#include "cli/import_read.h"
#include "settings.h"

enum {
	PRODUCTS_MAX = 10000,
	SLOTS = 32768, /* for products; a power of two */
	SPELLINGS_MAX = 20000,
	MARK_BYTES = 16,
	MIN_QUANTITY = 1,
	MAX_QUANTITY = 10
};

/* Half a keyed hash says well enough which unit it is. */
struct seen {
	uint8_t mark[MARK_BYTES];
	unsigned line; /* 0: free */
};

/* Products by a text; a slot whose text is NULL is free. */
struct slot {
	const char *text;
	struct planned *product;
};

struct import_plan {
	struct arena *arena;
	struct db *db;
	size_t n;
	struct planned **product; /* in the order of the file */
	/* By the key of their names, by what they look like, and by names as
	 * the file has them, lest each unit ask the database. */
	struct slot *by_key, *by_look, *by_spelling;
	size_t spellings;
	size_t seen_room; /* a power of two */
	struct seen *seen;
};

struct import_plan *import_plan_open(struct arena *a, struct db *db,
                                     size_t units_max)
{
	struct import_plan *plan = arena_new(a, struct import_plan);

	plan->arena = a;
	plan->product = arena_array(a, PRODUCTS_MAX, struct planned *);
	plan->by_key = arena_array(a, SLOTS, struct slot);
	plan->by_look = arena_array(a, SLOTS, struct slot);
	plan->by_spelling = arena_array(a, SLOTS, struct slot);
	plan->db = db;
	plan->seen_room = 1024;
	while (plan->seen_room < units_max * 2)
		plan->seen_room *= 2;
	plan->seen = arena_array(a, plan->seen_room, struct seen);
	return plan;
}

size_t import_plan_count(const struct import_plan *plan)
{
	return plan->n;
}

struct planned *import_plan_item(struct import_plan *plan, size_t i)
{
	must(i < plan->n);
	return plan->product[i];
}

unsigned import_plan_seen(struct import_plan *plan, const struct fingerprint *f,
                          unsigned line)
{
	size_t i;

	memcpy(&i, f->bytes, sizeof(i));
	for (;; i++) {
		struct seen *s = &plan->seen[i & (plan->seen_room - 1)];

		if (!s->line) {
			memcpy(s->mark, f->bytes, MARK_BYTES);
			s->line = line;
			return 0;
		}
		if (!memcmp(s->mark, f->bytes, MARK_BYTES))
			return s->line;
	}
}

void import_plan_again(struct import_plan *plan)
{
	memset(plan->seen, 0, plan->seen_room * sizeof(*plan->seen));
}

/* --- from a record to its entry ----------------------------------------- */

/* Without white space at its ends. */
static const char *trimmed(struct arena *a, const char *s, size_t len)
{
	while (len && strchr(" \t\r\n", *s)) {
		s++;
		len--;
	}
	while (len && strchr(" \t\r\n", s[len - 1]))
		len--;
	return arena_bytes(a, s, len);
}

static const char *check_type(const char *type)
{
	if (!strcasecmp(type, "DIGITAL"))
		return NULL;
	if (!strcasecmp(type, "PHYSICAL"))
		return "PHYSICAL goods need shipping, which this shop does not "
		       "have yet";
	return "the type is not DIGITAL";
}

static size_t characters(const char *s)
{
	struct slice rest = slice_text(s);
	size_t n = 0;

	for (; rest.len; n++)
		utf8_next(&rest);
	return n;
}

static const char *check_name(struct arena *a, const char *what,
                              const char *name)
{
	int32_t flaw;

	if (!*name)
		return arena_printf(a, "no %s", what);
	if (characters(name) > ENTRY_NAME_MAX)
		return arena_printf(a,
		                    "the name of the %s is longer than %d "
		                    "characters",
		                    what, ENTRY_NAME_MAX);
	flaw = text_flaw(slice_text(name), TEXT_NAME);
	if (flaw)
		return arena_printf(a, "the name of the %s holds %s", what,
		                    utf8_say(a, flaw));
	return NULL;
}

/*
 * A product's name is what the file calls product; else the description up
 * to the first " - " or the end of its first line, with the rest for its
 * text; else, where there is no description, the subcategory's.
 */
static void name_product(struct arena *a, struct entry *e,
                         const struct record *r)
{
	const char *all = trimmed(a, r->description, strlen(r->description));
	const char *dash = strstr(all, " - ");
	size_t len = strcspn(all, "\n"), sign = all[len] ? 1 : 0;

	if (dash && (size_t)(dash - all) < len) {
		len = (size_t)(dash - all);
		sign = 3;
	}
	e->name = trimmed(a, r->product, strlen(r->product));
	e->description = all;
	if (*e->name)
		return;
	e->name = *all ? trimmed(a, all, len) : e->subcategory;
	all += len + sign;
	e->description = trimmed(a, all, strlen(all));
}

static const char *check_price(struct arena *a, struct money *price,
                               const char *text)
{
	const char *why = money_parse(price, trimmed(a, text, strlen(text)),
	                              setting_currency());

	if (why)
		return arena_printf(a, "the price \"%.40s\" is not right: %s",
		                    text, why);
	if (money_cmp(*price, money_minor(1000000000000, setting_currency())) >
	    0)
		return "the price is too high";
	return NULL;
}

static const char *check_quantities(struct entry *e, const struct record *r)
{
	e->min_quantity = MIN_QUANTITY;
	e->max_quantity = MAX_QUANTITY;
	if (r->min_quantity)
		e->min_quantity = (uint32_t)r->min_quantity;
	if (r->max_quantity)
		e->max_quantity = (uint32_t)r->max_quantity;
	else if (e->max_quantity < e->min_quantity)
		e->max_quantity = e->min_quantity;
	return e->min_quantity <= e->max_quantity
	               ? NULL
	               : "min_quantity is above max_quantity";
}

static const char *check_entry(struct arena *a, struct entry *e,
                               const struct record *r)
{
	const char *why =
		check_type(trimmed(a, r->item_type, strlen(r->item_type)));
	int32_t flaw;

	e->category = trimmed(a, r->category, strlen(r->category));
	e->subcategory = trimmed(a, r->subcategory, strlen(r->subcategory));
	name_product(a, e, r);
	if (!why)
		why = check_name(a, "category", e->category);
	if (!why)
		why = check_name(a, "subcategory", e->subcategory);
	if (!why)
		why = check_name(a, "product", e->name);
	if (!why)
		why = check_price(a, &e->price, r->price);
	if (!why)
		why = check_quantities(e, r);
	if (!why && strlen(e->description) > ENTRY_DESCRIPTION_MAX)
		why = "the description is longer than 16 KiB";
	flaw = text_flaw(slice_text(e->description), TEXT_WHOLE);
	if (!why && flaw)
		why = arena_printf(a, "the description holds %s",
		                   utf8_say(a, flaw));
	return why;
}

/* A unit is kept as it is but for line ends after it. */
static const char *check_content(struct arena *a, struct slice *out,
                                 const char *text)
{
	int32_t flaw;

	*out = (struct slice){NULL, 0};
	if (!text)
		return NULL;
	*out = slice_text(text);
	while (out->len && strchr("\r\n", out->p[out->len - 1]))
		out->len--;
	if (!out->len)
		return "no private data";
	if (out->len > UNIT_CONTENT_MAX)
		return "the private data is longer than 64 KiB";
	flaw = text_flaw(*out, TEXT_WHOLE);
	return flaw ? arena_printf(a, "the private data holds %s",
	                           utf8_say(a, flaw))
	            : NULL;
}

/* --- the products ------------------------------------------------------- */

/* Where the text is, or where it would be. */
static struct slot *slot_of(struct slot *slots, const char *text)
{
	uint64_t h = hash_text(hash_begin(), text);

	for (;; h++) {
		struct slot *slot = &slots[h & (SLOTS - 1)];

		if (!slot->text || !strcmp(slot->text, text))
			return slot;
	}
}

static void keep(struct import_plan *plan, struct slot *slot, const char *text,
                 struct planned *p)
{
	if (!slot->text)
		*slot = (struct slot){arena_text(plan->arena, text), p};
}

static struct planned *add(struct import_plan *plan, const struct entry *e,
                           unsigned line)
{
	struct arena *a = plan->arena;
	struct planned *p = arena_new(a, struct planned);

	p->entry = *e;
	p->entry.category = arena_text(a, e->category);
	p->entry.subcategory = arena_text(a, e->subcategory);
	p->entry.name = arena_text(a, e->name);
	p->entry.description = arena_text(a, e->description);
	p->line = line;
	plan->product[plan->n++] = p;
	return p;
}

static struct planned *add_new(struct import_plan *plan, struct arena *temp,
                               const struct entry *e, unsigned line,
                               const char *key)
{
	struct planned *p = add(plan, e, line);
	const char *look = normal_look(temp, key);
	struct slot *slot = slot_of(plan->by_look, look);

	p->twin = slot->product;
	keep(plan, slot, look, p);
	keep(plan, slot_of(plan->by_key, key), key, p);
	return p;
}

/* The product of those names, made if need be; NULL: there is no more room. */
static struct planned *product_of(struct import_plan *plan, struct arena *temp,
                                  const struct entry *e, unsigned line)
{
	const char *spelling = arena_printf(temp, "%s\n%s\n%s", e->category,
	                                    e->subcategory, e->name);
	struct slot *known = slot_of(plan->by_spelling, spelling);
	const char *key;
	struct planned *p;

	if (known->text)
		return known->product;
	key = entry_key(plan->db, temp, e);
	p = slot_of(plan->by_key, key)->product;
	if (!p && plan->n == PRODUCTS_MAX)
		return NULL;
	if (!p)
		p = add_new(plan, temp, e, line, key);
	if (plan->spellings < SPELLINGS_MAX) {
		keep(plan, known, spelling, p);
		plan->spellings++;
	}
	return p;
}

struct planned *import_plan_record(struct import_plan *plan, struct arena *temp,
                                   const struct record *r, unsigned line,
                                   struct slice *content, const char **why)
{
	struct planned *p;
	struct entry e;

	*why = check_entry(temp, &e, r);
	if (!*why)
		*why = check_content(temp, content, r->content);
	if (*why)
		return NULL;
	p = product_of(plan, temp, &e, line);
	if (!p) {
		*why = "more than 10,000 products in one file";
		return NULL;
	}
	if (money_cmp(p->entry.price, e.price) == 0)
		return p;
	*why = arena_printf(
		temp, "another price than the product has in line %u", p->line);
	return NULL;
}
