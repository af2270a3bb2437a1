/* SPDX-License-Identifier: MIT */
#include "cli/user.h"
#include <inttypes.h>
#include <string.h>
#include "base/arena.h"
#include "cli/operator.h"
#include "http/limit.h"
#include "trail/trail.h"
#include "user/user.h"

/* Strangers close nothing for a device that an account knows (shop/guess);
 * this is for somebody who has only a new one, or used up their own tries. */
static int unlock(struct command_context *c, const char *typed)
{
	const char *name = user_name_fold(c->arena, typed);
	const struct user *user = user_find(c->db, c->arena, name);
	int64_t n;

	if (!user) {
		fprintf(c->err, "there is no user of that name\n");
		return 1;
	}
	/* First the trail: without MariaDB nothing is opened. */
	trail_add(c->db, operator_name(c->arena), "unlock",
	          arena_printf(c->arena, "user:%" PRId64, user->id.v), "");
	n = limit_forget(c->redis, c->arena, name);
	if (n)
		fprintf(c->out, "%s: %" PRId64 " counters forgotten\n", name,
		        n);
	else
		fprintf(c->out, "%s: nothing was counted\n", name);
	return 0;
}

int cli_user(struct command_context *c, int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "unlock"))
		return unlock(c, argv[2]);
	fputs("usage: cointill user unlock NAME\n", c->err);
	return 2;
}
