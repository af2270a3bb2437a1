/* SPDX-License-Identifier: MIT */
#include "auditor/damages.h"

/* A row is three lines or more, whatever clang-format would like. */
/* clang-format off */
const struct damage DAMAGES[] = {
	{"the shop has no identity",
	 "DELETE FROM shop",
	 "identity"},
	{"an amount is zero",
	 "UPDATE ledger_transfers SET amount = 0 WHERE "
	 "entry_id = 4",
	 "I-1"},
	{"an amount is negative",
	 "UPDATE ledger_transfers SET amount = -amount WHERE "
	 "entry_id = 4",
	 "I-1"},
	{"both sides are one account",
	 "UPDATE ledger_transfers SET credit_account = "
	 "debit_account WHERE entry_id = 4",
	 "I-1"},
	{"half of a transfer is gone",
	 "UPDATE ledger_transfers SET credit_account = 99999 "
	 "WHERE entry_id = 4",
	 "I-1"},
	{"the sales account is gone",
	 "DELETE FROM accounts WHERE code = 'sales'",
	 "I-1"},
	{"a transfer is in another currency",
	 "UPDATE ledger_transfers SET currency = 'EUR' WHERE "
	 "entry_id = 1",
	 "I-1"},
	{"an entry is gone",
	 "DELETE FROM ledger_entries WHERE id = 4",
	 "I-1"},
	{"a transfer is gone",
	 "DELETE FROM ledger_transfers WHERE entry_id = 4",
	 "I-1"},
	{"a transfer is numbered 2",
	 "UPDATE ledger_transfers SET seq = 2 WHERE entry_id "
	 "= 4",
	 "I-1"},
	{"a charge is taken from another buyer",
	 "UPDATE ledger_transfers SET debit_account = "
	 "(SELECT account_id FROM users WHERE id = 3) WHERE "
	 "entry_id = 4",
	 "I-1"},
	{"an entry is of no kind",
	 "UPDATE ledger_entries SET kind = 'gift' WHERE id = "
	 "1",
	 "I-1"},
	{"an amount is changed",
	 "UPDATE ledger_transfers SET amount = amount + 1 "
	 "WHERE entry_id = 1",
	 "I-2"},
	{"a buyer is given credit",
	 "UPDATE users SET top_up_amount = top_up_amount + "
	 "500 WHERE id = 2",
	 "I-2"},
	{"a buyer is given back what was spent",
	 "UPDATE users SET consume_records = 0 WHERE id = 1",
	 "I-2"},
	{"credit is given and written into history",
	 "UPDATE users SET top_up_amount = top_up_amount + "
	 "500 WHERE id = 2;UPDATE balance_history SET "
	 "top_up_amount = top_up_amount + 500 WHERE user_id "
	 "= 2 AND ver >= 1",
	 "I-2"},
	{"an old row of history is changed",
	 "UPDATE balance_history SET top_up_amount = "
	 "top_up_amount + 1 WHERE user_id = 1 AND ver = 1",
	 "I-2"},
	{"a row of history is gone",
	 "DELETE FROM balance_history WHERE user_id = 1 AND "
	 "ver = 2",
	 "I-2"},
	{"the last row of history is gone",
	 "DELETE FROM balance_history WHERE user_id = 1 "
	 "ORDER BY ver DESC LIMIT 1",
	 "I-2"},
	{"a version is one ahead",
	 "UPDATE users SET ver = ver + 1 WHERE id = 3",
	 "I-2"},
	{"a row of history belongs to another",
	 "UPDATE balance_history SET user_id = 3, ver = 1 "
	 "WHERE user_id = 2 AND ver = 1",
	 "I-2"},
	{"a second transfer is slipped into an entry",
	 "INSERT INTO ledger_transfers SELECT entry_id, 2, "
	 "debit_account, credit_account, 100, currency FROM "
	 "ledger_transfers WHERE entry_id = 3",
	 "I-2"},
	{"a balance is below zero",
	 "UPDATE users SET consume_records = top_up_amount + "
	 "1 WHERE id = 2",
	 "I-3"},
	{"a balance was below zero",
	 "UPDATE balance_history SET consume_records = "
	 "top_up_amount + 1 WHERE user_id = 1 AND ver = 2",
	 "I-3"},
	{"a sum is below zero",
	 "UPDATE users SET top_up_amount = -5, "
	 "consume_records = -5 WHERE id = 3",
	 "I-3"},
	{"a payment is credited twice",
	 "INSERT INTO deposits (payment_id, user_id, asset, txid, "
	 "position, coin_amount, credited, currency, credited_at) "
	 "SELECT payment_id, user_id, asset, CONCAT(txid, 'x'), "
	 "position, coin_amount, credited, currency, credited_at "
	 "FROM deposits WHERE id = 1",
	 "I-4"},
	{"a transfer of the chain is credited twice",
	 "ALTER TABLE deposits DROP KEY u_origin;INSERT INTO "
	 "deposits (payment_id, user_id, asset, txid, position, "
	 "coin_amount, credited, currency, credited_at) SELECT "
	 "payment_id, user_id, asset, txid, position, coin_amount, "
	 "credited, currency, credited_at FROM deposits WHERE id = 1",
	 "I-4"},
	{"a deposit is gone",
	 "DELETE FROM deposits WHERE id = 2",
	 "I-4"},
	{"the entry of a deposit is of another kind",
	 "UPDATE ledger_entries SET kind = 'adjustment' "
	 "WHERE id = 2",
	 "I-4"},
	{"an entry is there twice",
	 "ALTER TABLE ledger_entries DROP KEY u_cause;INSERT "
	 "INTO ledger_entries SELECT NULL, kind, cause_id, "
	 "user_id, form_token, actor, created_at FROM "
	 "ledger_entries WHERE id = 1",
	 "I-4"},
	{"a credit from nowhere",
	 "INSERT INTO ledger_entries (kind, cause_id, "
	 "user_id, actor) VALUES ('deposit', 999, 3, "
	 "'callback');INSERT INTO ledger_transfers SELECT "
	 "LAST_INSERT_ID(), 1, debit_account, (SELECT "
	 "account_id FROM users WHERE id = 3), 700, 'USD' "
	 "FROM ledger_transfers WHERE entry_id = 1;INSERT "
	 "INTO balance_history VALUES (3, 1, "
	 "LAST_INSERT_ID(), 700, 0);UPDATE users SET "
	 "top_up_amount = 700, ver = 1 WHERE id = 3",
	 "I-4"},
	{"a credit from the account of another coin",
	 "UPDATE ledger_transfers SET debit_account = "
	 "(SELECT id FROM accounts WHERE code = "
	 "'clearing:LTC') WHERE entry_id = 1",
	 "I-4"},
	{"a credit of more than the deposit",
	 "UPDATE deposits SET credited = credited - 100 "
	 "WHERE id = 2",
	 "I-4"},
	{"a deposit of another coin than its payment",
	 "UPDATE deposits SET asset = 'LTC' WHERE id = 1",
	 "I-4"},
	{"a deposit of another buyer's payment",
	 "UPDATE deposits SET payment_id = 4 WHERE id = 1",
	 "I-4"},
	{"paid becomes open again",
	 "UPDATE payments SET state = 'OPEN', paid_at = NULL "
	 "WHERE id = 1;UPDATE users SET open_payments = 1 "
	 "WHERE id = 1",
	 "I-4"},
	{"open becomes paid without a deposit",
	 "UPDATE payments SET state = 'PAID', paid_at = "
	 "UTC_TIMESTAMP(3) WHERE id = 4;UPDATE users SET "
	 "open_payments = 1 WHERE id = 2",
	 "I-4"},
	{"more was asked for than credited",
	 "UPDATE payments SET fiat_amount = fiat_amount + 1 "
	 "WHERE id = 1",
	 "I-5"},
	{"less was asked for than credited, everywhere",
	 "UPDATE payments SET fiat_amount = 5000 WHERE id = "
	 "3",
	 "I-5"},
	{"no coins arrived",
	 "UPDATE deposits SET coin_amount = 0 WHERE id = 1",
	 "I-5"},
	{"nothing is credited",
	 "UPDATE deposits SET credited = 0 WHERE id = 2",
	 "I-5"},
	{"a deposit is in another currency",
	 "UPDATE deposits SET currency = 'EUR' WHERE id = 2",
	 "I-5"},
	{"any amount becomes a named one",
	 "UPDATE payments SET kind = 'PAYMENT' WHERE id = 2",
	 "I-5"},
	{"open without an address",
	 "UPDATE payments SET address = NULL WHERE id = 4",
	 "I-6"},
	{"open without an invoice",
	 "UPDATE payments SET address = NULL, gateway_id = "
	 "NULL, gateway_hash = NULL, expires_at = NULL WHERE "
	 "id = 4",
	 "I-6"},
	{"open without an expiry",
	 "UPDATE payments SET expires_at = NULL WHERE id = 4",
	 "I-6"},
	{"paid at no time",
	 "UPDATE payments SET paid_at = NULL WHERE id = 1",
	 "I-6"},
	{"expired before its time",
	 "UPDATE payments SET expires_at = UTC_TIMESTAMP(3) "
	 "+ INTERVAL 1 HOUR WHERE id = 6",
	 "I-6"},
	{"asked for, and to be asked for again",
	 "UPDATE payments SET ask_at = UTC_TIMESTAMP(3) WHERE id = 1",
	 "I-6"},
	{"made although nobody asked",
	 "UPDATE payments SET ask_at = asked_at, asked_at = NULL WHERE id = 4",
	 "I-6"},
	{"given up and still open",
	 "UPDATE payments SET cancelled_at = UTC_TIMESTAMP(3) WHERE id = 4",
	 "I-6"},
	{"given up, and its time goes on",
	 "UPDATE payments SET cancelled_at = expires_at - INTERVAL 1 HOUR "
	 "WHERE id = 6",
	 "I-6"},
	{"a callback that did not come so",
	 "INSERT INTO callbacks (payment_id, body, digest) VALUES (1, '{}', "
	 "UNHEX(SHA2('{}', 256)))",
	 "I-4"},
	{"failed without a reason",
	 "UPDATE payments SET reason = NULL WHERE id = 7",
	 "I-6"},
	{"a state that is none",
	 "UPDATE payments SET state = 'LOST' WHERE id = 7",
	 "I-6"},
	{"a unit is sold twice",
	 "ALTER TABLE buy_items DROP KEY u_item;INSERT INTO "
	 "buy_items SELECT NULL, 3, item_id, product_id, "
	 "product_name, unit_price, free_most, currency FROM buy_items "
	 "WHERE buy_id = 2",
	 "I-7"},
	{"a sold unit is for sale again",
	 "UPDATE items SET is_sold = 0 WHERE id = 1",
	 "I-7"},
	{"a unit counts as sold",
	 "UPDATE items SET is_sold = 1 WHERE id = 6",
	 "I-7"},
	{"a unit is gone",
	 "DELETE FROM items WHERE id = 6",
	 "I-7"},
	{"a sold unit is gone",
	 "DELETE FROM items WHERE id = 1",
	 "I-7"},
	{"a product is gone",
	 "DELETE FROM products WHERE id = 3",
	 "I-7"},
	{"the stock is one more",
	 "UPDATE products SET stock = stock + 1 WHERE id = 1",
	 "I-7"},
	{"the line has a gap",
	 "UPDATE items SET shelf = shelf + 50 WHERE id = 5",
	 "I-7"},
	{"the shelf goes back",
	 "UPDATE products SET shelf_next = 1 WHERE id = 1",
	 "I-7"},
	{"a line is of another product",
	 "UPDATE buy_items SET product_id = 2 WHERE buy_id = "
	 "2",
	 "I-7"},
	{"a total is changed",
	 "UPDATE buys SET total_price = total_price - 500 "
	 "WHERE id = 1",
	 "I-8"},
	{"a price of a line is changed",
	 "UPDATE buy_items SET unit_price = 1 WHERE buy_id = "
	 "2",
	 "I-8"},
	{"a total, its lines and no charge",
	 "UPDATE buys SET total_price = 1 WHERE id = "
	 "2;UPDATE buy_items SET unit_price = 1 WHERE buy_id "
	 "= 2;UPDATE outbox SET amount = 1 WHERE subject = "
	 "(SELECT public_id FROM buys WHERE id = 2);UPDATE "
	 "notices SET amount = 1 WHERE subject = (SELECT "
	 "public_id FROM buys WHERE id = 2)",
	 "I-8"},
	{"an order is gone",
	 "DELETE FROM buys WHERE id = 2",
	 "I-8"},
	{"a quantity is changed",
	 "UPDATE buys SET quantity = quantity + 1 WHERE id = "
	 "1",
	 "I-8"},
	{"an order was not charged",
	 "UPDATE ledger_entries SET cause_id = 999 WHERE id "
	 "= 4",
	 "I-8"},
	{"a buyer was charged and has no order",
	 "DELETE FROM buys WHERE id = 2;DELETE FROM "
	 "buy_items WHERE buy_id = 2",
	 "I-8"},
	{"an order is of another buyer",
	 "UPDATE buys SET buyer_id = 3 WHERE id = 2",
	 "I-8"},
	{"the charge went to a clearing account",
	 "UPDATE ledger_transfers SET credit_account = "
	 "(SELECT id FROM accounts WHERE code = "
	 "'clearing:BTC') WHERE entry_id = 4",
	 "I-8"},
	{"a free order is free no more",
	 "UPDATE buys SET total_price = 100 WHERE id = 4",
	 "I-8"},
	{"another looked at the units",
	 "INSERT INTO reveals (buy_id, user_id) VALUES (1, "
	 "2)",
	 "I-9"},
	{"somebody looked at no order",
	 "UPDATE reveals SET buy_id = 999",
	 "I-9"},
	{"the open payments are counted wrongly",
	 "UPDATE users SET open_payments = 0 WHERE id = 2",
	 "I-14"},
	{"too many payments are open",
	 "INSERT INTO payments (public_id, hook_token, "
	 "user_id, asset, kind, currency) SELECT CONCAT('p', "
	 "i.id), CONCAT('h', i.id), 3, 'BTC', 'DEPOSIT', "
	 "'USD' FROM items i LIMIT 6;UPDATE users SET "
	 "open_payments = 6 WHERE id = 3",
	 "I-14"},
	{"a form leads to nothing",
	 "UPDATE form_tokens SET result = "
	 "'/order/xxxxxxxxxxxxxxxxxxxxxx' LIMIT 1",
	 "I-24"},
	{"a form leads to another's order",
	 "UPDATE form_tokens SET result = (SELECT "
	 "CONCAT('/order/', public_id) FROM buys WHERE id = "
	 "1) WHERE user_id = 2 LIMIT 1",
	 "I-24"},
	{"two forms lead to one order",
	 "INSERT INTO form_tokens SELECT user_id, 'another', "
	 "fingerprint, result, created_at FROM form_tokens "
	 "WHERE result LIKE '/order/%' LIMIT 1",
	 "I-24"},
	{"the form of a charge is gone",
	 "DELETE FROM form_tokens WHERE token = (SELECT "
	 "form_token FROM ledger_entries WHERE id = 4)",
	 "I-24"},
	{"a charge came from no form",
	 "UPDATE ledger_entries SET form_token = NULL WHERE "
	 "id = 4",
	 "I-24"},
	{"one form charged twice",
	 "ALTER TABLE ledger_entries DROP KEY u_form;UPDATE "
	 "ledger_entries e JOIN ledger_entries f ON f.id = 4 "
	 "SET e.form_token = f.form_token WHERE e.id = 5",
	 "I-24"},
	{"one cart was bought twice",
	 "ALTER TABLE buys DROP KEY u_cart;UPDATE buys SET "
	 "cart = 'AAAAAAAAAAAAAAAAAAAAAA' WHERE buyer_id = 1",
	 "I-24"},
	{"an account has more free units than it may",
	 "UPDATE buy_items SET free_most = 0 WHERE unit_price "
	 "= 0",
	 "I-8"},
	{"a free unit was taken without a limit",
	 "UPDATE buy_items SET free_most = NULL WHERE "
	 "unit_price = 0",
	 "I-8"},
	{"an entry of tomorrow",
	 "UPDATE ledger_entries SET created_at = created_at "
	 "+ INTERVAL 1 DAY WHERE id = 6",
	 "dates"},
	{"an order of tomorrow",
	 "UPDATE buys SET buy_datetime = buy_datetime + "
	 "INTERVAL 1 DAY WHERE id = 4",
	 "dates"},
	{"a charge older than the credit before it",
	 "UPDATE ledger_entries SET created_at = created_at "
	 "- INTERVAL 30 SECOND WHERE id = 5",
	 "dates"},
	{"a deposit older than its payment",
	 "UPDATE deposits SET credited_at = credited_at - "
	 "INTERVAL 30 SECOND WHERE id = 1",
	 "dates"},
	{"an order predated with its charge",
	 "UPDATE buys SET buy_datetime = buy_datetime - "
	 "INTERVAL 1 DAY WHERE id = 2;UPDATE ledger_entries "
	 "SET created_at = created_at - INTERVAL 1 DAY WHERE "
	 "id = 5",
	 "dates"},
	{"a product in another currency",
	 "UPDATE products SET currency = 'EUR' WHERE id = 1",
	 "currency"},
	{"an order in another currency",
	 "UPDATE buys SET currency = 'EUR' WHERE id = 1",
	 "currency"},
	{"an order nobody is told of",
	 "DELETE FROM notices WHERE kind = "
	 "'order_placed';DELETE FROM outbox WHERE kind = "
	 "'order_placed' LIMIT 1",
	 "outbox"},
	{"a deposit nobody is told of",
	 "DELETE FROM outbox WHERE kind = 'deposit_credited' "
	 "LIMIT 1",
	 "outbox"},
	{"an expiry nobody is told of",
	 "DELETE FROM notices WHERE kind = "
	 "'payment_expired';DELETE FROM outbox WHERE kind = "
	 "'payment_expired'",
	 "outbox"},
	{"a buyer is told of another's order",
	 "UPDATE outbox SET user_id = 3 WHERE kind = "
	 "'order_placed' LIMIT 1",
	 "outbox"},
	{"a buyer is told of another amount",
	 "UPDATE outbox SET amount = amount + 1 WHERE kind = "
	 "'deposit_credited' LIMIT 1",
	 "outbox"},
	{"a notice says another amount",
	 "UPDATE notices SET amount = 1 LIMIT 1",
	 "outbox"},
	{"a notice has nothing behind it",
	 "INSERT INTO notices (outbox_id, user_id, kind, "
	 "subject, created_at) VALUES (9999, 1, "
	 "'order_placed', 'x', UTC_TIMESTAMP(3))",
	 "outbox"},
	{"a notice was lost",
	 "DELETE FROM notices LIMIT 1",
	 "outbox"},
	{"a user is gone",
	 "DELETE FROM users WHERE id = 3",
	 "accounts"},
	{"a user shares an account",
	 "ALTER TABLE users DROP KEY u_account;UPDATE users "
	 "SET account_id = (SELECT account_id FROM users "
	 "WHERE id = 1) WHERE id = 3",
	 "accounts"},
	{"an account of nobody",
	 "INSERT INTO accounts (kind, code, currency) VALUES "
	 "('user', 'user:ghost', 'USD')",
	 "accounts"},
	{"an account by a wrong name",
	 "UPDATE accounts SET code = 'income' WHERE code = "
	 "'sales'",
	 "accounts"},
	{"a balance beyond all numbers",
	 "UPDATE users SET top_up_amount = ~0 >> 1,"
	 " consume_records = -5 WHERE id = 2",
	 "I-3"},
	{"a history beyond all numbers",
	 "UPDATE balance_history SET top_up_amount"
	 " = -(~0 >> 1) - 1, consume_records = 9 WHERE ver = 1",
	 "I-3"},
	{"a transfer beyond all numbers",
	 "UPDATE ledger_transfers SET amount = -(~0 >> 1) - 1"
	 " WHERE entry_id IN (1, 4)",
	 "I-1"},
	{"an order beyond all numbers",
	 "UPDATE buys SET total_price = -(~0 >> 1) - 1"
	 " WHERE id = 1;DELETE FROM ledger_entries"
	 " WHERE kind = 'purchase'",
	 "I-8"},
	{"a deposit beyond all numbers",
	 "UPDATE deposits SET credited = -(~0 >> 1) - 1,"
	 " payment_id = 999",
	 "I-5"},
	{"a shelf beyond all numbers",
	 "UPDATE products SET shelf_next = ~0 >> 1",
	 "I-7"},
};
const size_t DAMAGES_COUNT = sizeof(DAMAGES) / sizeof(DAMAGES[0]);

