/* SPDX-License-Identifier: MIT */
#include "open_program.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/log.h"
#include "base/panic.h"
#include "catalog/unit.h"
#include "payment/payment_gateway.h"
#include "user/user.h"

/* clang-format off */
const struct program PROGRAMS[] = {
	{"shop",   SET_DB_USER_SHOP,   true,  2,
	 {SET_UNIT_KEY_FILE, SET_APP_KEY_FILE}},
	{"pay",    SET_DB_USER_PAY,    true,  1, {SET_CALLBACK_KEY_FILE}},
	{"admin",  SET_DB_USER_ADMIN,  true,  0, {0}},
	{"ask",    SET_DB_USER_WORKER, false, 3,
	 {SET_CALLBACK_KEY_FILE, SET_GATEWAY_KEY_FILE, SET_SOURCE_KEY_DIR}},
	{"worker", SET_DB_USER_WORKER, false, 1, {SET_SOURCE_KEY_DIR}},
	{"audit",  SET_DB_USER_AUDIT,  false, 0, {0}},
};
/* clang-format on */

const size_t PROGRAMS_COUNT = sizeof(PROGRAMS) / sizeof(PROGRAMS[0]);

const struct program *program_find(const char *name)
{
	for (size_t i = 0; i < PROGRAMS_COUNT; i++)
		if (!strcmp(PROGRAMS[i].name, name))
			return &PROGRAMS[i];
	return NULL;
}

static bool open_unit_key(void)
{
	return unit_keys_open(setting_text(SET_UNIT_KEY_FILE));
}

/* Its files come and go, and are read when a host is asked. */
static bool open_source_keys(void)
{
	return true;
}

static bool open_key(enum setting key)
{
	static const struct {
		enum setting key;
		bool (*open)(void);
	} OPENERS[] = {
		{SET_UNIT_KEY_FILE,     open_unit_key            },
		{SET_APP_KEY_FILE,      user_open                },
		{SET_CALLBACK_KEY_FILE, payment_gateway_hook_open},
		{SET_GATEWAY_KEY_FILE,  payment_gateway_key_open },
		{SET_SOURCE_KEY_DIR,    open_source_keys         },
	};

	for (size_t i = 0; i < sizeof(OPENERS) / sizeof(OPENERS[0]); i++)
		if (OPENERS[i].key == key)
			return OPENERS[i].open();
	panic("nobody opens that key");
}

bool program_open_keys(const struct program *p)
{
	bool good = true;

	for (size_t i = 0; i < p->n; i++)
		good = open_key(p->keys[i]) && good;
	return good;
}

static bool can_read(const char *path)
{
	if (access(path, R_OK) == 0)
		return true;
	log_error("cannot read %s: %s", path, strerror(errno));
	return false;
}

bool program_reads_passwords(const struct program *p)
{
	const char *dir = setting_text(SET_DB_PASSWORD_DIR);
	const char *redis = setting_text(SET_REDIS_PASSWORD_FILE);
	bool good = true;

	if (*dir)
		good = can_read(arena_printf(arena_process(), "%s/%s", dir,
		                             setting_text(p->db_user)));
	if (*redis && p->db_user != SET_DB_USER_AUDIT)
		good = can_read(redis) && good;
	return good;
}
