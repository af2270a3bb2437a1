/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /order/{id} */
handler order_show;
/* POST /order/{id}/reveal: shows the units and notes that they were shown */
handler order_reveal;
