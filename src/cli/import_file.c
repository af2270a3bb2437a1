/* SPDX-License-Identifier: MIT */
#include "cli/import.h"
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include "base/arena.h"
#include "base/normal.h"
#include "base/panic.h"
#include "base/utf8.h"
#include "catalog/batch.h"
#include "catalog/entry.h"
#include "cli/command.h"
#include "cli/import_plan.h"
#include "cli/progress.h"

enum {
	CHUNK_RECORDS = UNIT_ADD_MAX,
	CHUNK_BYTES = 2 * 1024 * 1024,
	CHUNK_LIMIT = 128 * 1024 * 1024,
	COMPLAINTS_MAX = 50
};

/* Units read and not yet looked up. */
struct chunk {
	struct arena *arena; /* of this chunk alone */
	size_t records, bytes, n;
	struct unit unit[CHUNK_RECORDS];
	struct planned *planned[CHUNK_RECORDS];
};

struct import {
	const struct command_context *c;
	const struct import_options *o;
	FILE *in;
	struct import_reader *reader;
	struct import_plan *plan;
	struct import_counts *counts;
	struct chunk chunk;
	struct progress progress;
	uint64_t bytes;
	unsigned complaints, notes;
	bool is_adding; /* the second time through the file */
	bool is_broken;
};

static void chunk_close(void *arg)
{
	struct import *im = arg;

	arena_close(im->chunk.arena);
	im->chunk.arena = NULL;
}

static void chunk_open(struct import *im)
{
	chunk_close(im);
	im->chunk.arena = arena_open(CHUNK_LIMIT);
	im->chunk.records = im->chunk.bytes = im->chunk.n = 0;
}

/* Names a line, but not for ever. */
static void complain(struct import *im, unsigned line, const char *what)
{
	FILE *err = im->c->err;

	if (im->is_adding)
		return;
	if (im->complaints++ < COMPLAINTS_MAX)
		fprintf(err, "line %u: %s\n", line, what);
	else if (im->complaints == COMPLAINTS_MAX + 1)
		fprintf(err, "... and more of that kind\n");
}

/* Points at what may be as it should. */
static void note(struct import *im, unsigned line, const char *what)
{
	if (im->is_adding)
		return;
	if (im->notes++ < COMPLAINTS_MAX)
		fprintf(im->c->err, "line %u: note: %s\n", line, what);
	else if (im->notes == COMPLAINTS_MAX + 1)
		fprintf(im->c->err, "... and more notes\n");
}

/* --- what a chunk does -------------------------------------------------- */

/* Counts what is here already, and keeps the rest. */
static void drop_known(struct import *im)
{
	struct chunk *k = &im->chunk;
	size_t kept = 0;

	unit_look_up(im->c->db, k->arena, k->unit, k->n);
	for (size_t i = 0; i < k->n; i++) {
		enum unit_state state = k->unit[i].state;

		if (state == UNIT_NEW) {
			k->unit[kept] = k->unit[i];
			k->planned[kept++] = k->planned[i];
		} else if (!im->is_adding) {
			im->counts->sold += state == UNIT_SOLD;
			im->counts->on_shelf += state == UNIT_ON_SHELF;
		}
	}
	k->n = kept;
}

static void plan_chunk(struct import *im)
{
	drop_known(im);
	for (size_t i = 0; i < im->chunk.n; i++)
		im->chunk.planned[i]->units++;
}

static void name_products(struct import *im)
{
	struct chunk *k = &im->chunk;

	for (size_t i = 0; i < k->n; i++) {
		struct planned *p = k->planned[i];

		if (!p->id.v)
			p->id = entry_make(im->c->db, k->arena, &p->entry);
		k->unit[i].product = p->id;
	}
}

static void add_chunk(struct import *im)
{
	struct chunk *k = &im->chunk;
	struct batch_id batch = {im->counts->batch};

	/* Another import may add the same units between the two calls; a
	 * few rounds settle it. */
	for (int n = 0; n < 8; n++) {
		drop_known(im);
		name_products(im);
		if (unit_add(im->c->db, k->arena, batch, k->unit, k->n) ==
		    UNIT_ADDED) {
			im->counts->added += k->n;
			return;
		}
	}
	panic("the units of a chunk are neither here nor not here");
}

static void finish_chunk(struct import *im)
{
	if (!im->chunk.n)
		return;
	if (im->is_adding)
		add_chunk(im);
	else
		plan_chunk(im);
}

/* --- what a record does ------------------------------------------------- */

/* Whoever copies a key by hand leaves it out, and whoever compares it is told
 * that it is wrong. */
static void note_unseen(struct import *im, unsigned line, const char *where,
                        struct slice text)
{
	struct arena *a = im->chunk.arena;

