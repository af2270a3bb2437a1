/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* POST /logout */
handler logout_send;