const struct damage LIES[] = {
	{"credited and never paid",
	 "UPDATE payments SET gateway_id = '77' WHERE id = 1",
	 "truth"},
	{"credited more than was paid, consistently",
	 "UPDATE payments SET fiat_amount = 7000 WHERE id = "
	 "3;UPDATE deposits SET credited = 7000 WHERE id = "
	 "3;UPDATE ledger_transfers SET amount = 7000 WHERE "
	 "entry_id = 3;UPDATE users SET top_up_amount = 7000 "
	 "WHERE id = 2;UPDATE balance_history SET "
	 "top_up_amount = 7000 WHERE user_id = 2;UPDATE "
	 "outbox SET amount = 7000 WHERE kind = "
	 "'deposit_credited' AND user_id = 2;UPDATE notices "
	 "SET amount = 7000 WHERE kind = 'deposit_credited' "
	 "AND user_id = 2",
	 "truth"},
	{"held no more and never credited",
	 "UPDATE payments SET state = 'EXPIRED', expires_at "
	 "= UTC_TIMESTAMP(3) WHERE id = 8",
	 "truth"},
	{"of another coin",
	 "UPDATE payments SET asset = 'LTC' WHERE id = "
	 "1;UPDATE deposits SET asset = 'LTC' WHERE id = 1",
	 "truth"},
};
const size_t LIES_COUNT = sizeof(LIES) / sizeof(LIES[0]);
/* clang-format on */
