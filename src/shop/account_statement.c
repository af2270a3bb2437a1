/* SPDX-License-Identifier: MIT */
#include "shop/account_statement.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include "http/form.h"
#include "http/session.h"
#include "ledger/ledger.h"
#include "shop/layout.h"

enum {
	MONTHS_OFFERED = 24,
	LINES_SHOWN = 500 /* of a month; the CSV has them all */
};

struct month {
	int year, number; /* 2026, 1..12 */
};

static const char *const NAMES[] = {
	"January", "February", "March",     "April",   "May",      "June",
	"July",    "August",   "September", "October", "November", "December",
};

static struct month month_of(struct moment at)
{
	char text[CLOCK_TEXT];

	clock_sql(text, at); /* "2026-11-…" */
	return (struct month){(text[0] - '0') * 1000 + (text[1] - '0') * 100 +
	                              (text[2] - '0') * 10 + (text[3] - '0'),
	                      (text[5] - '0') * 10 + (text[6] - '0')};
}

static struct month step(struct month m, int by)
{
	int months = m.year * 12 + m.number - 1 + by;

	return (struct month){months / 12, months % 12 + 1};
}

static struct moment start_of(struct arena *a, struct month m)
{
	struct moment at;

	must(clock_parse_sql(&at, arena_printf(a, "%04d-%02d-01 00:00:00.000",
	                                       m.year, m.number)));
	return at;
}

static const char *value_of(struct arena *a, struct month m)
{
	return arena_printf(a, "%04d-%02d", m.year, m.number);
}

static const char *name_of(struct arena *a, struct month m)
{
	return arena_printf(a, "%s %d", NAMES[m.number - 1], m.year);
}

/* The month asked for, or this one; false when it is not one we offer. */
static bool read_month(struct request *rq, struct month *out)
{
	struct month now = month_of(clock_now());
	const char *choices[MONTHS_OFFERED + 1];
	const char *asked = NULL;

	for (int i = 0; i < MONTHS_OFFERED; i++)
		choices[i] = value_of(rq->arena, step(now, -i));
	choices[MONTHS_OFFERED] = NULL;
	*out = now;
	if (!form_read(rq,
	               form_optional(form_choice("month", choices, &asked))))
		return false;
	for (int i = 0; asked && i < MONTHS_OFFERED; i++)
		if (!strcmp(choices[i], asked))
			*out = step(now, -i);
	return true;
}

static struct reply *no_such_month(struct request *rq)
{
	return reply_error(rq, 400,
	                   "Statements are kept by month, such as "
	                   "2026-11, for the last two years.");
}

static struct statement_lines lines_of(struct request *rq, struct month m)
{
	return ledger_statement(
		rq->db, rq->arena, (struct user_id){session_user(rq)},
		start_of(rq->arena, m), start_of(rq->arena, step(m, 1)));
}

static void show_months(struct view *v, struct arena *a, struct month chosen)
{
	struct month now = month_of(clock_now());

	view_list(v, "months");
	for (int i = 0; i < MONTHS_OFFERED; i++) {
		struct month m = step(now, -i);
		struct view *row = view_row(v, "months");

		view_text(row, "value", value_of(a, m));
		view_text(row, "text", name_of(a, m));
		view_flag(row, "selected",
		          m.year == chosen.year && m.number == chosen.number);
	}
}

static void show_amount(struct view *row, const char *name, struct money m)
{
	if (money_is_zero(m))
		view_text(row, name, "");
	else
		view_money(row, name, m);
}

static const char *kind_of(const struct statement_line *line)
{
	switch (line->kind) {
	case ENTRY_DEPOSIT:
		return "Top-up";
	case ENTRY_PURCHASE:
		return "Purchase";
	case ENTRY_REVERSAL:
		return "Reversal";
	case ENTRY_NONE:
		break;
	}
	panic("no such entry_kind");
}

static void show_line(struct view *v, struct arena *a,
                      const struct statement_line *line)
{
	struct view *row = view_row(v, "rows");
	struct view *link;
	bool deposit = line->kind != ENTRY_PURCHASE;
	const char *what = line->kind == ENTRY_REVERSAL ? "Details" : "Receipt";

	view_text(row, "kind", kind_of(line));
	view_text(row, "text", line->text);
	show_amount(row, "in", line->in);
	show_amount(row, "out", line->out);
	view_money(row, "balance", line->balance);
	view_time(row, "when", line->at);
	link = view_inside(row, "link");
	view_url(link, "url",
	         arena_printf(a, "/%s/%s", deposit ? "deposit" : "order",
	                      line->public_id));
	view_text(link, "text", deposit ? what : "Order");
}

struct reply *account_statement_show(struct request *rq)
{
	struct statement_lines lines;
	struct month month;
	struct view *v;

	if (!read_month(rq, &month))
		return no_such_month(rq);
	lines = lines_of(rq, month);
	v = layout_open(rq, "Statement");
	view_text(v, "month", name_of(rq->arena, month));
	show_months(v, rq->arena, month);
	view_money(v, "opening", lines.opening);
	view_money(v, "closing", lines.closing);
	view_money(v, "sum_in", lines.sum_in);
	view_money(v, "sum_out", lines.sum_out);
	view_url(v, "csv",
	         arena_printf(rq->arena, "/account/statement.csv?month=%s",
	                      value_of(rq->arena, month)));
	view_time(v, "made", clock_now());
	view_list(v, "rows");
	for (size_t i = 0; i < lines.n && i < LINES_SHOWN; i++)
		show_line(v, rq->arena, &lines.v[i]);
	view_flag(v, "has_more", lines.n > LINES_SHOWN);
	return reply_page(rq, "shop/account_statement", v);
}

/* --- CSV: RFC 4180; every text in it is ours, so none can start a formula. */

static void csv_balance(struct text *t, const char *kind, struct money balance)
{
	char amount[MONEY_TEXT];

	money_print(amount, balance);
	text_printf(t, ",%s,,,,,%s,%s\r\n", kind, amount,
	            currency_code(money_currency(balance)));
}

static void csv_line(struct text *t, const struct statement_line *line)
{
	char at[CLOCK_TEXT], in[MONEY_TEXT], out[MONEY_TEXT],
		balance[MONEY_TEXT];

	clock_iso(at, line->at);
	money_print(in, line->in);
	money_print(out, line->out);
	money_print(balance, line->balance);
	/* An id can begin with a hyphen, which a spreadsheet would compute. */
	text_printf(t, "%s,%s,%s,id %s,%s,%s,%s,%s\r\n", at, kind_of(line),
	            line->text, line->public_id, in, out, balance,
	            currency_code(money_currency(line->balance)));
}

struct reply *account_statement_csv(struct request *rq)
{
	struct text t = text_open(rq->arena, 4096);
	struct statement_lines lines;
	struct month month;
	struct reply *r;

	if (!read_month(rq, &month))
		return no_such_month(rq);
	lines = lines_of(rq, month);
	text_add_text(&t, "time,kind,text,reference,in,out,balance,currency"
	                  "\r\n");
	csv_balance(&t, "opening balance", lines.opening);
	for (size_t i = 0; i < lines.n; i++)
		csv_line(&t, &lines.v[i]);
	csv_balance(&t, "closing balance", lines.closing);
	r = reply_body(rq, "text/csv; charset=utf-8",
	               (struct slice){t.p, t.len});
	reply_header(rq, r, "Content-Disposition",
	             arena_printf(rq->arena,
	                          "attachment; filename=\"statement-%s.csv\"",
	                          value_of(rq->arena, month)));
	return r;
}
