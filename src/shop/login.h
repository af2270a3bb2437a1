/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /login */
handler login_show;
/* POST /login: user, password, next; or step, code, next */
handler login_send;
