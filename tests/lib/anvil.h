/* SPDX-License-Identifier: MIT */
#pragma once
#include <stdint.h>
#include "remote/json.h"
/*
 * anvil: a real node of Ethereum for one test, with a chain of its own.
 *
 * COINTILL_TEST_ANVIL says where the program is, else it is looked for on the
 * PATH; without it the test is skipped.  It mines when it is told and ends
 * with its test.
 */

/* Starts it, of that chain id; gives "http://127.0.0.1:PORT". */
const char *anvil_start(int64_t chain_id);

/* Calls it with params as JSON, every ' standing for ", and gives the result;
 * an error fails the test. */
const json *anvil_call(const char *method, const char *params);
const char *anvil_text(const char *method, const char *params);
void anvil_mine(unsigned blocks);
