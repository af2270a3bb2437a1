/* SPDX-License-Identifier: MIT */
#include "view/markup.h"
#include <string.h>

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static void word_add(struct markup_word *w, char c)
{
	if (w->len < MARKUP_WORD)
		w->text[w->len] = lower(c);
	w->len++;
}

static bool word_is(const struct markup_word *w, const char *text)
{
	return w->len <= MARKUP_WORD && strlen(text) == w->len &&
	       memcmp(w->text, text, w->len) == 0;
}

static bool word_is_any(const struct markup_word *w, const char *const *list)
{
	for (; *list; list++)
		if (word_is(w, *list))
			return true;
	return false;
}

static const char *const URL_ATTRS[] = {
	"href",   "action", "src",  "formaction", "poster",   "cite",
	"srcset", "data",   "ping", "xlink:href", "manifest", NULL,
};
static const char *const RAW_TAGS[] = {"script", "style", "title", "textarea",
                                       NULL};
static const char *const CODE_TAGS[] = {"script", "style", NULL};
static const char *const CODE_ATTRS[] = {"style", "srcdoc", NULL};

static bool is_handler(const struct markup_word *attr)
{
	return attr->len > 2 && attr->text[0] == 'o' && attr->text[1] == 'n';
}

static void end_tag(struct markup *m)
{
	m->matched = 0;
	m->state = !m->closing && word_is_any(&m->tag, RAW_TAGS) ? MARKUP_RAW
	                                                         : MARKUP_TEXT;
}

static void read_less(struct markup *m, char c)
{
	if (c == '/' && !m->closing) {
		m->closing = true;
	} else if (is_letter(c)) {
		m->state = MARKUP_NAME;
		m->tags++;
		m->tag.len = 0;
		word_add(&m->tag, c);
	} else if (c == '!' || c == '?') {
		m->state = MARKUP_BANG;
		m->matched = 0;
	} else {
		m->state = MARKUP_TEXT;
	}
}

static void read_bang(struct markup *m, char c)
{
	if (c == '-' && m->matched < 2 && ++m->matched == 2) {
		m->state = MARKUP_COMMENT;
		m->matched = 0;
	} else if (c == '>') {
		m->state = MARKUP_TEXT;
	} else if (c != '-') {
		m->matched = 2; /* a dash further on starts no comment */
	}
}

static void read_comment(struct markup *m, char c)
{
	if (c == '-')
		m->matched++;
	else if (c == '>' && m->matched >= 2)
		m->state = MARKUP_TEXT;
	else
		m->matched = 0;
}

/* Looks for "</" and the element's name. */
static void read_raw(struct markup *m, char c)
{
	size_t at = m->matched;

	if ((at == 0 && c == '<') || (at == 1 && c == '/') ||
	    (at >= 2 && lower(c) == m->tag.text[at - 2]))
		m->matched++;
	else
		m->matched = c == '<';
	if (m->matched == m->tag.len + 2) {
		m->state = MARKUP_GAP;
		m->closing = true;
		m->tags++;
	}
}

static const char *read_attr_start(struct markup *m, char c)
{
	if (c == '"' || c == '\'' || c == '<' || c == '=')
		return "a tag is malformed";
	m->state = MARKUP_ATTR;
	m->attr.len = 0;
	word_add(&m->attr, c);
	return NULL;
}

/* In a tag, outside any value. */
static const char *read_tag(struct markup *m, char c)
{
	if (c == '>')
		end_tag(m);
	else if (c == '=' &&
	         (m->state == MARKUP_ATTR || m->state == MARKUP_AFTER))
		m->state = MARKUP_EQUALS;
	else if (is_space(c))
		m->state = m->state == MARKUP_ATTR || m->state == MARKUP_AFTER
		                   ? MARKUP_AFTER
		                   : MARKUP_TAG;
	else if (c == '/')
		m->state = MARKUP_TAG;
	else if (m->state == MARKUP_NAME)
		word_add(&m->tag, c);
	else if (m->state == MARKUP_ATTR && c != '"' && c != '\'' && c != '<')
		word_add(&m->attr, c);
	else if (m->state == MARKUP_TAG || m->state == MARKUP_AFTER)
		return read_attr_start(m, c);
	else
		return "a space is missing in a tag";
	return NULL;
}

static void read_equals(struct markup *m, char c)
{
	if (is_space(c))
		return;
	if (c == '>') {
		end_tag(m);
		return;
	}
	m->values++;
	m->url = word_is_any(&m->attr, URL_ATTRS) ? URL_START : URL_NONE;
	m->quote = c;
	m->state = c == '"' || c == '\'' ? MARKUP_QUOTED : MARKUP_BARE;
}

static const char *read_byte(struct markup *m, char c)
{
	switch (m->state) {
	case MARKUP_TEXT:
		if (c == '<') {
			m->state = MARKUP_LESS;
			m->closing = false;
		}
		return NULL;
	case MARKUP_LESS:
		read_less(m, c);
		return NULL;
	case MARKUP_NAME:
	case MARKUP_TAG:
	case MARKUP_GAP:
	case MARKUP_ATTR:
	case MARKUP_AFTER:
		return read_tag(m, c);
	case MARKUP_EQUALS:
		read_equals(m, c);
		return NULL;
	case MARKUP_QUOTED:
		if (c == m->quote)
			m->state = MARKUP_GAP;
		return NULL;
	case MARKUP_BARE:
		if (is_space(c))
			m->state = MARKUP_TAG;
		else if (c == '>')
			end_tag(m);
		return NULL;
	case MARKUP_BANG:
		read_bang(m, c);
		return NULL;
	case MARKUP_COMMENT:
		read_comment(m, c);
		return NULL;
	case MARKUP_RAW:
		read_raw(m, c);
		return NULL;
	}
	return "no such state";
}

