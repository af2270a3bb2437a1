/* SPDX-License-Identifier: MIT */
#pragma once
#include "notice/outbox.h"
/*
 * notice_words: the words of the database for what happened.
 */

/* "deposit_credited" */
const char *outbox_word(enum outbox_kind kind);
/* OUTBOX_NONE for an unknown word. */
enum outbox_kind outbox_kind_of(const char *word);
