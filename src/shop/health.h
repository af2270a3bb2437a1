/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /healthz: this process answers */
handler health_live;
/* GET /readyz: and so do MariaDB, with its schema, and Redis */
handler health_ready;
/* GET /metrics: Prometheus text; nginx lets only some addresses ask */
handler health_metrics;
