/* SPDX-License-Identifier: MIT */
#include "auditor/check.h"
#include "base/arena.h"

STATEMENT(CURRENCY, "SELECT currency FROM shop WHERE id = 1");

const char *audit_currency(struct arena *a, struct db *db)
{
	const struct row *r = db_row(db, a, &CURRENCY, NO_ARGS);

	return r ? row_text(r, "currency") : NULL;
}

PLACES(NO_SHOP, "SELECT 'shop' AS place, NULL AS amount FROM DUAL"
                " WHERE (SELECT COUNT(*) FROM shop"
                "         WHERE LENGTH(epoch) > 0) <> 1");

CHECKS(SHOP_CHECKS,
       {"identity", "the database does not say which shop it is of", &NO_SHOP,
        NULL});
