/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include "auditor/audit.h"
#include "base/arena.h"
#include "base/text.h"
#include "remote/json.h"

/* "loss -12.50 USD"; what evens out is neither. */
static void print_amount(FILE *out, struct money amount)
{
	char text[MONEY_TEXT];

	money_print(text, amount);
	fprintf(out, "%s %s%s %s; ",
	        money_is_negative(amount) ? "loss"
	        : money_is_zero(amount)   ? "even"
	                                  : "gain",
	        money_is_negative(amount) || money_is_zero(amount) ? "" : "+",
	        text, currency_code(money_currency(amount)));
}

void findings_print(FILE *out, const struct findings *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = &all->v[i];

		fprintf(out, "%s: %s: ", f->invariant, f->what);
		if (f->has_amount)
			print_amount(out, f->amount);
		fprintf(out, "%" PRId64 " row%s: %s%s\n", f->rows,
		        f->rows == 1 ? "" : "s", f->first ? f->first : "",
		        f->rows > 5 ? ", …" : "");
	}
	fprintf(out, "%zu checks, %zu finding%s, %" PRId64 " ms\n", all->checks,
	        all->n, all->n == 1 ? "" : "s", all->ms);
}

static void add_member(struct text *t, const char *name, const char *value)
{
	text_printf(t, "\"%s\":", name);
	json_add_text(t, value ? value : "");
}

static void add_finding(struct text *t, const struct finding *f)
{
	char amount[MONEY_TEXT];

	text_add_text(t, "{");
	add_member(t, "invariant", f->invariant);
	text_add_text(t, ",");
	add_member(t, "what", f->what);
	if (f->has_amount) {
		money_print(amount, f->amount);
		text_add_text(t, ",");
		add_member(t, "amount", amount);
		text_add_text(t, ",");
		add_member(t, "currency",
		           currency_code(money_currency(f->amount)));
	}
	text_printf(t, ",\"rows\":%" PRId64 ",", f->rows);
	add_member(t, "first", f->first);
	text_add_text(t, "}");
}

void findings_print_json(FILE *out, struct arena *a, const struct findings *all)
{
	struct text t = text_open(a, 1024);

	text_printf(&t, "{\"holds\":%s,\"checks\":%zu,\"ms\":%" PRId64,
	            all->n ? "false" : "true", all->checks, all->ms);
	text_add_text(&t, ",\"findings\":[");
	for (size_t i = 0; i < all->n; i++) {
		text_add_text(&t, i ? "," : "");
		add_finding(&t, &all->v[i]);
	}
	text_add_text(&t, "]}\n");
	fwrite(t.p, 1, t.len, out);
}
