/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /recover */
handler recover_show;
/* POST /recover: user, code, password, again */
handler recover_send;
