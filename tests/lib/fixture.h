/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
/*
 * fixture: a file below tests/data, whole.
 */
struct arena;

/* Fails the test when it can't be read. */
struct slice fixture(struct arena *a, const char *name);
