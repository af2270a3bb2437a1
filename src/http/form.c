/* SPDX-License-Identifier: MIT */
#include "http/form.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "base/seal.h"
#include "base/utf8.h"
#include "http/request.h"
#include "http/router.h"
#include "settings.h"
#include "view/view.h"

struct pair {
	const char *name;
	const char *value;
	const char *fault; /* why it is wrong, or NULL */
	bool declared, secret;
};

struct form {
	/* What was sent, and places for what is missing. */
	struct pair pair[FORM_FIELDS_MAX + FORM_DECLARED_MAX];
	size_t n;
	const char *malformed;
	bool read;
};

void form_none(struct request *rq)
{
	rq->form = arena_new(rq->arena, struct form);
}

static struct pair *find(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->form->n; i++)
		if (!strcmp(rq->form->pair[i].name, name))
			return &rq->form->pair[i];
	return NULL;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Undoes URL encoding; NULL where it is broken or not clean UTF-8. */
static const char *decode(struct arena *a, const char *p, size_t len)
{
	char *out = arena_array(a, len + 1, char);
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] == '+') {
			out[n++] = ' ';
		} else if (p[i] != '%') {
			out[n++] = p[i];
		} else {
			int high = i + 2 < len ? hex_digit(p[i + 1]) : -1;
			int low = i + 2 < len ? hex_digit(p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			out[n++] = (char)(high * 16 + low);
			i += 2;
		}
	}
	return text_flaw((struct slice){out, n}, TEXT_TYPED) ? NULL : out;
}

/* Adds "name=value" of len bytes; NULL, or what is wrong with it. */
static const char *add_pair(struct request *rq, const char *p, size_t len)
{
	const char *equals = memchr(p, '=', len);
	size_t name_len = equals ? (size_t)(equals - p) : len;
	const char *name = decode(rq->arena, p, name_len);
	const char *value =
		equals ? decode(rq->arena, equals + 1, len - name_len - 1) : "";

	if (!name || !value)
		return "A field holds characters that are not text.";
	if (rq->form->n == FORM_FIELDS_MAX)
		return "There are too many fields.";
	if (strlen(name) > FORM_NAME_MAX || strlen(value) > FORM_VALUE_MAX)
		return "A field is too long.";
	if (find(rq, name))
		return arena_printf(rq->arena, "The field \"%s\" came twice.",
		                    name);
	rq->form->pair[rq->form->n++] =
		(struct pair){name, value, NULL, false, false};
	return NULL;
}

const char *form_open(struct request *rq)
{
	struct slice s = rq->method == POST ? rq->body : slice_text(rq->query);
	const char *end = s.p + s.len;

	if (rq->method == POST && s.len &&
	    strncmp(rq->content_type, "application/x-www-form-urlencoded", 33))
		return "This kind of form is not taken here.";
	for (const char *p = s.p; p < end;) {
		const char *amp = memchr(p, '&', (size_t)(end - p));
		size_t len = (size_t)((amp ? amp : end) - p);
		const char *fault = len ? add_pair(rq, p, len) : NULL;

		if (fault)
			return fault;
		p += len + 1;
	}
	return NULL;
}

const char *form_raw(const struct request *rq, const char *name)
{
	const struct pair *p = find(rq, name);

	return p ? p->value : NULL;
}

const char *form_once(const struct request *rq)
{
	const char *once = form_raw(rq, "once");

	return once && strlen(once) == 22 ? once : "";
}

void form_fingerprint(const struct request *rq, uint8_t out[32])
{
	struct text t = text_open(rq->arena, 256);

	text_add_text(&t, rq->route->path);
	for (size_t i = 0; i < rq->form->n; i++) {
		const struct pair *p = &rq->form->pair[i];

		if (!strcmp(p->name, "csrf"))
			continue;
		/* Lengths keep "a=bc" and "ab=c" apart. */
		text_printf(&t, "\n%zu %zu %s %s", strlen(p->name),
		            strlen(p->value), p->name, p->value);
	}
	sha256(out, (struct slice){t.p, t.len});
}

/* --- the kinds of fields ------------------------------------------------ */

static const char *length_fault(struct arena *a, const struct field *f,
                                const char *s)
{
	size_t len = strlen(s);

	if (!len && f->min > 0)
		return "This field is required.";
	if (len < (size_t)f->min)
		return arena_printf(a, "At least %d characters, please.",
		                    (int)f->min);
	if (len > (size_t)f->max)
		return arena_printf(a, "At most %d bytes, please.",
		                    (int)f->max);
	return NULL;
}

static const char *flaw_fault(struct arena *a, const char *s,
                              enum text_rule rule)
{
	int32_t flaw = text_flaw(slice_text(s), rule);

	if (!flaw)
		return NULL;
	if (!utf8_unseen(flaw))
		return "One line of text, please.";
	return arena_printf(a, "Remove %s: nobody sees it.", utf8_say(a, flaw));
}

const char *form_unseen_fault(const struct request *rq, const char *text)
{
	return flaw_fault(rq->arena, text, TEXT_SEEN);
}

static const char *read_text(struct arena *a, const struct field *f,
                             const char *raw)
{
	const char *s = text_trim(a, raw);
	const char *fault = flaw_fault(a, s, TEXT_LINE);

	if (fault)
		return fault;
	*(const char **)f->out = s;
	return length_fault(a, f, s);
}

static const char *read_secret(struct arena *a, const struct field *f,
                               const char *raw)
{
	*(const char **)f->out = raw;
	return length_fault(a, f, raw);
}

/* Digits only: no sign, no space, no exponent, no other script's digits. */
static bool whole(uint32_t *out, const char *s)
{
	uint64_t n = 0;

	if (!*s || strspn(s, "0123456789") != strlen(s) || strlen(s) > 9)
		return false;
	for (; *s; s++)
		n = n * 10 + (uint64_t)(*s - '0');
	*out = (uint32_t)n;
	return true;
}

