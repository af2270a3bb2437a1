/* SPDX-License-Identifier: MIT */
#pragma once
#include "settings.h"
/*
 * open_fault: what is wrong with a setting that speaks of coins, networks or
 * services.
 *
 * settings.c knows numbers and yes and no; what a coin or a source is, is
 * known above it, so the file is read with this judge beside it.
 */
setting_fault open_fault;
