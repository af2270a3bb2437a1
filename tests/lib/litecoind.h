/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "remote/json.h"
/*
 * litecoind: a real node on a chain of its own (regtest), for one test.
 *
 * It has a folder and ports of its own, and dies with the test's process,
 * however that ends.  "miner" is its wallet with coins in it.
 */

/* Skips the test, and says so, where the program is not installed. */
void litecoind_need(void);
/* Starts it, with settings that make it the one source of Litecoin; its miner
 * has coins to spend. */
void litecoind_start(void);
/* Stops it as an operator does; and starts it again with the same data. */
void litecoind_stop(void);
void litecoind_start_again(void);
int litecoind_port(void);
/* Its disk lost a wallet; it is started again. */
void litecoind_forget_wallet(const char *name);

/* The result of a call, which must succeed; params is a JSON array in which
 * quotes may be written '.  wallet may be NULL. */
const json *litecoind_call(const char *wallet, const char *method,
                           const char *params, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, of a result that is a text. */
const char *litecoind_ask(const char *wallet, const char *method,
                          const char *params, ...)
	__attribute__((format(printf, 3, 4)));
/* Blocks on top, to an address that never had any. */
void litecoind_mine(int blocks);
int64_t litecoind_height(void);
/* A new address of a wallet, which is made when it is not there. */
const char *litecoind_address(const char *wallet);
/* The miner pays; the transaction. */
const char *litecoind_pay(const char *address, const char *amount);
