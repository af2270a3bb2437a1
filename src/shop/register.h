/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /register */
handler register_show;
/* POST /register: user, password, again, next */
handler register_send;