static const char *count_fault(struct arena *a, const struct field *f,
                               const char *raw, uint32_t *n)
{
	if (!*raw)
		return "Enter a quantity.";
	if (!whole(n, raw))
		return "Enter a whole number.";
	if (*n < f->min || *n > f->max)
		return arena_printf(a, "Enter a number from %d to %d.",
		                    (int)f->min, (int)f->max);
	return NULL;
}

static const char *read_money(struct arena *a, const struct field *f,
                              const char *raw)
{
	struct currency c = setting_currency();
	struct money min = money_minor(f->min, c), max = money_minor(f->max, c);
	struct money *m = f->out;
	const char *fault = money_parse_typed(m, text_trim(a, raw), c);
	char low[MONEY_TEXT], high[MONEY_TEXT];

	if (fault)
		return arena_printf(
			a, "Enter an amount like %s (%s).",
			currency_exponent(c) ? "25 or 12.50" : "2500", fault);
	if (money_cmp(*m, min) >= 0 && money_cmp(*m, max) <= 0)
		return NULL;
	money_show(low, min);
	money_show(high, max);
	return arena_printf(a, "Enter an amount from %s to %s.", low, high);
}

static const char *read_choice(const struct field *f, const char *raw)
{
	for (size_t i = 0; f->choices[i]; i++) {
		if (!strcmp(raw, f->choices[i])) {
			*(const char **)f->out = f->choices[i];
			return NULL;
		}
	}
	return *raw ? "That is not on the list." : "Please choose one.";
}

static const char *read_value(struct arena *a, const struct field *f,
                              const char *raw)
{
	switch (f->kind) {
	case FIELD_TEXT:
		return read_text(a, f, raw);
	case FIELD_SECRET:
		return read_secret(a, f, raw);
	case FIELD_COUNT:
		return count_fault(a, f, raw, f->out);
	case FIELD_MONEY:
		return read_money(a, f, raw);
	case FIELD_CHOICE:
		return read_choice(f, raw);
	case FIELD_COUNTS:
		break;
	}
	panic("no such kind of field");
}

/* Blanks alone are no amount. */
static bool is_empty(struct arena *a, const struct field *f, const char *raw)
{
	return !*(f->kind == FIELD_MONEY ? text_trim(a, raw) : raw);
}

static bool read_one(struct request *rq, const struct field *f)
{
	struct pair *p = find(rq, f->name);

	if (p) {
		p->declared = true;
		p->secret = f->kind == FIELD_SECRET;
	}
	if (f->optional && (!p || is_empty(rq->arena, f, p->value)))
		return true;
	if (!p) {
		/* Kept, so that the page can say what is missing. */
		must(rq->form->n < FORM_FIELDS_MAX + FORM_DECLARED_MAX);
		p = &rq->form->pair[rq->form->n++];
		*p = (struct pair){f->name, "", NULL, true, false};
	}
	p->fault = read_value(rq->arena, f, p->value);
	return !p->fault;
}

static bool read_counts(struct request *rq, const struct field *f)
{
	struct named_counts *out = f->out;
	size_t len = strlen(f->name);
	bool good = true;

	out->v = arena_array(rq->arena, FORM_FIELDS_MAX, struct named_count);
	out->n = 0;
	for (size_t i = 0; i < rq->form->n; i++) {
		struct pair *p = &rq->form->pair[i];
		struct named_count *c = &out->v[out->n];

		if (strncmp(p->name, f->name, len) || p->name[len] != '.')
			continue;
		p->declared = true;
		p->fault = count_fault(rq->arena, f, p->value, &c->n);
		c->name = p->name + len + 1;
		good = good && !p->fault;
		out->n++;
	}
	return good;
}

static void refuse_undeclared(struct request *rq)
{
	for (size_t i = 0; i < rq->form->n; i++) {
		const struct pair *p = &rq->form->pair[i];

		if (p->declared || !strcmp(p->name, "csrf") ||
		    !strcmp(p->name, "once"))
			continue;
		rq->form->malformed = arena_printf(
			rq->arena, "The field \"%s\" is not part of this form.",
			p->name);
		return;
	}
}

bool form_read_fields(struct request *rq, const struct field *f, size_t n)
{
	bool good = true;

	/* A page drawn again after its form was refused reads nothing. */
	if (rq->method == POST && rq->form->read)
		return true;
	must(n <= FORM_DECLARED_MAX);
	rq->form->read = true;
	for (size_t i = 0; i < n; i++) {
		if (f[i].kind == FIELD_COUNTS)
			good = read_counts(rq, &f[i]) && good;
		else
			good = read_one(rq, &f[i]) && good;
	}
	if (rq->method == POST)
		refuse_undeclared(rq);
	return good && !rq->form->malformed;
}

bool form_read_nothing(struct request *rq)
{
	return form_read_fields(rq, NULL, 0);
}

const char *form_malformed(const struct request *rq)
{
	return rq->form->malformed;
}

void form_fault(struct request *rq, const char *name, const char *reason)
{
	struct pair *p = find(rq, name);

	must(p);
	p->fault = reason;
}

const char *form_why(const struct request *rq, const char *name)
{
	const struct pair *p = find(rq, name);

	return p && p->fault ? p->fault : "";
}

void form_show(const struct request *rq, struct view *v, const char *name,
               const char *fallback)
{
	struct view *field = view_inside(v, name);
	const struct pair *p = find(rq, name);
	const char *value = p && !p->secret ? p->value : p ? "" : fallback;

	view_text(field, "value", value);
	view_text(field, "error", form_why(rq, name));
}
