/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /deposit/{id} */
handler payment_show;
/* GET /deposit/{id}/status: JSON */
handler payment_status;
