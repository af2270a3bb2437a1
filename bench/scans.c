/* SPDX-License-Identifier: MIT */
/*
 * scans: how long it takes to ask after each of many addresses.
 *
 *   scans CONFIG WIDE <ADDRESSES
 *
 * Asks the first source of Litecoin in CONFIG after every address that it
 * reads, one a line (what follows a tab is passed over), WIDE at a time and
 * without a budget.  Prints the milliseconds that took.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/clock.h"
#include "base/panic.h"
#include "chain/scan.h"
#include "chain/watch.h"
#include "open.h"
#include "remote/remote.h"
#include "settings.h"

enum { MOST = 10000, ROOM = 1024 * 1024 * 1024, AN_HOUR_MS = 3600 * 1000 };

static size_t read_scans(struct scan *scans, struct arena *a,
                         const struct endpoint *endpoint)
{
	const struct asset *ltc = asset_find("LTC");
	char line[256];
	size_t n = 0;

	while (n < MOST && fgets(line, sizeof(line), stdin)) {
		struct watch *w = arena_new(a, struct watch);

		line[strcspn(line, "\t\n")] = '\0';
		must(!watch_open(w, ltc, CHAIN_REGTEST, arena_text(a, line)));
		scans[n++] = (struct scan){
			.arena = a,
			.endpoint = endpoint,
			.watches = w,
			.n = 1,
			.tip = 1,
			.final = 1,
		};
	}
	return n;
}

int main(int argc, char **argv)
{
	struct scan_limits limits = {.wide = 1};
	struct arena *a = arena_open(ROOM);
	struct scan *scans = arena_array(a, MOST, struct scan);
	struct endpoints endpoints;
	int64_t from;
	size_t n;

	must(argc == 3 && open_settings(argv[1]));
	remote_allow_loopback(true);
	endpoints = endpoints_of(NETWORK_LITECOIN);
	must(endpoints.n > 0);
	n = read_scans(scans, a, &endpoints.v[0]);
	from = clock_ticks_ms();
	limits.wide = (unsigned)strtoul(argv[2], NULL, 10);
	limits.deadline_ms = from + AN_HOUR_MS;
	scan_run(a, scans, n, &limits);
	for (size_t i = 0; i < n; i++)
		must(scans[i].is_done);
	printf("%" PRId64 "\n", clock_ticks_ms() - from);
	arena_close(a);
	return 0;
}
