/* SPDX-License-Identifier: MIT */
#include "notice/notice.h"
#include <string.h>
#include "base/panic.h"
#include "notice/notice_words.h"

static const char *const WORD[] = {
	[OUTBOX_DEPOSIT_CREDITED] = "deposit_credited",
	[OUTBOX_PAYMENT_EXPIRED] = "payment_expired",
	[OUTBOX_PAYMENT_REVIEW] = "payment_review",
	[OUTBOX_ORDER_PLACED] = "order_placed",
	[OUTBOX_DEPOSIT_SEEN] = "deposit_seen",
	[OUTBOX_DEPOSIT_REVERSED] = "deposit_reversed",
};

const char *outbox_word(enum outbox_kind kind)
{
	must(kind != OUTBOX_NONE);
	return WORD[kind];
}

enum outbox_kind outbox_kind_of(const char *word)
{
	for (size_t i = 1; i < sizeof(WORD) / sizeof(WORD[0]); i++)
		if (strcmp(WORD[i], word) == 0)
			return (enum outbox_kind)i;
	return OUTBOX_NONE;
}
