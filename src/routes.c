/* SPDX-License-Identifier: MIT */
#include "routes.h"
#include "hook/kryptoexpress.h"
#include "shop/account.h"
#include "shop/account_security.h"
#include "shop/account_statement.h"
#include "shop/cancel.h"
#include "shop/cart.h"
#include "shop/category.h"
#include "shop/checkout.h"
#include "shop/cover.h"
#include "shop/deposit.h"
#include "shop/health.h"
#include "shop/home.h"
#include "shop/login.h"
#include "shop/logout.h"
#include "shop/order.h"
#include "shop/orders.h"
#include "shop/payment.h"
#include "shop/product.h"
#include "shop/recover.h"
#include "shop/register.h"
/*
 * routes: every URL this program answers.
 *
 * The handler `cart_add` is in src/shop/cart.c, its page is
 * templates/shop/cart.html, and its tests are tests/shop/cart_test.c.
 * tools/where /cart prints all of them.  The columns: method, path, handler,
 * who may use it, and the pools of workers that answer it.
 */
/* clang-format off */
const struct route ROUTES[] = {
	/* The catalogue */
	{GET,  "/",                      home_show,              ANYONE,  SHOP},
	{GET,  "/category/{slug}",       category_show,          ANYONE,  SHOP},
	{GET,  "/product/{slug}",        product_show,           ANYONE,  SHOP},
	{GET,  "/cover/{file}",          cover_show,             MACHINE, SHOP},

	/* Buying */
	{GET,  "/cart",                  cart_show,              ANYONE,  SHOP},
	{POST, "/cart",                  cart_add,               ANYONE,  SHOP},
	{POST, "/cart/update",           cart_update,            ANYONE,  SHOP},
	{POST, "/checkout",              checkout_send,          BUYER,   SHOP},
	{GET,  "/orders",                orders_show,            BUYER,   SHOP},
	{GET,  "/order/{id}",            order_show,             BUYER,   SHOP},
	{POST, "/order/{id}/reveal",     order_reveal,           BUYER,   SHOP},

	/* Topping up */
	{GET,  "/deposit",               deposit_show,           BUYER,   PAY},
	{POST, "/deposit",               deposit_send,           BUYER,   PAY},
	{GET,  "/deposit/{id}",          payment_show,           BUYER,   PAY},
	{GET,  "/deposit/{id}/status",   payment_status,         BUYER,   PAY},
	{POST, "/deposit/{id}/cancel",   cancel_send,            BUYER,   PAY},

	/* The account */
	{GET,  "/register",              register_show,          ANYONE,  SHOP},
	{POST, "/register",              register_send,          ANYONE,  SHOP},
	{GET,  "/login",                 login_show,             ANYONE,  SHOP},
	{POST, "/login",                 login_send,             ANYONE,  SHOP},
	{POST, "/logout",                logout_send,            ANYONE,  SHOP},
	{GET,  "/recover",               recover_show,           ANYONE,  SHOP},
	{POST, "/recover",               recover_send,           ANYONE,  SHOP},
	{GET,  "/account",               account_show,           BUYER,   SHOP},
	{GET,  "/account/statement",     account_statement_show, BUYER,   SHOP},
	{GET,  "/account/statement.csv", account_statement_csv,  BUYER,   SHOP},
	{GET,  "/account/security",      account_security_show,  BUYER,   SHOP},
	{POST, "/account/security",      account_security_send,  BUYER,   SHOP},

	/* Called by machines: signed, so no form token */
	{POST, "/hook/kryptoexpress/{token}", hook_kryptoexpress_take, SIGNED, PAY},

	/* Asked by machines */
	{GET,  "/healthz",               health_live,            MACHINE, ALL},
	{GET,  "/readyz",                health_ready,           MACHINE, ALL},
	{GET,  "/metrics",               health_metrics,         MACHINE, SHOP},
};
/* clang-format on */

const size_t ROUTES_COUNT = sizeof(ROUTES) / sizeof(ROUTES[0]);
