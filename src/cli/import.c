/* SPDX-License-Identifier: MIT */
#include "cli/import.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/arena.h"
#include "catalog/batch.h"
#include "catalog/catalog.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/operator.h"
#include "settings.h"

enum {
	STDIN_MAX = 256 * 1024 * 1024,
	UNITS_USUAL = 200 * 1000,
	SOURCE_MAX = 200
};

static const char USAGE[] =
	"usage: cointill import [--dry-run] [--skip-bad] [--format json|txt]\n"
	"                       [--delimiter C] [--max N] FILE|-\n"
	"       cointill import --undo BATCH\n"
	"       cointill import --list\n";

/* --- batches ------------------------------------------------------------ */

static int list(const struct command_context *c)
{
	struct batches all = batch_list(c->db, c->arena);

	for (size_t i = 0; i < all.n; i++) {
		const struct batch *b = &all.v[i];
		char at[CLOCK_TEXT];

		clock_show(at, b->created_at);
		fprintf(c->out,
		        "%6" PRId64 "  %s  %" PRId64 " units, %" PRId64
		        " unsold%s  %s (%s)\n",
		        b->id.v, at, b->units, b->unsold,
		        b->is_undone ? ", undone" : "", b->source, b->actor);
	}
	if (!all.n)
		fprintf(c->out, "Nothing was ever imported.\n");
	return 0;
}

static int undo(const struct command_context *c, int64_t id)
{
	const struct batch *b =
		batch_find(c->db, c->arena, (struct batch_id){id});
	uint64_t taken;

	if (!b) {
		fprintf(c->err, "there is no batch %" PRId64 "\n", id);
		return 1;
	}
	taken = batch_undo(c->db, c->arena, b->id);
	if (taken)
		catalog_changed(c->redis, c->arena);
	fprintf(c->out,
	        "Batch %" PRId64 ": %" PRIu64
	        " unsold units were taken back.\n",
	        id, taken);
	return 0;
}

/* --- files -------------------------------------------------------------- */

static void close_file(void *arg)
{
	fclose(arg);
}

/* Copies standard input to memory, for a file is read twice; the units are
 * never written to a disk in the clear. */
static FILE *spool(const struct command_context *c)
{
	FILE *copy = fdopen(memfd_create("import", MFD_CLOEXEC), "w+");
	char buf[64 * 1024];
	size_t n, all = 0;

	if (!copy)
		return NULL;
	while ((n = fread(buf, 1, sizeof(buf), c->in)) > 0) {
		all += n;
		if (all > STDIN_MAX || fwrite(buf, 1, n, copy) != n) {
			fclose(copy);
			errno = EFBIG;
			return NULL;
		}
	}
	rewind(copy);
	return copy;
}

static FILE *open_file(const struct command_context *c, const char *path)
{
	bool is_stdin = strcmp(path, "-") == 0;
	FILE *in = is_stdin ? spool(c) : fopen(path, "re");

	if (!in) {
		fprintf(c->err, "cannot read %s: %s\n",
		        is_stdin ? "standard input" : path, strerror(errno));
		return NULL;
	}
	arena_defer(c->arena, close_file, in);
	if (fseek(in, 0, SEEK_SET) == 0)
		return in;
	fprintf(c->err, "%s can be read only once; give it as \"-\"\n", path);
	return NULL;
}

/* What follows the last point, or "". */
static const char *extension_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *point = strrchr(slash ? slash : path, '.');

	return point ? point + 1 : "";
}

/* No line of units begins with a bracket or a brace. */
static enum import_format format_within(FILE *in)
{
	int c;

	do
		c = getc(in);
	while (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xef ||
	       c == 0xbb || c == 0xbf);
	rewind(in);
	return c == '[' || c == '{' ? IMPORT_JSON : IMPORT_TXT;
}

static enum import_format format_of(const char *path, FILE *in)
{
	const char *extension = extension_of(path);

	if (!*extension)
		return format_within(in);
	return strcasecmp(extension, "json") ? IMPORT_TXT : IMPORT_JSON;
}

static bool choose_format(const struct command_context *c,
                          struct import_options *o, const char *path, FILE *in,
                          const char *format, const char *delimiter)
{
	if (!*format) {
		o->format = format_of(path, in);
	} else if (!strcmp(format, "json") || !strcmp(format, "txt")) {
		o->format = *format == 'j' ? IMPORT_JSON : IMPORT_TXT;
	} else {
		fprintf(c->err, "--format is json or txt\n");
		return false;
	}
	if (!strcmp(delimiter, "\\t"))
		delimiter = "\t";
	if (strlen(delimiter) != 1 || strchr("\\n\r\n", *delimiter)) {
		fprintf(c->err, "--delimiter is one character, and no "
		                "backslash or n\n");
		return false;
	}
	o->delimiter = *delimiter;
	return true;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int import_run(struct command_context *c, int argc, char **argv)
{
	struct import_options o = {0};
	struct import_counts counts;
	const char *format = "", *delimiter = ";";
	bool is_list = false, is_done;
	int64_t batch = 0;
	struct operands files;
	const struct option_field fields[] = {
		option_yes("dry-run", &o.is_dry),
		option_yes("skip-bad", &o.skips_bad),
		option_yes("list", &is_list),
		option_text("format", &format),
		option_text("delimiter", &delimiter),
		option_count("max", 1, 2000000, &o.max),
		option_count("undo", 1, INT64_MAX, &batch),
	};
	FILE *in;

	o.max = UNITS_USUAL;
	if (!arguments_read(c, USAGE, argc, argv, fields,
	                    sizeof(fields) / sizeof(*fields), &files, 0, 1))
		return 2;
	if (files.n + is_list + (batch != 0) != 1) {
		fputs(USAGE, c->err);
		return 2;
	}
	if (is_list)
		return list(c);
	if (batch)
		return undo(c, batch);
	in = open_file(c, files.v[0]);
	if (!in)
		return 1;
	if (!choose_format(c, &o, files.v[0], in, format, delimiter))
		return 2;
	if (!unit_keys_open(setting_text(SET_UNIT_KEY_FILE)))
		return 1;
	o.source = strcmp(files.v[0], "-") == 0
	                   ? "standard input"
	                   : operator_text(c->arena, base_name(files.v[0]),
	                                   SOURCE_MAX);
	o.actor = operator_name(c->arena);
	is_done = import_file(c, &o, in, &counts);
	if (counts.added || counts.products)
		catalog_changed(c->redis, c->arena);
	return is_done ? 0 : 1;
}
