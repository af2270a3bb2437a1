/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/doctor_say.h"
/*
 * doctor_own: what is to be said of own addresses: coins that none can be
 * given for or that nobody would see, a gap too wide for the wallet, a pool that runs dry.  Warnings:
 * the shop runs on without those coins.
 */
void doctor_own(struct visit *v);
