/* SPDX-License-Identifier: MIT */
#pragma once
#include <stddef.h>
/*
 * crew: how many workers of a pool are alive on this host.
 *
 * Each holds a lock on one byte of run_dir/crew.POOL for as long as it lives,
 * so one that is killed is counted no more.
 */

/* Joins the crew of a pool; without its file nobody is counted. */
void crew_join(const char *run_dir, const char *pool);
/* Ourselves among them; 0 when nobody knows: we belong to none, or joined in the
 * last two seconds, when the others of a reload are still to come. */
size_t crew_alive(void);
