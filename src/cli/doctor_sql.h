/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"

struct arena;
struct db;

/* Whether every account is in that currency. */
bool doctor_sql_currency_is(struct db *db, struct arena *a, const char *code);
/* What MariaDB takes for now. */
struct moment doctor_sql_clock(struct db *db, struct arena *a);
/* Minutes since a job of the worker ended; -1 when none ever did. */
int64_t doctor_sql_worker_minutes(struct db *db, struct arena *a);
