/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include "db/db.h"
#include "http/counters.h"
#include "lib/shop.h"

Test(health, ready_means_all_of_it)
{
	struct browser *b = browser_open();

	cr_assert_eq(visit(b, "/healthz"), 200);
	cr_assert_eq(visit(b, "/readyz"), 200);
	test_sql("DELETE FROM schema_migrations WHERE n = 6");
	cr_assert_eq(visit(b, "/readyz"), 503);
	cr_assert(sees(b, "schema"));
	cr_assert_eq(visit(b, "/healthz"), 200);
}

Test(health, asks_for_no_session)
{
	struct browser *b = browser_open();
	uint64_t sent = db_sent();

	visit(b, "/healthz");
	cr_assert_eq(db_sent(), sent);
	cr_assert_str_eq(header(b, "Set-Cookie"), "");
}

Test(health, metrics_are_prometheus_text)
{
	struct browser *b = browser_open();

	counters_open(shop_dir(), "shop");
	counters_add(COUNT_2XX, 3);
	cr_assert_eq(visit(b, "/metrics"), 200);
	cr_assert(sees(b, "# TYPE cointill_requests_total counter\n"));
	cr_assert(sees(b, "cointill_requests_total{pool=\"shop\","
	                  "status=\"2xx\"} 3\n"));
	cr_assert(sees(b, "cointill_payments_open 0\n"));
}
