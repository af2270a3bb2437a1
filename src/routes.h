/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
#include "http/router.h"

extern const struct route ROUTES[];
extern const size_t ROUTES_COUNT;
