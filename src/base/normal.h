/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * normal: the forms of Unicode in which one letter has one spelling (ICU).
 *
 * "é" is one character or an "e" with an accent behind it: the eye sees no
 * difference, and a database does.
 */
struct arena;

/* Of valid UTF-8: letters in one character where there is one (NFC), or each
 * taken apart (NFD). */
const char *normal_composed(struct arena *a, const char *text);
const char *normal_apart(struct arena *a, const char *text);
/* Composed, and without what nobody sees: two texts that give the same look
 * the same. */
const char *normal_look(struct arena *a, const char *text);
