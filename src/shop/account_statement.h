/* SPDX-License-Identifier: MIT */
#pragma once
#include "http/reply.h"

/* GET /account/statement: ?month=2026-11 */
handler account_statement_show;
/* GET /account/statement.csv: ?month=2026-11 */
handler account_statement_csv;
