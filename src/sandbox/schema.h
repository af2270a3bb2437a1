/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * schema: the tables of the stand-in, made where they are missing.
 */
struct db;

void schema_make(struct db *db);
