/* SPDX-License-Identifier: MIT */
#pragma once
#include "jobs/job.h"

/* chains: looks at what came to the addresses of open payments, on all
 * networks at once, and settles what is deep enough. */
job_body job_chains;
