/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /: categories and products, or what a search found. */
struct reply *home_show(struct request *rq);
