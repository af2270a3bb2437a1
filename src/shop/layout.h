/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"
#include "http/request.h"
#include "view/view.h"
/*
 * layout: the frame of every page: names that part/head and part/foot want.
 */

/* A view with the names of the frame; title is plain text. */
struct view *layout_open(struct request *rq, const char *title);

/* A fresh one-time token for a form that moves money, as name "once". */
void layout_once(struct view *v);

/* The error page; given to the router. */
struct reply *layout_error(struct request *rq, int status, const char *what);
