/* SPDX-License-Identifier: MIT */
#include "shop/layout.h"
#include <string.h>
#include "base/arena.h"
#include "base/random.h"
#include "http/csrf.h"
#include "http/session.h"
#include "ledger/ledger.h"
#include "notice/notice.h"
#include "settings.h"
#include "user/shown.h"

/* The balance to show: the copy in Redis, or MariaDB once in a while. */
static const char *balance(struct request *rq)
{
	char text[MONEY_TEXT];
	struct money m;

	if (rq->session->balance)
		return rq->session->balance;
	m = ledger_balance_shown(rq->db, rq->arena,
	                         (struct user_id){session_user(rq)});
	shown_balance(rq->redis, rq->arena, rq->session->account, m);
	money_show(text, m);
	return arena_text(rq->arena, text);
}

static int64_t unread(struct request *rq)
{
	int64_t n = rq->session->notices;

	if (n >= 0)
		return n;
	n = notice_unread(rq->db, rq->arena,
	                  (struct user_id){session_user(rq)});
	shown_notices(rq->redis, rq->arena, rq->session->account, n);
	return n;
}

/* Both copies are kept under the account, so where they are there nobody has
 * to be asked who that is. */
static bool is_signed_in(struct request *rq)
{
	const struct session *s = rq->session;

	return s->account &&
	       ((s->balance && s->notices >= 0) || session_user(rq));
}

static void add_visitor(struct request *rq, struct view *v)
{
	const struct session *s = rq->session;
	bool signed_in = is_signed_in(rq);
	int64_t notices = signed_in ? unread(rq) : 0;
	const char *csrf = csrf_token(rq);

	view_flag(v, "signed_in", signed_in);
	view_text(v, "user_name", signed_in ? s->user_name : "");
	view_text(v, "balance", signed_in ? balance(rq) : "");
	view_flag(v, "has_cart", s->cart_count > 0);
	view_count(v, "cart_count", s->cart_count);
	view_flag(v, "has_notices", notices > 0);
	view_count(v, "notice_count", notices);
	view_text(v, "csrf", csrf ? csrf : "");
}

static bool reads_right_to_left(const char *lang)
{
	return !strcmp(lang, "ar") || !strcmp(lang, "fa") ||
	       !strcmp(lang, "he") || !strcmp(lang, "ur");
}

struct view *layout_open(struct request *rq, const char *title)
{
	struct view *v = view_open(rq->arena);
	const char *lang = setting_text(SET_LANG);
	const char *done = rq->notice ? rq->notice : rq->session->done;

	view_text(v, "title", title);
	view_text(v, "lang", lang);
	view_text(v, "dir", reads_right_to_left(lang) ? "rtl" : "ltr");
	view_text(v, "shop_name", setting_text(SET_SHOP_NAME));
	view_text(v, "path", rq->path);
	view_text(v, "request_id", rq->id);
	view_text(v, "done", done ? done : "");
	view_text(v, "done_band", rq->notice ? "bad" : "good");
	add_visitor(rq, v);
	return v;
}

void layout_once(struct view *v)
{
	char once[PUBLIC_ID_TEXT];

	random_public_id(once);
	view_text(v, "once", once);
}

static const char *heading(int status)
{
	switch (status) {
	case 400:
		return "That request made no sense";
	case 403:
		return "That is not allowed";
	case 404:
		return "There is no such page";
	case 405:
		return "That does not work here";
	case 409:
		return "That was used before";
	case 413:
		return "That is too much at once";
	case 429:
		return "Slower, please";
	case 503:
		return "Back in a moment";
	default:
		return "Something went wrong here";
	}
}

struct reply *layout_error(struct request *rq, int status, const char *what)
{
	struct reply *r;
	struct view *v;

	rq->notice = NULL;
	v = layout_open(rq, heading(status));
	view_count(v, "code", status);
	view_text(v, "heading", heading(status));
	view_text(v, "advice", what);
	rq->status = status;
	r = reply_page(rq, "shop/error", v);
	if (status == 503 || status == 429)
		reply_header(rq, r, "Retry-After", "2");
	return r;
}
