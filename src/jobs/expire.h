/* SPDX-License-Identifier: MIT */
#pragma once
#include "jobs/job.h"

/* expire: ends the payments whose time is over. */
job_body job_expire;
