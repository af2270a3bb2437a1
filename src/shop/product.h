/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /product/{slug}: one product.  After a POST of its form that was
 * refused, the slug is that of the field "product". */
struct reply *product_show(struct request *rq);