	for (size_t at = 1; text.len > 0; at++) {
		int32_t c = utf8_next(&text);

		if (!utf8_unseen(c))
			continue;
		note(im, line,
		     arena_printf(a, "%s holds %s, its character %zu", where,
		                  utf8_say(a, c), at));
		return;
	}
}

typedef const char *spell(struct arena *a, const char *text);

/* Whether the shop has it in that spelling, which is not the file's. */
static bool is_spelt(struct import *im, const struct entry *e, spell *form)
{
	struct arena *a = im->chunk.arena;
	struct entry other = {
		.category = form(a, e->category),
		.subcategory = form(a, e->subcategory),
		.name = form(a, e->name),
	};

	if (!strcmp(other.category, e->category) &&
	    !strcmp(other.subcategory, e->subcategory) &&
	    !strcmp(other.name, e->name))
		return false;
	return entry_find(im->c->db, a, &other) != NULL;
}

/* Another product that looks the same, in the file or in the shop. */
static void note_twin(struct import *im, const struct planned *p)
{
	struct arena *a = im->chunk.arena;
	const struct entry *e = &p->entry;

	if (p->twin)
		note(im, p->line,
		     arena_printf(a,
		                  "\"%s\" looks like the product of line %u, "
		                  "and is spelt with other characters: they "
		                  "are two products",
		                  e->name, p->twin->line));
	if (!p->id.v &&
	    (is_spelt(im, e, normal_composed) || is_spelt(im, e, normal_apart)))
		note(im, p->line,
		     arena_printf(a,
		                  "\"%s\" looks like a product of the shop, "
		                  "and is spelt with other characters: it is "
		                  "a new one",
		                  e->name));
}

static void note_product(struct import *im, const struct planned *p)
{
	note_unseen(im, p->line, "the name of the category",
	            slice_text(p->entry.category));
	note_unseen(im, p->line, "the name of the subcategory",
	            slice_text(p->entry.subcategory));
	note_unseen(im, p->line, "the name of the product",
	            slice_text(p->entry.name));
	note_twin(im, p);
}

/* Whether the shop can take this product as the file has it. */
static const char *look_up_product(struct import *im, struct planned *p)
{
	const struct entry_found *found;
	char ours[MONEY_TEXT];

	if (!p->looked_up) {
		found = entry_find(im->c->db, im->chunk.arena, &p->entry);
		p->looked_up = true;
		p->id.v = found ? found->id.v : 0;
		p->price_differs =
			found && money_cmp(found->price, p->entry.price) != 0;
		if (found)
			p->shop_price = found->price;
		note_product(im, p);
	}
	if (!p->price_differs)
		return NULL;
	money_show(ours, p->shop_price);
	return arena_printf(im->chunk.arena,
	                    "\"%s\" costs %s in the shop, and an import "
	                    "changes no price",
	                    p->entry.name, ours);
}

static void take_unit(struct import *im, struct planned *p, unsigned line,
                      struct slice content)
{
	struct chunk *k = &im->chunk;
	struct fingerprint f = unit_fingerprint(content);
	unsigned before = import_plan_seen(im->plan, &f, line);

	if (before) {
		im->counts->doubled += !im->is_adding;
		complain(im, line,
		         arena_printf(k->arena,
		                      "the same unit as in line %u, left out",
		                      before));
		return;
	}
	note_unseen(im, line, "the unit", content);
	k->unit[k->n] = (struct unit){.fingerprint = f, .content = content};
	k->planned[k->n++] = p;
}

static void take_record(struct import *im, const struct record *r)
{
	unsigned line = import_line(im->reader);
	struct slice content;
	const char *why;
	struct planned *p = import_plan_record(im->plan, im->chunk.arena, r,
	                                       line, &content, &why);

	if (p)
		why = look_up_product(im, p);
	if (!why) {
		if (content.p)
			take_unit(im, p, line, content);
		else
			p->is_alone = true;
		return;
	}
	im->counts->bad += !im->is_adding;
	complain(im, line, why);
}

static void count_record(struct import *im)
{
	struct chunk *k = &im->chunk;

	k->records++;
	k->bytes += import_bytes(im->reader);
	im->counts->records += !im->is_adding;
	if (k->records < CHUNK_RECORDS && k->bytes < CHUNK_BYTES)
		return;
	finish_chunk(im);
	chunk_open(im);
	progress_show(&im->progress, (uint64_t)ftello(im->in));
}

static bool is_too_long(struct import *im)
{
	if (im->counts->records < (uint64_t)im->o->max)
		return false;
	fprintf(im->c->err,
	        "the file holds more than %" PRId64 " units; raise --max\n",
	        im->o->max);
	im->is_broken = true;
	return true;
}

