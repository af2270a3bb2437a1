/* SPDX-License-Identifier: MIT */
#include "shop/guess.h"
#include <string.h>
#include "base/arena.h"
#include "http/cookie.h"
#include "http/network.h"
#include "http/session.h"
#include "settings.h"
#include "shop/enter.h"
#include "user/device.h"

enum {
	MINUTE_S = 60,
	HOUR_S = 60 * MINUTE_S,
	DAY_S = 24 * HOUR_S,
	WINDOW_S = 15 * MINUTE_S,
	ROW_S = 30 * DAY_S,
	PASSWORDS_S = GUESS_PASSWORDS / 20 * HOUR_S,
	CODE_TRIES = 5,
	CODE_WINDOW_S = 5 * MINUTE_S,
	CODES_S = GUESS_CODES / 10 * DAY_S
};

/* As what the account knows this browser, or NULL: a stranger. */
static const char *known_as(struct request *rq, const struct user *user)
{
	const char *kept = cookie_get(rq, ENTER_DEVICE), *name;

	if (user && rq->session->account &&
	    !strcmp(rq->session->account, user->account))
		return arena_printf(rq->arena, "s.%s", rq->session->key);
	name = kept ? device_read(rq->arena, user, kept) : NULL;
	return name ? arena_printf(rq->arena, "d.%s", name) : NULL;
}

static void add(struct guess *g, const char *what, const char *who,
                int64_t most, int64_t seconds)
{
	g->v[g->n++] = (struct reserve){what, who, most, seconds};
}

/* What one browser or network may do at one account: some in a while, and so
 * many in a row. */
static void count_apart(struct request *rq, struct guess *g,
                        enum guess_kind kind, const char *from,
                        const char *name)
{
	const char *who = arena_printf(rq->arena, "%s:%s", from, name);

	if (kind == GUESS_PASSWORD) {
		add(g, "password", who, setting_count(SET_LOGIN_TRIES),
		    WINDOW_S);
		add(g, "password-row", who, GUESS_IN_A_ROW, ROW_S);
	} else {
		add(g, "code", who, CODE_TRIES, CODE_WINDOW_S);
		add(g, "code-row", who, GUESS_IN_A_ROW, ROW_S);
	}
	g->n_row = g->n;
}

static void count_strangers(struct request *rq, struct guess *g,
                            enum guess_kind kind, const char *name)
{
	if (!network_is_shared(rq->network)) {
		count_apart(rq, g, kind, rq->network, name);
		add(g, "network", rq->network, setting_count(SET_NETWORK_TRIES),
		    WINDOW_S);
	}
	if (kind == GUESS_PASSWORD)
		add(g, "passwords", name, GUESS_PASSWORDS, PASSWORDS_S);
	else
		add(g, "codes", name, GUESS_CODES, CODES_S);
}

bool guess_take(struct request *rq, struct guess *g, enum guess_kind kind,
                const char *name, const struct user *user)
{
	const char *known = known_as(rq, user);

	*g = (struct guess){0};
	/* What nobody can be called needs no key for each. */
	if (!user && user_name_fault(name))
		name = "?";
	if (known)
		count_apart(rq, g, kind, known, name);
	else
		count_strangers(rq, g, kind, name);
	return limit_spend(rq, g->v, g->n);
}

void guess_right(struct request *rq, const struct guess *g)
{
	for (size_t i = 0; i < g->n_row; i++)
		limit_clear(rq, g->v[i].what, g->v[i].who);
	limit_put_back(rq, g->v + g->n_row, g->n - g->n_row);
}

void guess_untried(struct request *rq, const struct guess *g)
{
	limit_put_back(rq, g->v, g->n);
}
