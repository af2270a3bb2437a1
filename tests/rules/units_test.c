/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/text.h"
#include "open_program.h"

TestSuite(units, .timeout = 30);

/* The lines of a program's unit and of its drop-ins, "%i" filled in. */
struct unit {
	const struct program *program;
	const char *name; /* "cointill-web@shop" */
	const char *lines[400];
	size_t n;
};

static struct arena *a;

static void read_lines(struct unit *u, const char *path)
{
	FILE *f = fopen(path, "re");
	char line[1024];

	cr_assert(f, "%s", path);
	while (fgets(line, sizeof(line), f)) {
		struct text t = text_open(a, 64);

		line[strcspn(line, "\n")] = '\0';
		for (const char *p = line; *p; p++)
			if (p[0] == '%' && p[1] == 'i') {
				text_add_text(&t, u->program->name);
				p++;
			} else {
				text_add(&t, (struct slice){p, 1});
			}
		cr_assert_lt(u->n, sizeof(u->lines) / sizeof(u->lines[0]));
		u->lines[u->n++] = arena_bytes(a, t.p, t.len);
	}
	fclose(f);
}

static struct unit unit_of(const struct program *p)
{
	struct unit u = {.program = p};
	const char *top = getenv("srcdir"), *drop_in;
	bool is_pool = p->has_pages;
	glob_t drop_ins;

	a = arena_process();
	top = top ? top : ".";
	u.name = arena_printf(a, is_pool ? "cointill-web@%s" : "cointill-%s",
	                      p->name);
	read_lines(&u, arena_printf(a, "%s/systemd/%s.service.in", top,
	                            is_pool ? "cointill-web@" : u.name));
	drop_in = arena_printf(a, "%s/systemd/%s.service.d/*.conf.in", top,
	                       u.name);
	if (glob(drop_in, 0, NULL, &drop_ins))
		return u;
	for (size_t i = 0; i < drop_ins.gl_pathc; i++)
		read_lines(&u, drop_ins.gl_pathv[i]);
	globfree(&drop_ins);
	return u;
}

static size_t count(const struct unit *u, const char *line)
{
	size_t n = 0;

	for (size_t i = 0; i < u->n; i++)
		n += !strcmp(u->lines[i], line);
	return n;
}

static const char *line_with(const struct unit *u, const char *begin)
{
	for (size_t i = 0; i < u->n; i++)
		if (!strncmp(u->lines[i], begin, strlen(begin)))
			return u->lines[i];
	return "";
}

static const char *credential(const char *name)
{
	return arena_printf(a,
	                    "LoadCredential=%s:@sysconfdir@/cointill/keys/%s",
	                    name, name);
}

/* Default names of key files are the names of credentials. */
static const char *key_line(enum setting key)
{
	const char *path = setting_text(key), *name = strrchr(path, '/');

	return credential(name ? name + 1 : path);
}

Test(units, each_is_handed_what_its_program_opens_and_no_more)
{
	for (size_t i = 0; i < PROGRAMS_COUNT; i++) {
		const struct program *p = &PROGRAMS[i];
		struct unit u = unit_of(p);
		size_t handed = 0;

		for (size_t k = 0; k < p->n; k++)
			cr_expect_eq(count(&u, key_line(p->keys[k])), 1,
			             "%s opens what it has not: %s", u.name,
			             key_line(p->keys[k]));
		cr_expect_eq(count(&u, credential(setting_text(p->db_user))), 1,
		             "%s has no password", u.name);
		for (size_t k = 0; k < u.n; k++)
			handed += !strncmp(u.lines[k], "LoadCredential=", 15) ||
			          !strncmp(u.lines[k], "SetCredential", 13);
		cr_expect_eq(handed, p->n + 1, "%s has %zu keys and opens %zu",
		             u.name, handed, p->n + 1);
	}
}

static bool asks(const struct unit *u, const char *when, const char *option)
{
	const char *first = line_with(u, when);
	const char *words =
		arena_printf(a, " check-config%s %s", option, u->program->name);
	const char *found = strstr(first, words);

	return found && !found[strlen(words)];
}

Test(units, each_asks_before_it_starts_and_a_pool_before_it_reloads)
{
	for (size_t i = 0; i < PROGRAMS_COUNT; i++) {
		struct unit u = unit_of(&PROGRAMS[i]);

		cr_expect(asks(&u, "ExecStartPre=", ""), "%s", u.name);
		if (!PROGRAMS[i].has_pages)
			continue;
		cr_expect(asks(&u, "ExecReload=", " --no-keys"), "%s", u.name);
		cr_expect_eq(count(&u, "ExecReload=/bin/kill -USR2 $MAINPID"),
		             1);
		cr_expect_neq(*line_with(&u, "StartLimitBurst="), '\0');
		cr_expect_eq(count(&u, "StartLimitIntervalSec=0"), 0);
	}
}
