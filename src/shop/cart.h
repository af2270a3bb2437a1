/* SPDX-License-Identifier: MIT */
#pragma once
#include "cart/till.h"
#include "http/reply.h"

/* GET /cart */
handler cart_show;
/* POST /cart: product, quantity */
handler cart_add;
/* POST /cart/update: product, quantity or remove=1 */
handler cart_update;

/* The visitor's cart held against the catalogue; for checkout too. */
struct till cart_till(struct request *rq);
