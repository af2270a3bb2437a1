/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/doctor_say.h"
/*
 * doctor_prices: the rate of each coin, how old it is, and why there is none.
 *
 * Only coins that are paid to own addresses need one; those are warned of.
 */
void doctor_prices(struct visit *v);
