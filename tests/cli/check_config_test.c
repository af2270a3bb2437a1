/* SPDX-License-Identifier: MIT */
#include "cli/check_config.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "open_program.h"
#include "settings.h"

TestSuite(check_config, .timeout = 30);

static const char *dir;

static const char *top(void)
{
	const char *top = getenv("srcdir");

	return top ? top : ".";
}

static void set(const char *name, const char *value)
{
	cr_assert_null(settings_set(name, value), "%s", name);
}

static const char *path_of(const char *name)
{
	return arena_printf(arena_process(), "%s/%s", dir, name);
}

static void put(const char *name, const char *text)
{
	FILE *f = fopen(path_of(name), "we");

	cr_assert(f);
	fputs(text, f);
	fclose(f);
	chmod(path_of(name), 0600);
}

/* As systemd does: the program's credentials and no others. */
static void hand_over(const struct program *p)
{
	static const char HEX[] = "000102030405060708090a0b0c0d0e0f"
				  "101112131415161718191a1b1c1d1e1f\n";

	dir = mkdtemp(arena_text(arena_process(), "/tmp/ct-keys-XXXXXX"));
	cr_assert(dir);
	setenv("CREDENTIALS_DIRECTORY", dir, 1);
	set("share_dir", top());
	set("db_password_dir", ".");
	for (size_t i = 0; i < p->n; i++)
		if (p->keys[i] != SET_SOURCE_KEY_DIR)
			put(strrchr(setting_text(p->keys[i]), '/') + 1, HEX);
	put(setting_text(p->db_user), "secret\n");
}

static int check_with(const char *option, const char *name)
{
	struct command_context c = {
		.arena = arena_open(1 << 20), .out = stdout, .err = stderr};
	char *argv[] = {"check-config", (char *)option, (char *)name, NULL};
	int status = cli_check_config(&c, name ? 3 : 2, argv);

	arena_close(c.arena);
	return status;
}

static int check(const char *name)
{
	return check_with("--", name);
}

static void clean(const struct program *p)
{
	for (size_t i = 0; i < p->n; i++)
		unlink(setting_text(p->keys[i]));
	unlink(path_of(setting_text(p->db_user)));
	rmdir(dir);
}

Test(check_config, each_program_starts_with_its_own_keys_and_not_without_one)
{
	for (size_t i = 0; i < PROGRAMS_COUNT; i++) {
		const struct program *p = &PROGRAMS[i];

		hand_over(p);
		cr_expect_eq(check(p->name), 0, "%s", p->name);
		for (size_t k = 0; k < p->n; k++) {
			const char *key = setting_text(p->keys[k]);
			const char *away = path_of("away");

			if (p->keys[k] == SET_SOURCE_KEY_DIR)
				continue;
			cr_assert_eq(rename(key, away), 0);
			cr_expect_eq(check(p->name), 1, "%s without %s",
			             p->name, key);
			cr_assert_eq(rename(away, key), 0);
		}
		cr_expect_eq(check(p->name), 0);
		clean(p);
	}
}

Test(check_config, a_password_or_template_that_is_missing_is_found)
{
	const struct program *shop = program_find("shop");

	hand_over(shop);
	unlink(path_of(setting_text(shop->db_user)));
	cr_expect_eq(check("shop"), 1);
	cr_expect_eq(check_with("--no-keys", "shop"), 0, "a reload needs none");
	put(setting_text(shop->db_user), "secret\n");
	set("share_dir", "/nowhere");
	cr_expect_eq(check("shop"), 1);
	cr_expect_eq(check_with("--no-keys", "shop"), 1);
	set("share_dir", top());
	set("redis_password_file", "redis");
	cr_expect_eq(check("shop"), 1);
	set("redis_password_file", "");
	cr_expect_eq(check("shop"), 0);
	cr_expect_eq(check(NULL), 1, "the other programs' keys are not here");
	cr_expect_eq(check("nobody"), 2);
	clean(shop);
}
