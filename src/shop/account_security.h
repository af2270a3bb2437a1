/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /account/security: the codes that were just made, or all the forms */
handler account_security_show;
/* POST /account/security: do, and what that needs */
handler account_security_send;
