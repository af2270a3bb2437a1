/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /orders: ?page= */
handler orders_show;
