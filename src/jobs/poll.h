/* SPDX-License-Identifier: MIT */
#pragma once
#include "jobs/job.h"

/* poll: asks the gateway for payments whose callback may never come. */
job_body job_poll;
