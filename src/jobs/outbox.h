/* SPDX-License-Identifier: MIT */
#pragma once
#include "jobs/job.h"

/* outbox: delivers what happened to the inboxes of those it concerns. */
job_body job_outbox;
