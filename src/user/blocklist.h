/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "base/text.h"
/*
 * blocklist: passwords that are guessed first.
 *
 * share_dir/common-passwords.txt, one a line, in lower case, in the order of
 * their bytes; tools/make-common-passwords writes it.
 */

/* Maps the file; false and logs. */
bool blocklist_open(const char *path);
/* Whether it is on the list, in whatever case; panics before it is open. */
bool blocklist_has(struct slice password);