static bool starts(struct slice s, const char *text)
{
	return s.len >= strlen(text) && memcmp(s.p, text, strlen(text)) == 0;
}

/* What the first literal of an address says about whose it is: "/" alone
 * does not, for "//host" is another's. */
static enum markup_url url_first(struct slice s)
{
	if (s.len == 0)
		return URL_START;
	if (s.p[0] == '?' || s.p[0] == '#' || starts(s, "mailto:"))
		return URL_SETTLED;
	if (s.p[0] == '/' && s.len > 1 && s.p[1] != '/' && s.p[1] != '\\' &&
	    !is_space(s.p[1]))
		return URL_SETTLED;
	if (starts(s, "https://") && s.len > 9 && s.p[8] != '/' &&
	    memchr(s.p + 8, '/', s.len - 8))
		return URL_SETTLED;
	return URL_UNSURE;
}

static enum markup_url url_next(enum markup_url url, struct slice s)
{
	if (url == URL_START)
		return url_first(s);
	if (url == URL_UNSURE && s.len &&
	    (memchr(s.p, '?', s.len) || memchr(s.p, '#', s.len)))
		return URL_SETTLED;
	return url;
}

const char *markup_read(struct markup *m, struct slice literal)
{
	size_t from = 0; /* of the value we are in */

	for (size_t i = 0; i < literal.len; i++) {
		uint32_t values = m->values;
		const char *why = read_byte(m, literal.p[i]);

		if (why)
			return why;
		if (m->values != values)
			from = i + 1;
	}
	if (m->state == MARKUP_QUOTED)
		m->url = url_next(m->url, (struct slice){literal.p + from,
		                                         literal.len - from});
	return NULL;
}

static const char *value_in_quotes(struct markup *m, enum markup_place *place)
{
	if (is_handler(&m->attr) || word_is_any(&m->attr, CODE_ATTRS))
		return "a value stands in an attribute that is code";
	*place = PLACE_VALUE;
	if (m->url == URL_START || m->url == URL_UNSURE) {
		*place = PLACE_URL;
		m->url = URL_UNSURE;
	}
	return NULL;
}

const char *markup_value(struct markup *m, enum markup_place *place)
{
	*place = PLACE_VALUE;
	switch (m->state) {
	case MARKUP_TEXT:
		*place = PLACE_TEXT;
		return NULL;
	case MARKUP_QUOTED:
		return value_in_quotes(m, place);
	case MARKUP_RAW:
		if (word_is_any(&m->tag, CODE_TAGS))
			return "a value stands in a script or a style";
		m->matched = 0;
		return NULL;
	case MARKUP_EQUALS:
	case MARKUP_BARE:
		return "a value stands in an attribute without quotes";
	case MARKUP_COMMENT:
	case MARKUP_BANG:
		return "a value stands in a comment";
	case MARKUP_LESS:
	case MARKUP_NAME:
	case MARKUP_TAG:
	case MARKUP_GAP:
	case MARKUP_ATTR:
	case MARKUP_AFTER:
		return "a value stands in a tag, outside quotes";
	}
	return "no such state";
}

const char *markup_partial(const struct markup *m)
{
	return m->state == MARKUP_TEXT ? NULL : "a partial stands inside a tag";
}

const char *markup_section(struct markup *m)
{
	switch (m->state) {
	case MARKUP_TEXT:
	case MARKUP_COMMENT:
	case MARKUP_QUOTED:
	case MARKUP_TAG:
	case MARKUP_GAP:
		return NULL;
	case MARKUP_NAME:
	case MARKUP_ATTR:
		m->state = MARKUP_GAP;
		return NULL;
	case MARKUP_AFTER:
		m->state = MARKUP_TAG;
		return NULL;
	case MARKUP_RAW:
		if (word_is_any(&m->tag, CODE_TAGS))
			return "a section stands in a script or a style";
		m->matched = 0;
		return NULL;
	case MARKUP_LESS:
	case MARKUP_EQUALS:
	case MARKUP_BARE:
	case MARKUP_BANG:
		break;
	}
	return "a section can't start here";
}

/* Ends words, so that tags can be compared. */
static enum markup_state rest(enum markup_state s)
{
	if (s == MARKUP_NAME || s == MARKUP_ATTR)
		return MARKUP_GAP;
	return s == MARKUP_AFTER ? MARKUP_TAG : s;
}

static bool is_in_tag(enum markup_state s)
{
	return s == MARKUP_TAG || s == MARKUP_GAP;
}

const char *markup_section_end(struct markup *m, const struct markup *before)
{
	static const char why[] =
		"a section does not end in the markup where it began";

	m->state = rest(m->state);
	if (is_in_tag(m->state) && is_in_tag(before->state)) {
		if (m->tags != before->tags)
			return why;
		if (before->state == MARKUP_GAP)
			m->state = MARKUP_GAP;
		return NULL;
	}
	if (m->state != before->state)
		return why;
	if (m->state == MARKUP_QUOTED && m->values != before->values)
		return why;
	if (m->state == MARKUP_RAW && m->tags != before->tags)
		return why;
	if (m->state == MARKUP_QUOTED && m->url != before->url)
		m->url = URL_UNSURE;
	m->matched = 0;
	return NULL;
}

const char *markup_end(const struct markup *m)
{
	return m->state == MARKUP_TEXT ? NULL : "the markup is cut off";
}
