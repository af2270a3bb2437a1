/* SPDX-License-Identifier: MIT */
#include "view/templates.h"
#include "base/arena.h"
#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/panic.h"
#include "view/mustache.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	FILE_LIMIT = 256 * 1024,
	FOLDER_DEPTH = 4,
	FIRST_ROOM = 4096,
	SPARE = 1024
};

struct template
{
	const char *name; /* "shop/cart" */
	struct mustache *parsed;
	size_t room; /* that the last page took */
};

/* All of them, sorted by name. */
static struct {
	struct arena *arena;
	struct template *list;
	size_t n, room;
} all;

static bool read_folder(const char *path, const char *prefix, unsigned depth);

static void add(const char *name, struct mustache *parsed)
{
	if (all.n == all.room) {
		size_t room = all.room ? all.room * 2 : 64;
		struct template *more =
			arena_array(all.arena, room, struct template);

		if (all.n)
			memcpy(more, all.list, all.n * sizeof(*more));
		all.list = more;
		all.room = room;
	}
	all.list[all.n++] = (struct template){.name = name, .parsed = parsed};
}

static bool read_template(const char *path, const char *name)
{
	struct slice source;
	struct mustache *m;
	const char *why;

	if (!file_read(&source, all.arena, path, FILE_LIMIT)) {
		log_error("template %s: %s", path, strerror(errno));
		return false;
	}
	m = mustache_parse(all.arena, source, &why);
	if (!m) {
		log_error("template %s: %s", path, why);
		return false;
	}
	add(name, m);
	return true;
}

static bool ends_in_html(const char *file)
{
	size_t len = strlen(file);

	return len > 5 && strcmp(file + len - 5, ".html") == 0;
}

static bool read_entry(const char *folder, const char *prefix, const char *file,
                       unsigned depth)
{
	char *path = arena_printf(all.arena, "%s/%s", folder, file);
	char *name = arena_printf(all.arena, "%s%s", prefix, file);
	struct stat st;

	if (file[0] == '.')
		return true;
	if (stat(path, &st) != 0) {
		log_error("template %s: %s", path, strerror(errno));
		return false;
	}
	if (S_ISDIR(st.st_mode))
		return read_folder(path, arena_printf(all.arena, "%s/", name),
		                   depth + 1);
	if (!S_ISREG(st.st_mode) || !ends_in_html(file))
		return true;
	name[strlen(name) - 5] = '\0';
	return read_template(path, name);
}

/* Goes on after a fault, so that all of them are told at once. */
static bool read_folder(const char *path, const char *prefix, unsigned depth)
{
	DIR *dir = depth <= FOLDER_DEPTH ? opendir(path) : NULL;
	const struct dirent *entry;
	bool ok = true;

	if (!dir) {
		log_error("templates %s: %s", path,
		          depth <= FOLDER_DEPTH ? strerror(errno)
		                                : "too many folders deep");
		return false;
	}
	while ((entry = readdir(dir)))
		ok = read_entry(path, prefix, entry->d_name, depth) && ok;
	closedir(dir);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct template *)a)->name,
	              ((const struct template *)b)->name);
}

static struct template *find(const char *name)
{
	struct template key = {.name = name};

	return all.n ? bsearch(&key, all.list, all.n, sizeof(key), by_name)
	             : NULL;
}

static const struct mustache *find_partial(const char *name, void *arg)
{
	const struct template *t = find(name);

	(void)arg;
	return t ? t->parsed : NULL;
}

static bool link_all(void)
{
	bool ok = true;

	for (size_t i = 0; i < all.n; i++) {
		struct template *t = &all.list[i];
		const char *why;

		if (mustache_link(t->parsed, all.arena, find_partial, NULL,
		                  &why))
			continue;
		log_error("template %s: %s", t->name, why);
		ok = false;
	}
	return ok;
}

bool templates_open(const char *dir)
{
	bool ok;

	must(all.arena == NULL);
	all.arena = arena_open(MEMORY_TEMPLATES);
	ok = read_folder(dir, "", 0);
	if (all.n)
		qsort(all.list, all.n, sizeof(*all.list), by_name);
	ok = ok && link_all();
	if (!ok)
		templates_close();
	return ok;
}

void templates_close(void)
{
	arena_close(all.arena);
	memset(&all, 0, sizeof(all));
}

bool templates_have(const char *name)
{
	return find(name) != NULL;
}

struct html templates_render(struct arena *a, const char *name,
                             const struct view *v)
{
	struct template *t = find(name);
	struct text out;
	const char *why;

	if (!t) {
		log_error("template %s: there is none", name);
		return (struct html){0};
	}
	out = text_open(a, t->room ? t->room : FIRST_ROOM);
	if (!mustache_render(&out, t->parsed, v, NULL, NULL, &why)) {
		log_error("template %s: %s", name, why);
		return (struct html){0};
	}
	t->room = out.len + out.len / 8 + SPARE;
	return (struct html){
		{out.p, out.len}
        };
}
