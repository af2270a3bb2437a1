/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/clock.h"
#include "notice/outbox.h"
/*
 * notice: the in-app inbox of a buyer.
 */
struct arena;
struct db;

struct notice {
	enum outbox_kind kind;
	const char *subject; /* public id of a payment or order */
	bool has_amount;
	struct money amount;
	struct moment at;
	bool is_read;
};

struct notices {
	size_t n;
	struct notice *v;
};

/* The newest, unread ones first counted by notice_unread. */
struct notices notice_list(struct db *db, struct arena *a, struct user_id user,
                           unsigned most);
int64_t notice_unread(struct db *db, struct arena *a, struct user_id user);
void notice_mark_read(struct db *db, struct user_id user);

/* Delivers up to `most` outbox rows to the inboxes; how many there were.
 * Users told are listed in *told (arena) so that their shown counts can be
 * forgotten. */
struct told {
	size_t n;
	struct user_id *v;
};
unsigned notice_deliver(struct db *db, struct arena *a, unsigned most,
                        struct told *told);
