/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "base/panic.h"
#include <ctype.h>
#include <stdio.h>
#include <time.h>

static int64_t read_ms(clockid_t id)
{
	struct timespec t;

	if (clock_gettime(id, &t) != 0)
		panic("clock_gettime: %m");
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct moment clock_now(void)
{
	return (struct moment){read_ms(CLOCK_REALTIME)};
}

int64_t clock_ticks_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

/* Splits m into the fields of its second; returns the milliseconds left. */
static int fields_of(struct tm *tm, struct moment m)
{
	int64_t ms = m.ms % 1000;
	time_t seconds;

	if (ms < 0)
		ms += 1000;
	seconds = (m.ms - ms) / 1000;
	must(gmtime_r(&seconds, tm));
	return (int)ms;
}

void clock_iso(char buf[CLOCK_TEXT], struct moment m)
{
	struct tm tm;

	fields_of(&tm, m);
	must(strftime(buf, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0);
}

void clock_show(char buf[CLOCK_TEXT], struct moment m)
{
	struct tm tm;

	fields_of(&tm, m);
	must(strftime(buf, CLOCK_TEXT, "%Y-%m-%d %H:%M UTC", &tm) > 0);
}

void clock_sql(char buf[CLOCK_TEXT], struct moment m)
{
	struct tm tm;
	int ms = fields_of(&tm, m);
	size_t len = strftime(buf, CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", &tm);

	must(len > 0);
	snprintf(buf + len, CLOCK_TEXT - len, ".%03d", ms);
}

/* Takes exactly that many digits. */
static bool take_number(int *out, const char **text, int digits)
{
	*out = 0;
	for (int i = 0; i < digits; i++) {
		if (!isdigit((unsigned char)**text))
			return false;
		*out = *out * 10 + (*(*text)++ - '0');
	}
	return true;
}

static bool take_sign(const char **text, char sign)
{
	if (**text != sign)
		return false;
	(*text)++;
	return true;
}

/* Up to six places, of which three count. */
static bool take_fraction(int *ms, const char **text)
{
	int places = 0;

	*ms = 0;
	if (!**text)
		return true;
	if (!take_sign(text, '.'))
		return false;
	for (; isdigit((unsigned char)**text); (*text)++)
		if (places++ < 3)
			*ms = *ms * 10 + (**text - '0');
	for (int i = places; i < 3; i++)
		*ms *= 10;
	return places >= 1 && places <= 6;
}

bool clock_parse_sql(struct moment *out, const char *text)
{
	struct tm tm = {0}, again;
	time_t seconds;
	int year, month, ms;

	if (!(take_number(&year, &text, 4) && take_sign(&text, '-') &&
	      take_number(&month, &text, 2) && take_sign(&text, '-') &&
	      take_number(&tm.tm_mday, &text, 2) && take_sign(&text, ' ') &&
	      take_number(&tm.tm_hour, &text, 2) && take_sign(&text, ':') &&
	      take_number(&tm.tm_min, &text, 2) && take_sign(&text, ':') &&
	      take_number(&tm.tm_sec, &text, 2) && take_fraction(&ms, &text)))
		return false;
	if (*text)
		return false;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	again = tm;
	/* timegm() moves what does not exist, such as 30 February. */
	seconds = timegm(&again);
	if (again.tm_year != tm.tm_year || again.tm_mon != tm.tm_mon ||
	    again.tm_mday != tm.tm_mday || again.tm_hour != tm.tm_hour ||
	    again.tm_min != tm.tm_min || again.tm_sec != tm.tm_sec)
		return false;
	out->ms = (int64_t)seconds * 1000 + ms;
	return true;
}
