/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* POST /checkout: once, agreed, accept */
handler checkout_send;
