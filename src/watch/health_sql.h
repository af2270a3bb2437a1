/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
/*
 * health_sql: the statements of health.c alone.
 */
struct db;

/* Counts a failure if its tip is more than so many blocks behind the one it
 * told last, which stays: it is good again once it has caught up. */
bool health_sql_went_back(struct db *db, const char *name, int64_t tip,
                          int64_t most);
void health_sql_good(struct db *db, const char *name, const char *network,
                     int64_t tip);
