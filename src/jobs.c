/* SPDX-License-Identifier: MIT */
#include "jobs.h"
#include <string.h>
#include "jobs/chains.h"
#include "jobs/coins.h"
#include "jobs/expire.h"
#include "jobs/outbox.h"
#include "jobs/poll.h"
#include "jobs/prices.h"

/* In the order in which `all` runs them: what is paid is credited before
 * anything is ended, and told last. */
const struct job_row JOBS[] = {
	{"coins",  job_coins,  60, 50,  false},
	{"prices", job_prices, 60, 50,  false},
	{"poll",   job_poll,   10, 120, false},
	{"chains", job_chains, 0,  120, true },
	{"expire", job_expire, 30, 50,  false},
	{"outbox", job_outbox, 1,  50,  false},
};

const size_t JOBS_COUNT = sizeof(JOBS) / sizeof(JOBS[0]);

const struct job_row *job_find(const char *name)
{
	for (size_t i = 0; i < JOBS_COUNT; i++)
		if (strcmp(JOBS[i].name, name) == 0)
			return &JOBS[i];
	return NULL;
}
