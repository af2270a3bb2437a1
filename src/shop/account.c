/* SPDX-License-Identifier: MIT */
#include "shop/account.h"
#include "base/arena.h"
#include "base/panic.h"
#include "http/session.h"
#include "notice/notice.h"
#include "shop/layout.h"
#include "user/recovery.h"
#include "user/shown.h"
#include "user/user.h"

enum { NOTICES_SHOWN = 50 };

struct sentence {
	const char *text, *path, *link;
};

static const char *with_amount(struct arena *a, const struct notice *n,
                               const char *before, const char *after)
{
	char amount[MONEY_TEXT];

	if (!n->has_amount)
		return arena_printf(a, "%ssome credit%s", before, after);
	money_show(amount, n->amount);
	return arena_printf(a, "%s%s%s", before, amount, after);
}

static struct sentence tell(struct arena *a, const struct notice *n)
{
	switch (n->kind) {
	case OUTBOX_DEPOSIT_CREDITED:
		return (struct sentence){
			with_amount(a, n, "Your coins arrived: ",
		                    " was added to your balance."),
			"/deposit", "Receipt"};
	case OUTBOX_PAYMENT_EXPIRED:
		return (struct sentence){
			"A top-up ran out before coins arrived. If you sent "
			"some, they are still looked for.",
			"/deposit", "Details"};
	case OUTBOX_PAYMENT_REVIEW:
		return (struct sentence){
			"A person has to look at a top-up of yours. Nothing "
			"is lost.",
			"/deposit", "Details"};
	case OUTBOX_ORDER_PLACED:
		return (struct sentence){
			with_amount(a, n, "You bought for ", "."), "/order",
			"Order"};
	case OUTBOX_DEPOSIT_SEEN:
		return (struct sentence){
			"Coins of yours are on their way. They are credited "
			"as soon as the network has confirmed them.",
			"/deposit", "Follow them"};
	case OUTBOX_DEPOSIT_REVERSED:
		return (struct sentence){
			with_amount(a, n,
		                    "A transfer of yours vanished from its "
		                    "network: ",
		                    " was taken back."),
			"/deposit", "Details"};
	case OUTBOX_NONE:
		break;
	}
	panic("no such notice");
}

static void show_notice(struct view *row, struct arena *a,
                        const struct notice *n)
{
	struct sentence told = tell(a, n);
	struct view *link;

	view_text(row, "text", told.text);
	view_text(row, "fresh", n->is_read ? "" : "new");
	view_time(row, "when", n->at);
	link = view_inside(row, "link");
	view_url(link, "url", arena_printf(a, "%s/%s", told.path, n->subject));
	view_text(link, "text", told.link);
}

/* What is shown counts as read; the next page no longer marks it. */
static void show_notices(struct request *rq, struct view *v,
                         struct user_id user)
{
	struct notices list =
		notice_list(rq->db, rq->arena, user, NOTICES_SHOWN);
	bool any_new = false;

	view_list(v, "notices");
	for (size_t i = 0; i < list.n; i++) {
		show_notice(view_row(v, "notices"), rq->arena, &list.v[i]);
		any_new = any_new || !list.v[i].is_read;
	}
	if (any_new) {
		notice_mark_read(rq->db, user);
		shown_notices(rq->redis, rq->arena, rq->session->account, 0);
	}
}

struct reply *account_show(struct request *rq)
{
	struct user_id id = {session_user(rq)};
	const struct user *user = user_get(rq->db, rq->arena, id);
	struct view *v = layout_open(rq, "Your account");

	view_time(v, "since", user->created_at);
	view_flag(v, "needs_codes", !recovery_left(rq->db, rq->arena, id));
	show_notices(rq, v, id);
	return reply_page(rq, "shop/account", v);
}
