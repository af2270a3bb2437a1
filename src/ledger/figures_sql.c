/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include "db/db.h"
#include "ledger/figures.h"

STATEMENT(FIGURES, "SELECT 'cointill_payments_open' AS name, COUNT(*) AS n"
                   "  FROM payments WHERE state = 'OPEN'"
                   " UNION ALL"
                   " SELECT 'cointill_payments_review', COUNT(*)"
                   "  FROM payments WHERE state = 'REVIEW'"
                   " UNION ALL"
                   " SELECT 'cointill_notices_undelivered', COUNT(*)"
                   "  FROM outbox WHERE delivered_at IS NULL"
                   " UNION ALL"
                   " SELECT 'cointill_products_sold_out', COUNT(*)"
                   "  FROM products WHERE is_listed = 1 AND stock = 0");

void figures_print(struct text *out, struct db *db, struct arena *a)
{
	struct rows rows = db_rows(db, a, &FIGURES, NO_ARGS);

	for (size_t i = 0; i < rows.n; i++) {
		const char *name = row_text(rows.row[i], "name");

		text_printf(out, "# TYPE %s gauge\n%s %" PRId64 "\n", name,
		            name, row_int(rows.row[i], "n"));
	}
}
