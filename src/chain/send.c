/* SPDX-License-Identifier: MIT */
#include "chain/send.h"
#include <string.h>
#include "base/arena.h"
#include "base/panic.h"
#include "chain/sources.h"

enum { TIMEOUT_S = 15, HEADERS_MOST = 4 };

/* --- the key ------------------------------------------------------------- */

/* As "Basic" wants it: the other alphabet, and padded. */
static const char *base64(struct arena *a, const char *text)
{
	char *url = text_base64url(a, text, strlen(text));
	static const char *const PADDING[] = {"", "===", "==", "="};

	for (char *p = url; *p; p++) {
		if (*p == '-')
			*p = '+';
		else if (*p == '_')
			*p = '/';
	}
	return arena_printf(a, "%s%s", url, PADDING[strlen(url) % 4]);
}

static const char *escaped(struct arena *a, const char *text)
{
	struct text t = text_open(a, strlen(text) * 3 + 1);

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		             (c >= 'a' && c <= 'z') || strchr("-._~", c);

		text_printf(&t, plain ? "%c" : "%%%02X", c);
	}
	return t.p;
}

static bool is_login(const struct source *s)
{
	return s->key_header && !strcmp(s->key_header, "Authorization");
}

static const char *key_line(struct arena *a, const struct endpoint *e)
{
	if (!e->key || !e->source->key_header)
		return NULL;
	if (!is_login(e->source))
		return arena_printf(a, "%s: %s", e->source->key_header, e->key);
	if (!strchr(e->key, ':'))
		return arena_printf(a, "Authorization: Bearer %s", e->key);
	return arena_printf(a, "Authorization: Basic %s", base64(a, e->key));
}

static const char *blot(struct arena *a, const char *text, const char *secret)
{
	const char *at = strstr(text, secret);
	struct text t;

	if (!*secret || !at)
		return text;
	t = text_open(a, strlen(text) + 1);
	for (; at; text = at + strlen(secret), at = strstr(text, secret)) {
		text_add(&t, (struct slice){text, (size_t)(at - text)});
		text_add_text(&t, "***");
	}
	text_add_text(&t, text);
	return t.p;
}

const char *send_mask(struct arena *a, const struct endpoint *e,
                      const char *text)
{
	const char *password;

	if (!text || !e->key)
		return text;
	text = blot(a, text, e->key);
	text = blot(a, text, escaped(a, e->key));
	if (!is_login(e->source))
		return text;
	text = blot(a, text, base64(a, e->key));
	password = strchr(e->key, ':');
	return password ? blot(a, text, password + 1) : text;
}

/* --- the call ------------------------------------------------------------ */

/* Some providers have their key in the path: there stands {key}. */
static const char *base_of(struct arena *a, const struct endpoint *e)
{
	static const char MARK[] = "{key}";
	const char *at = strstr(e->url, MARK);

	if (!at || !e->key)
		return e->url;
	return arena_printf(a, "%.*s%s%s", (int)(at - e->url), e->url,
	                    escaped(a, e->key), at + strlen(MARK));
}

static const char *url_of(struct arena *a, const struct endpoint *e,
                          const struct ask *ask)
{
	const char *path = ask->path ? ask->path : "";
	const char *base = base_of(a, e);
	const char *key = e->key ? e->key : e->source->key_public;

	if (!key || !e->source->key_field)
		return arena_printf(a, "%s%s", base, path);
	return arena_printf(a, "%s%s%c%s=%s", base, path,
	                    strchr(path, '?') ? '&' : '?', e->source->key_field,
	                    escaped(a, key));
}

struct remote_call send_call(struct arena *a, const struct endpoint *e,
                             const struct ask *ask)
{
	const char **headers = arena_array(a, HEADERS_MOST, const char *);
	size_t n = 0;

	headers[n++] = "Accept: application/json, text/plain";
	if (ask->body.len)
		headers[n++] = "Content-Type: application/json";
	headers[n] = key_line(a, e);
	return (struct remote_call){
		.method = ask->method ? ask->method : "GET",
		.url = url_of(a, e, ask),
		.headers = headers,
		.body = ask->body,
		.timeout_s = TIMEOUT_S,
		.limit_bytes =
			ask->limit_bytes ? ask->limit_bytes : SEND_LIMIT_BYTES,
	};
}

struct fault send_fault(struct arena *a, const struct endpoint *e,
                        const struct remote_call *call)
{
	enum fault_kind kind =
		call->is_too_large ? FAULT_RANGE_TOO_LARGE : FAULT_UNAVAILABLE;

	switch (call->status) {
	case REMOTE_OK:
		return (struct fault){0};
	case REMOTE_NOT_SENT:
	case REMOTE_UNKNOWN:
		return fault_of(kind,
		                send_mask(a, e, arena_text(a, call->why)));
	}
	panic("no such remote_status");
}
