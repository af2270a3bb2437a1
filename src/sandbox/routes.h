/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/router.h"
/*
 * routes: every address the stand-in answers.
 */
extern const struct route SANDBOX_ROUTES[];
extern const size_t SANDBOX_ROUTES_COUNT;

/* What it says to any other. */
struct reply *sandbox_error(struct request *rq, int status, const char *what);

/* api.c */
handler api_payment_create, api_payment_show;
/* api_wallet.c */
handler api_wallet_show, api_wallet_withdraw;
/* api_lists.c */
handler api_currency_list, api_coin_list, api_coin_list_all,
	api_coin_list_stable, api_price_list;
/* control.c: for scripts */
handler control_pay, control_expire, control_fault;
/* page.c: for a person */
handler page_show, page_act, page_shop;
