/* SPDX-License-Identifier: MIT */
#include "cli/pool.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/file.h"
#include "chain/assets.h"
#include "cli/arguments.h"
#include "cli/operator.h"
#include "cli/progress.h"
#include "wallet/wallet.h"

enum { FILE_MOST = 16 * 1024 * 1024, FIRST_ROOM = 64 * 1024 };

static const char USAGE[] =
	"usage: cointill pool import ASSET [FILE|-] [--dry-run]\n"
	"       cointill pool list\n"
	"One address a line; blank lines and those with a # are left out.\n";

static int list(const struct command_context *c)
{
	bool is_any = false;

	for (enum network n = NETWORK_NONE + 1; n < NETWORK_COUNT; n++) {
		int64_t all = pool_size(c->db, c->arena, n);

		if (!all)
			continue;
		is_any = true;
		fprintf(c->out, "%-10s %" PRId64 " free of %" PRId64 "\n",
		        network_code(n), pool_left(c->db, c->arena, n), all);
	}
	if (!is_any)
		fputs("Nothing was ever imported.\n", c->out);
	return 0;
}

/* Standard input; false when it is too long. */
static bool read_all(struct slice *out, const struct command_context *c)
{
	struct text t = text_open(c->arena, FIRST_ROOM);
	char buf[8192];
	size_t n;

	while ((n = fread(buf, 1, sizeof(buf), c->in)) > 0) {
		if (t.len + n > FILE_MOST) {
			errno = EFBIG;
			return false;
		}
		text_add(&t, (struct slice){buf, n});
	}
	*out = (struct slice){t.p, t.len};
	return true;
}

static void show_progress(void *arg, size_t done, size_t all)
{
	struct progress *p = arg;

	p->all = all;
	progress_show(p, done);
}

static void report(const struct command_context *c, const struct asset *asset,
                   const struct pool_import *i, bool is_dry)
{
	for (size_t k = 0; k < i->n; k++)
		fprintf(c->err, "line %zu: %s: %s\n", i->lines[k].number,
		        i->lines[k].address, i->lines[k].why);
	fprintf(c->out,
	        "%zu address%s %s, %zu known already, %zu wrong; %" PRId64
	        " are free on %s\n",
	        i->added, i->added == 1 ? "" : "es",
	        is_dry ? "would be added" : "added", i->known, i->wrong,
	        pool_left(c->db, c->arena, asset->network),
	        network_code(asset->network));
}

static int import(const struct command_context *c, const struct asset *asset,
                  struct slice text, bool is_dry)
{
	struct progress p = progress_open(c->err, "Importing", 0);
	struct pool_import i = pool_import(
		c->db, c->arena, operator_name(c->arena), asset, text, is_dry,
		(struct pool_watcher){show_progress, &p});

	progress_close(&p);
	report(c, asset, &i, is_dry);
	return i.wrong ? 1 : 0;
}

int cli_pool(struct command_context *c, int argc, char **argv)
{
	bool is_dry = false;
	const struct option_field options[] = {option_yes("dry-run", &is_dry)};
	const struct asset *asset;
	struct operands words;
	struct slice text;
	const char *file;

	if (!arguments_read(c, USAGE, argc, argv, options, 1, &words, 1, 3))
		return 2;
	if (words.n == 1 && !strcmp(words.v[0], "list") && !is_dry)
		return list(c);
	if (words.n < 2 || strcmp(words.v[0], "import") != 0) {
		fputs(USAGE, c->err);
		return 2;
	}
	asset = asset_find(words.v[1]);
	if (!asset) {
		fputs("there is no such asset; BTC, SOL, USDT_TRC20 and "
		      "others are\n",
		      c->err);
		return 1;
	}
	file = words.n == 3 ? words.v[2] : "-";
	if (strcmp(file, "-") ? !file_read(&text, c->arena, file, FILE_MOST)
	                      : !read_all(&text, c)) {
		fprintf(c->err, "cannot read %s: %s\n", file, strerror(errno));
		return 1;
	}
	return import(c, asset, text, is_dry);
}
