/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>

/* A row of `users`. */
struct user_id {
	int64_t v;
};
