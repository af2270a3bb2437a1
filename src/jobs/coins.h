/* SPDX-License-Identifier: MIT */
#pragma once
#include "jobs/job.h"

/* coins: what coins the gateway takes now, and their prices. */
job_body job_coins;
