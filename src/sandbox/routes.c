/* SPDX-License-Identifier: MIT */
#include "sandbox/routes.h"
#include "sandbox/answer.h"

const struct route SANDBOX_ROUTES[] = {
  /* The gateway, as it speaks */
	{POST, "/api/payment",               api_payment_create,   MACHINE, ALL},
	{GET,  "/api/payment",               api_payment_show,     MACHINE, ALL},
	{GET,  "/api/wallet",                api_wallet_show,      MACHINE, ALL},
	{POST, "/api/wallet/withdrawal",     api_wallet_withdraw,  MACHINE, ALL},
	{GET,  "/api/currency",              api_currency_list,    MACHINE, ALL},
	{GET,  "/api/cryptocurrency",        api_coin_list,        MACHINE, ALL},
	{GET,  "/api/cryptocurrency/all",    api_coin_list_all,    MACHINE, ALL},
	{GET,  "/api/cryptocurrency/stable", api_coin_list_stable, MACHINE, ALL},
	{GET,  "/api/cryptocurrency/price",  api_price_list,       MACHINE, ALL},
 /* The world around it, for scripts */
	{POST, "/pay",		       control_pay,          MACHINE, ALL},
	{POST, "/expire",                    control_expire,       MACHINE, ALL},
	{POST, "/fault",                     control_fault,        MACHINE, ALL},
 /* The same, for a person */
	{GET,  "/",			  page_show,            MACHINE, ALL},
	{POST, "/",			  page_act,             MACHINE, ALL},
	{GET,  "/shop",                      page_shop,            MACHINE, ALL},
};
const size_t SANDBOX_ROUTES_COUNT =
	sizeof(SANDBOX_ROUTES) / sizeof(SANDBOX_ROUTES[0]);

struct reply *sandbox_error(struct request *rq, int status, const char *what)
{
	return answer_error(rq, status, status == 404 ? "not_found" : "error",
	                    what);
}
