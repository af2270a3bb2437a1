/* SPDX-License-Identifier: MIT */
#include "shop/logout.h"
#include "http/form.h"
#include "http/session.h"

struct reply *logout_send(struct request *rq)
{
	if (!form_read_nothing(rq))
		return reply_error(rq, 400, form_malformed(rq));
	session_sign_out(rq);
	return reply_to(rq, "/");
}
