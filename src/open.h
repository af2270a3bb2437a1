/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "settings.h"
/*
 * open: what every program opens at its start, from the settings.
 */
struct db;
struct redis;

/* Reads the settings of path, or of $COINTILL_CONFIG, or of the default
 * place; false after a sentence on standard error. */
bool open_settings(const char *path);
/* The same where there is a file; else all are as they are unless set. */
void open_settings_if_any(const char *path);
/* The connections; made at first use.  The user is a setting's value.  A
 * database of another shop (identity/identity.h) ends the program, with a
 * line of the log that says what differs and what to do. */
struct db *open_db(enum setting user);
/* Whatever database it is: to make, mend or describe one. */
struct db *open_any_db(enum setting user);
struct redis *open_redis(void);
bool open_templates(void);
