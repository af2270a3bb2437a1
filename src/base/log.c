/* SPDX-License-Identifier: MIT */
#include "base/log.h"
#include "base/clock.h"
#include "base/utf8.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	MESSAGE = 4096,
	/* Every byte may become four, and the rest of the line is short. */
	LINE = 4 * MESSAGE + 2048
};

struct line {
	char p[LINE];
	size_t len;
};

static const char *request;

void log_request(const char *id)
{
	request = id;
}

static void put(struct line *l, const char *p, size_t len)
{
	if (len > LINE - l->len)
		len = LINE - l->len;
	memcpy(l->p + l->len, p, len);
	l->len += len;
}

static void put_text(struct line *l, const char *text)
{
	put(l, text, strlen(text));
}

static void put_hex(struct line *l, const char *p, size_t len)
{
	static const char HEX[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		uint8_t byte = (uint8_t)p[i];
		const char escaped[] = {'\\', 'x', HEX[byte >> 4],
		                        HEX[byte & 15]};

		put(l, escaped, sizeof(escaped));
	}
}

static void put_character(struct line *l, int32_t c, const char *p, size_t len)
{
	if (c == '\n')
		put_text(l, "\\n");
	else if (c == '\t')
		put_text(l, "\\t");
	else if (c == '"' || c == '\\') {
		put_text(l, "\\");
		put(l, p, len);
	} else if (c < 0 || utf8_is_control(c) || c == 0x2028 || c == 0x2029)
		put_hex(l, p, len);
	else
		put(l, p, len);
}

static void put_quoted(struct line *l, const char *text)
{
	struct slice rest = slice_text(text);

	put_text(l, "\"");
	while (rest.len > 0) {
		const char *p = rest.p;
		int32_t c = utf8_next(&rest);

		put_character(l, c, p, (size_t)(rest.p - p));
	}
	put_text(l, "\"");
}

static bool is_plain(const char *text)
{
	return text[0] && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
	                                     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                                     "0123456789-_.:")];
}

static void put_value(struct line *l, const char *text)
{
	char bounded[128];

	snprintf(bounded, sizeof(bounded), "%s", text);
	if (is_plain(bounded))
		put_text(l, bounded);
	else
		put_quoted(l, bounded);
}

static void put_head(struct line *l, const char *level)
{
	struct moment now = clock_now();
	char text[CLOCK_TEXT + 16];

	clock_sql(text, now);
	text[10] = 'T';
	put_text(l, "at=");
	put_text(l, text);
	put_text(l, "Z level=");
	put_value(l, level);
	if (request) {
		put_text(l, " rq=");
		put_value(l, request);
	}
	snprintf(text, sizeof(text), " pid=%ld msg=", (long)getpid());
	put_text(l, text);
}

void log_line(const char *level, const char *fmt, ...)
{
	int kept = errno;
	struct line l;
	char msg[MESSAGE];
	va_list args;
	ssize_t done;

	va_start(args, fmt);
	vsnprintf(msg, sizeof(msg), fmt, args);
	va_end(args);
	l.len = 0;
	put_head(&l, level);
	put_quoted(&l, msg);
	put_text(&l, "\n");
	do
		done = write(STDERR_FILENO, l.p, l.len);
	while (done < 0 && errno == EINTR);
	errno = kept;
}
