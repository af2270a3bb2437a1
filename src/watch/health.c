/* SPDX-License-Identifier: MIT */
#include "watch/health.h"
#include "chain/assets.h"
#include "watch/health_sql.h"

/* How many blocks a chain may lose, for nothing deeper ever changes; -1 for
 * what is no chain. */
static int64_t reorg_most(const char *network)
{
	enum network n = network_find(network);

	return n == NETWORK_NONE ? -1 : network_final(n);
}

void health_good(struct db *db, const char *name, const char *network,
                 int64_t tip)
{
	int64_t most = reorg_most(network);

	if (tip >= 0 && most >= 0 && health_sql_went_back(db, name, tip, most))
		return;
	health_sql_good(db, name, network, tip);
}
