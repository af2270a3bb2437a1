/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* POST /deposit/{id}/cancel: then ("list", "coin", or absent) */
handler cancel_send;
