/* SPDX-License-Identifier: MIT */
#include "base/panic.h"
#include "db/db.h"
#include "notice/notice_words.h"
#include "notice/outbox.h"
#include "settings.h"

STATEMENT(PUT, "INSERT INTO outbox (kind, user_id, subject, amount, currency,"
               "                    created_at)"
               "  VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))");

void outbox_put(struct db *db, enum outbox_kind kind, struct user_id user,
                const char *subject, const struct money *amount)
{
	struct arg none = arg_null();

	must(kind != OUTBOX_NONE);
	(void)db_insert(
		db, &PUT,
		ARGS(arg_text(outbox_word(kind)), arg_int(user.v),
	             arg_text(subject), amount ? arg_money(*amount) : none,
	             amount ? arg_text(setting_text(SET_CURRENCY)) : none));
}
