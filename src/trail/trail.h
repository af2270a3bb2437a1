/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * trail: who did what, append-only (audit_log).
 */
struct db;

void trail_add(struct db *db, const char *actor, const char *action,
               const char *subject, const char *network);
