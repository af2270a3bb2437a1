/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /deposit: amount, asset (to begin with) */
handler deposit_show;
/* POST /deposit: asset, amount */
handler deposit_send;
