/* SPDX-License-Identifier: MIT */
#include "jobs.h"
#include <string.h>
#include "jobs/ask.h"
#include "jobs/chains.h"
#include "jobs/coins.h"
#include "jobs/expire.h"
#include "jobs/outbox.h"
#include "jobs/poll.h"
#include "jobs/prices.h"

/* In the order in which `all` runs them: what is paid is credited before
 * anything is ended, and told; a gateway that hangs keeps only itself waiting,
 * so its list of coins comes last. */
const struct job_row JOBS[] = {
	{"ask",    job_ask,    0,  120, true,  true },
	{"prices", job_prices, 60, 50,  false, false},
	{"poll",   job_poll,   10, 120, false, false},
	{"chains", job_chains, 0,  120, true,  false},
	{"expire", job_expire, 30, 50,  false, false},
	{"outbox", job_outbox, 1,  50,  false, false},
	{"coins",  job_coins,  60, 50,  false, false},
};

const size_t JOBS_COUNT = sizeof(JOBS) / sizeof(JOBS[0]);

const struct job_row *job_find(const char *name)
{
	for (size_t i = 0; i < JOBS_COUNT; i++)
		if (strcmp(JOBS[i].name, name) == 0)
			return &JOBS[i];
	return NULL;
}
