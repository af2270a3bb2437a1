/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /category/{slug}: one category or subcategory. */
struct reply *category_show(struct request *rq);
