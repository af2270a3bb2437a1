/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include "http/reply.h"
/*
 * page: the one page on which a person plays the world.
 */
struct request;
struct view;

/* Draws it; what was done, or what went wrong, or "". */
struct reply *page_draw(struct request *rq, const char *done,
                        const char *problem);
/* Whether a form was sent from it. */
bool page_is_ours(struct request *rq);
/* page_chains.c: its chains and coins. */
void page_show_chains(struct view *v, struct request *rq);
