/* SPDX-License-Identifier: MIT */
#pragma once
#include "cli/doctor_say.h"
/*
 * doctor_chains: who looks at each network and how that goes, and what waits
 * for a person.
 *
 * A network that has sources and was not looked at for ten minutes is broken:
 * what is paid there is not seen.  A source that rests is a warning, for the
 * next one is asked.
 */
void doctor_chains(struct visit *v);