/* Takes the next record; false at the end. */
static bool step(struct import *im)
{
	struct record r;
	const char *why = NULL;

	switch (import_read(im->reader, im->chunk.arena, &r, &why)) {
	case IMPORT_END:
		return false;
	case IMPORT_RECORD:
		if (!im->is_adding && is_too_long(im))
			return false;
		take_record(im, &r);
		break;
	case IMPORT_WRONG:
		im->counts->bad += !im->is_adding;
		complain(im, import_line(im->reader), why);
		break;
	case IMPORT_BROKEN:
		im->is_broken = true;
		complain(im, import_line(im->reader), why);
		return false;
	}
	count_record(im);
	return true;
}

static void go_through(struct import *im, const char *what)
{
	rewind(im->in);
	im->reader = import_reader_open(im->c->arena, im->in, im->o->format,
	                                im->o->delimiter);
	im->progress = progress_open(im->c->err, what, im->bytes);
	chunk_open(im);
	while (step(im))
		;
	finish_chunk(im);
	progress_close(&im->progress);
}

/* --- the two times through the file ------------------------------------- */

static void print_plan(const struct import *im)
{
	FILE *out = im->c->out;

	for (size_t i = 0; i < import_plan_count(im->plan); i++) {
		const struct planned *p = import_plan_item(im->plan, i);
		char price[MONEY_TEXT];

		money_show(price, p->entry.price);
		fprintf(out, "%8" PRIu64 "  %s > %s > %s, %s%s\n", p->units,
		        p->entry.category, p->entry.subcategory, p->entry.name,
		        price, p->id.v ? "" : " (new product)");
	}
}

static void print_left_out(const struct import *im)
{
	const struct import_counts *n = im->counts;
	FILE *out = im->c->out;

	if (n->on_shelf + n->sold)
		fprintf(out,
		        "%" PRIu64 " units are here already (%" PRIu64
		        " of them sold) and were left out.\n",
		        n->on_shelf + n->sold, n->sold);
	if (n->doubled)
		fprintf(out,
		        "%" PRIu64 " units stand in the file more than once; "
		        "each was taken once.\n",
		        n->doubled);
	if (n->bad)
		fprintf(out, "%" PRIu64 " wrong lines were skipped.\n", n->bad);
}

static uint64_t planned_units(const struct import *im)
{
	uint64_t n = 0;

	for (size_t i = 0; i < import_plan_count(im->plan); i++)
		n += import_plan_item(im->plan, i)->units;
	return n;
}

/* Makes the products that want no unit. */
static void make_alone(struct import *im)
{
	for (size_t i = 0; i < import_plan_count(im->plan); i++) {
		struct planned *p = import_plan_item(im->plan, i);

		if (!p->is_alone || p->id.v)
			continue;
		p->id = entry_make(im->c->db, im->c->arena, &p->entry);
		im->counts->products++;
	}
}

static bool refuse(const struct import *im)
{
	if (!im->is_broken && (!im->counts->bad || im->o->skips_bad))
		return false;
	fprintf(im->c->err, "Nothing was imported");
	if (im->counts->bad)
		fprintf(im->c->err, ": %" PRIu64 " wrong lines",
		        im->counts->bad);
	fprintf(im->c->err, ".\n");
	return true;
}

static bool add_all(struct import *im)
{
	struct batch_id batch =
		batch_open(im->c->db, im->o->source, im->o->actor);

	im->counts->batch = batch.v;
	im->is_adding = true;
	import_plan_again(im->plan);
	go_through(im, "Importing");
	fprintf(im->c->out,
	        "%" PRIu64 " units were imported as batch %" PRId64 ".\n",
	        im->counts->added, batch.v);
	if (!im->is_broken)
		return true;
	fprintf(im->c->err, "The file changed while it was being read.\n");
	return false;
}

bool import_file(const struct command_context *c,
                 const struct import_options *o, FILE *in,
                 struct import_counts *counts)
{
	struct import *im = arena_new(c->arena, struct import);
	struct stat st;

	*counts = (struct import_counts){0};
	im->c = c;
	im->o = o;
	im->in = in;
	im->counts = counts;
	im->bytes = fstat(fileno(in), &st) ? 0 : (uint64_t)st.st_size;
	im->plan = import_plan_open(c->arena, c->db, (size_t)o->max);
	arena_defer(c->arena, chunk_close, im);
	go_through(im, "Checking");
	if (refuse(im))
		return false;
	print_plan(im);
	print_left_out(im);
	if (o->is_dry) {
		fprintf(c->out, "A dry run: nothing was imported.\n");
		return true;
	}
	make_alone(im);
	if (planned_units(im))
		return add_all(im);
	if (im->counts->products)
		return true;
	fprintf(c->out, "There was nothing to import.\n");
	return true;
}
