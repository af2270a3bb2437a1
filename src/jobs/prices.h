/* SPDX-License-Identifier: MIT */
#pragma once
#include "jobs/job.h"

/* prices: what coins are worth, by those who sell them. */
job_body job_prices;
