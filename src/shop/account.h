/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /account */
handler account_show;
