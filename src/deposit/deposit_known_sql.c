/* SPDX-License-Identifier: MIT */
#include "base/arena.h"
#include "db/db.h"
#include "deposit/deposit_record.h"

STATEMENT(LIST_KNOWN,
          "SELECT d.txid, d.source, d.height, d.maturity FROM deposits d"
          "  JOIN watches w ON w.payment_id = d.payment_id"
          " WHERE d.state IN ('SEEN', 'CONFIRMED', 'CREDITED', 'HELD')"
          "   AND d.is_final = 0 AND d.source IS NOT NULL AND w.network = ?"
          " ORDER BY d.id DESC LIMIT ?");

struct scan_knowns deposit_list_known(struct db *db, struct arena *a,
                                      const char *network, unsigned most)
{
	struct rows rows = db_rows(db, a, &LIST_KNOWN,
	                           ARGS(arg_text(network), arg_int(most)));
	struct scan_known *v = arena_array(a, rows.n + 1, struct scan_known);

	for (size_t i = 0; i < rows.n; i++) {
		const struct row *row = rows.row[i];

		v[i].txid = row_text(row, "txid");
		v[i].source = row_text(row, "source");
		v[i].height =
			row_null(row, "height") ? -1 : row_int(row, "height");
		v[i].maturity = row_int(row, "maturity");
	}
	return (struct scan_knowns){rows.n, v};
}
