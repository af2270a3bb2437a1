/* SPDX-License-Identifier: MIT */
#pragma once
#include "base/text.h"
/*
 * source_key: what a service wants to be told by us alone: a key, or the
 * login of a node.
 *
 * It is one line in a file of source_key_dir, named after the host; a port
 * follows as _8332, for systemd gives no credential with a colon in its name,
 * or as :8332.  systemd gives the files of a folder as FOLDER_FILE.
 */
struct arena;

/* The name of its file: "127.0.0.1_8332". */
const char *source_key_name(struct arena *a, const char *host);
/* NULL: there is none, or, logged, it is not one line of text. */
const char *source_key(struct arena *a, const char *host);
