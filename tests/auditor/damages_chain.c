/* SPDX-License-Identifier: MIT */
#include "auditor/damages.h"

/* To payments and deposits of story_chain.c. */
/* clang-format off */
const struct damage CHAIN_DAMAGES[] = {
	/* --- witnesses and words --- */
	{"a witness is credited",
	 "UPDATE deposits SET state = 'CREDITED', credited = 100,"
	 " credited_at = UTC_TIMESTAMP(3) WHERE txid = 'nine-1'",
	 "I-4"},
	{"a deposit is passed over",
	 "UPDATE deposits SET due = 0, confirmations = 1001, missed = 0"
	 " WHERE txid = 'sixteen'",
	 "I-20"},
	{"a witness becomes a deposit of its own",
	 "UPDATE deposits SET is_witness = 0 WHERE txid = 'ten'",
	 "I-4"},
	{"a word is of another invoice",
	 "UPDATE deposits SET txid = 'kryptoexpress:999' WHERE id = 1",
	 "I-4"},
	{"a word about an own address",
	 "UPDATE deposits SET source = NULL WHERE txid = 'thirteen'",
	 "I-4"},
	{"an own payment is paid and was never credited",
	 "UPDATE payments SET state = 'PAID', paid_at = UTC_TIMESTAMP(3)"
	 " WHERE id = 16",
	 "I-4"},
	{"an own payment is credited and still open",
	 "UPDATE payments SET state = 'CONFIRMING', paid_at = NULL"
	 " WHERE id = 21",
	 "I-4"},
	{"what only was seen has a credit",
	 "INSERT INTO ledger_entries (kind, cause_id, user_id, actor)"
	 " SELECT 'deposit', id, user_id, 'chain' FROM deposits"
	 " WHERE txid = 'sixteen'",
	 "I-4"},
	{"a second word of a witnessed payment",
	 "INSERT INTO deposits (payment_id, user_id, asset, txid, position,"
	 " coin_amount, credited, currency, credited_at) SELECT payment_id,"
	 " user_id, asset, txid, '1', coin_amount, credited, currency,"
	 " credited_at FROM deposits WHERE payment_id = 9 AND source IS NULL",
	 "I-4"},
	{"the gateway said more than was credited",
	 "UPDATE payments SET said_credit = said_credit + 1 WHERE id = 10",
	 "I-5"},
	{"the gateway said that more coins came than were vouched for",
	 "UPDATE payments SET said_coin = said_coin + 1 WHERE id = 9",
	 "I-5"},
	{"any amount was said smaller, and credited so",
	 "UPDATE payments SET said_credit = 2999 WHERE id = 10",
	 "I-5"},
	{"a witness is too small",
	 "UPDATE deposits SET coin_amount = coin_amount - 1"
	 " WHERE txid = 'nine-2'",
	 "I-20"},
	{"the witnesses are gone",
	 "UPDATE deposits SET state = 'GONE', is_final = 0, reason = 'gone'"
	 " WHERE payment_id = 9 AND is_witness = 1",
	 "I-20"},
	{"the outputs of any amount came by two transactions",
	 "UPDATE deposits SET txid = 'ten-2' WHERE txid = 'ten'"
	 " AND position = '1'",
	 "I-20"},
	{"a payment is paid by a witness that is not deep yet",
	 "UPDATE payments SET state = 'PAID', paid_at = UTC_TIMESTAMP(3)"
	 " WHERE id = 11",
	 "I-20"},
	{"confirming, and the gateway said nothing",
	 "UPDATE payments SET said_at = NULL, said_coin = NULL,"
	 " said_credit = NULL WHERE id = 11",
	 "I-6"},
	{"the gateway said paid, and the payment is open",
	 "UPDATE payments SET state = 'OPEN' WHERE id = 11;"
	 "UPDATE users SET open_payments = open_payments + 1 WHERE id = 4",
	 "I-6"},
	{"what was said is known in part",
	 "UPDATE payments SET said_coin = NULL WHERE id = 10",
	 "I-6"},
	{"the gateway spoke of an own address",
	 "UPDATE payments SET said_at = UTC_TIMESTAMP(3), said_coin = 1,"
	 " said_credit = 1 WHERE id = 16",
	 "I-6"},
	{"an own payment has an invoice",
	 "UPDATE payments SET gateway_id = '88', gateway_hash = '88'"
	 " WHERE id = 20",
	 "I-6"},
	{"an own payment of a named amount has no price",
	 "UPDATE payments SET rate = NULL WHERE id = 13",
	 "I-6"},
	{"a payment of nobody's address",
	 "UPDATE payments SET provider = '' WHERE id = 20",
	 "I-6"},
	{"a payment waits for what was never seen",
	 "DELETE FROM deposits WHERE txid = 'sixteen'",
	 "I-6"},
	{"a payment waits for days and nothing is on its way",
	 "UPDATE deposits SET state = 'GONE', reason = 'gone'"
	 " WHERE txid = 'sixteen';UPDATE payments SET created_at ="
	 " created_at - INTERVAL 3 DAY, expires_at = expires_at"
	 " - INTERVAL 3 DAY WHERE id = 16",
	 "I-6"},
	{"the gateway's word waits for days and no coin was seen",
	 "UPDATE deposits SET state = 'GONE', reason = 'gone'"
	 " WHERE txid = 'eleven';UPDATE payments SET created_at = created_at"
	 " - INTERVAL 9 DAY, said_at = said_at - INTERVAL 9 DAY"
	 " WHERE id = 11",
	 "I-6"},
	/* --- what coins are worth --- */
	{"an own deposit was credited a cent more",
	 "UPDATE deposits SET credited = credited + 1"
	 " WHERE txid = 'thirteen-2'",
	 "I-5"},
	{"an own deposit was rounded up, everywhere",
	 "UPDATE deposits SET credited = 1000 WHERE txid = 'thirteen-2';"
	 "UPDATE ledger_transfers SET amount = 1000 WHERE amount = 999;"
	 "UPDATE outbox SET amount = 1000 WHERE amount = 999;"
	 "UPDATE notices SET amount = 1000 WHERE amount = 999",
	 "I-5"},
	{"an own deposit was credited a cent less",
	 "UPDATE deposits SET credited = credited - 1"
	 " WHERE txid = 'twentyone'",
	 "I-5"},
	{"just what was asked for was credited by its price",
	 "UPDATE deposits SET credited = 3999 WHERE txid = 'thirteen'",
	 "I-5"},
	{"an own deposit has no price",
	 "UPDATE deposits SET rate = NULL WHERE txid = 'twentyone'",
	 "I-5"},
	{"the price of an own deposit was raised",
	 "UPDATE deposits SET rate = '3000.13' WHERE txid = 'fourteen';"
	 "UPDATE deposits SET coin_amount = coin_amount * 2"
	 " WHERE txid = 'fourteen'",
	 "I-5"},
	{"more coins than came",
	 "UPDATE deposits SET coin_amount = coin_amount * 10"
	 " WHERE txid = 'fifteen'",
	 "I-5"},
	{"a deposit is not at the promised price",
	 "UPDATE payments SET rate = '1.5' WHERE id = 15",
	 "I-5"},
	{"an amount of coins beyond all numbers",
	 "UPDATE deposits SET coin_amount = REPEAT('9', 38),"
	 " rate = '999999999999' WHERE txid = 'thirteen'",
	 "I-5"},
	/* --- outputs and addresses --- */
	{"an output is there twice",
	 "ALTER TABLE deposits DROP KEY u_origin;INSERT INTO deposits"
	 " (payment_id, user_id, asset, txid, position, coin_amount, credited,"
	 " credited_at, currency, state, source) SELECT 20, user_id, asset,"
	 " txid, position, coin_amount, NULL, NULL, currency, 'SEEN', source"
	 " FROM deposits WHERE txid = 'sixteen'",
	 "I-19"},
	{"an output is there again by another spelling",
	 "INSERT INTO deposits (payment_id, user_id, asset, txid, position,"
	 " coin_amount, credited, credited_at, currency, state, source)"
	 " SELECT payment_id, user_id, asset, CONCAT('0x', UPPER(txid)),"
	 " CONCAT('0', position), coin_amount, NULL, NULL, currency, 'SEEN',"
	 " source FROM deposits WHERE txid = 'sixteen'",
	 "I-19"},
	{"an output belongs to a payment of another network",
	 "UPDATE deposits SET payment_id = 21, user_id = 5"
	 " WHERE txid = 'sixteen'",
	 "I-19"},
	{"coins came to an address nobody looks at",
	 "DELETE FROM watches WHERE payment_id = 14",
	 "I-19"},
	{"a deposit of a coin that is none",
	 "UPDATE deposits SET asset = 'XYZ' WHERE txid = 'sixteen'",
	 "I-19"},
	{"an address was given to two payments",
	 "ALTER TABLE own_addresses DROP KEY u_script;"
	 "INSERT INTO own_addresses (network, script, address, wallet_id,"
	 " wallet_index, payment_id) SELECT network, script, address, NULL,"
	 " NULL, 12 FROM own_addresses WHERE payment_id = 14",
	 "I-19"},
	{"an own address belongs to another buyer than it was shown to",
	 "UPDATE own_addresses SET user_id = 1 WHERE payment_id = 20",
	 "I-19"},
	{"an own address serves the request of another buyer",
	 "UPDATE payments SET user_id = 1 WHERE id = 20",
	 "I-19"},
	{"a watch shows the address of another buyer",
	 "UPDATE watches SET script = (SELECT script FROM own_addresses"
	 " WHERE payment_id = 14) WHERE payment_id = 20",
	 "I-19"},
	{"an own address serves a request that is not its newest",
	 "UPDATE payments SET address = (SELECT address FROM own_addresses"
	 " WHERE payment_id = 14) WHERE id = 16;"
	 "UPDATE watches w JOIN own_addresses o ON o.payment_id = 14"
	 " SET w.script = o.script WHERE w.payment_id = 16;"
	 "DELETE FROM own_addresses WHERE payment_id = 16",
	 "I-19"},
	{"an own address is of nobody and serves a request",
	 "UPDATE own_addresses SET user_id = NULL WHERE payment_id = 20",
	 "I-19"},
	{"an address that was paid came back",
	 "UPDATE payments SET address = (SELECT address FROM own_addresses"
	 " WHERE payment_id = 14) WHERE id = 16;"
	 "UPDATE watches w JOIN own_addresses o ON o.payment_id = 14"
	 " SET w.script = o.script WHERE w.payment_id = 16;"
	 "DELETE FROM own_addresses WHERE payment_id = 16;"
	 "UPDATE own_addresses SET payment_id = 16 WHERE payment_id = 14;"
	 "UPDATE deposits SET seen_at = seen_at - INTERVAL 5 MINUTE"
	 " WHERE txid = 'fourteen'",
	 "I-19"},
	{"an index was given twice",
	 "ALTER TABLE own_addresses DROP KEY u_index;UPDATE own_addresses SET"
	 " wallet_index = 3 WHERE wallet_index = 4",
	 "I-19"},
	{"a payment was given two addresses",
	 "ALTER TABLE own_addresses DROP KEY u_payment;UPDATE own_addresses"
	 " SET payment_id = 21 WHERE payment_id IS NULL",
	 "I-19"},
	{"two payments share an own address",
	 "UPDATE payments SET asset = 'USDC_ERC20', address = (SELECT address"
	 " FROM own_addresses WHERE payment_id = 14) WHERE id = 20",
	 "I-19"},
	{"an address was given to a payment that does not say so",
	 "UPDATE payments SET provider = 'gateway' WHERE id = 20",
	 "I-19"},
	{"an address was given to nobody there is",
	 "UPDATE own_addresses SET payment_id = 999 WHERE payment_id IS NULL",
	 "I-19"},
	{"the address of a payment was exchanged",
	 "UPDATE payments SET address ="
	 " '0x1111111111111111111111111111111111111111' WHERE id = 20",
	 "I-19"},
	{"an own address of a payment is not in the list",
	 "DELETE FROM own_addresses WHERE payment_id = 20",
	 "I-19"},
	{"the next index goes back",
	 "UPDATE wallets SET next_index = 5",
	 "I-19"},
	{"a key was used before it was confirmed",
	 "UPDATE wallets SET confirmed_at = NULL",
	 "I-19"},
	{"a key is of another network than its addresses",
	 "UPDATE wallets SET network = 'tron'",
	 "I-19"},
	{"a key is gone",
	 "DELETE FROM wallets",
	 "I-19"},
	{"the last paid index is behind",
	 "UPDATE wallets SET paid_index = 0",
	 "wallets"},
	{"the last paid index was never paid",
	 "UPDATE wallets SET paid_index = 7",
	 "wallets"},
	{"a network has two keys in use",
	 "INSERT INTO wallets (network, extended_key, first_address,"
	 " confirmed_at) SELECT network, extended_key, 'x', confirmed_at"
	 " FROM wallets",
	 "wallets"},
	/* --- depth and reversals --- */
	{"a deposit was credited too early",
	 "UPDATE deposits SET credited_depth = 31 WHERE txid = 'thirteen'",
	 "I-20"},
	{"nobody knows how deep a credited deposit was",
	 "UPDATE deposits SET credited_depth = NULL, needed_depth = NULL"
	 " WHERE txid = 'twentyone'",
	 "I-20"},
	{"no depth was asked for",
	 "UPDATE deposits SET credited_depth = 0, needed_depth = 0"
	 " WHERE txid = 'fifteen'",
	 "I-20"},
	{"mined coins were credited before they could move",
	 "UPDATE deposits SET maturity = 100 WHERE txid = 'thirteen'",
	 "I-20"},
	{"a deposit is in no state",
	 "UPDATE deposits SET state = '' WHERE txid = 'sixteen'",
	 "I-20"},
	{"a credited deposit is only seen",
	 "UPDATE deposits SET state = 'SEEN' WHERE txid = 'thirteen'",
	 "I-20"},
	{"a seen deposit counts as credited",
	 "UPDATE deposits SET state = 'CREDITED' WHERE txid = 'sixteen'",
	 "I-20"},
	{"a deposit that was seen very deep is gone",
	 "UPDATE deposits SET state = 'GONE', reason = 'gone',"
	 " confirmations = 200 WHERE txid = 'sixteen'",
	 "I-20"},
	{"a reversed deposit is credited again",
	 "UPDATE deposits SET state = 'CREDITED', reversed_at = NULL"
	 " WHERE txid = 'fourteen'",
	 "I-20"},
	{"a credited deposit is reversed, and nothing was taken",
	 "UPDATE deposits SET state = 'REVERSED', reason = 'gone',"
	 " reversed_at = UTC_TIMESTAMP(3) WHERE txid = 'thirteen'",
	 "I-20"},
	{"a reversal is gone",
	 "DELETE FROM ledger_entries WHERE kind = 'reversal' LIMIT 1",
	 "I-20"},
	{"a deposit is taken back twice",
	 "ALTER TABLE ledger_entries DROP KEY u_cause;INSERT INTO"
	 " ledger_entries (kind, cause_id, user_id, actor) SELECT kind,"
	 " cause_id, user_id, actor FROM ledger_entries"
	 " WHERE kind = 'reversal' LIMIT 1",
	 "I-20"},
	{"a word of the gateway is taken back",
	 "UPDATE ledger_entries SET cause_id = 1, user_id = 1"
	 " WHERE kind = 'reversal' LIMIT 1",
	 "I-20"},
	{"a reversal of a deposit that does not exist",
	 "UPDATE ledger_entries SET cause_id = 999 WHERE kind = 'reversal'"
	 " LIMIT 1",
	 "I-20"},
	{"less was taken back than was credited",
	 "UPDATE ledger_transfers t JOIN ledger_entries e ON e.id = t.entry_id"
	 " SET t.amount = t.amount - 1 WHERE e.kind = 'reversal'"
	 " AND t.seq = 1",
	 "I-20"},
	{"a debt is not what the deposit says",
	 "UPDATE deposits SET shortfall = shortfall - 1"
	 " WHERE txid = 'fifteen'",
	 "I-20"},
	{"a shortfall of a deposit that stands",
	 "UPDATE deposits SET shortfall = 5 WHERE txid = 'thirteen'",
	 "I-20"},
	{"a debt was taken while there was a balance",
	 "UPDATE ledger_transfers t JOIN ledger_entries e ON e.id = t.entry_id"
	 " SET t.debit_account = (SELECT id FROM accounts WHERE code = 'debt')"
	 " WHERE e.kind = 'reversal' AND e.user_id = 5",
	 "I-20"},
	{"a reversal goes to the account of another coin",
	 "UPDATE ledger_transfers t JOIN ledger_entries e ON e.id = t.entry_id"
	 " SET t.credit_account = (SELECT id FROM accounts WHERE code ="
	 " 'clearing:BTC') WHERE e.kind = 'reversal'",
	 "I-20"},
	{"the shop pays for a reversal",
	 "UPDATE ledger_transfers t JOIN ledger_entries e ON e.id = t.entry_id"
	 " SET t.debit_account = (SELECT id FROM accounts WHERE code ="
	 " 'sales') WHERE e.kind = 'reversal' AND t.seq = 2",
	 "I-20"},
	{"an order is paid by a debt",
	 "UPDATE ledger_transfers SET debit_account = (SELECT id FROM accounts"
	 " WHERE code = 'debt') WHERE entry_id = 4",
	 "I-20"},
	{"what is only seen counts as final",
	 "UPDATE deposits SET is_final = 1 WHERE txid = 'sixteen'",
	 "I-20"},
	{"what waits for its price counts as final",
	 "UPDATE deposits SET is_final = 1 WHERE txid = 'seventeen'",
	 "I-20"},
	{"what is missing counts as final",
	 "UPDATE deposits SET missed = 1 WHERE txid = 'thirteen'",
	 "I-20"},
	{"a deposit is held without a reason",
	 "UPDATE deposits SET reason = NULL WHERE txid = 'eighteen'",
	 "I-20"},
	{"a deposit is gone without a reason",
	 "UPDATE deposits SET reason = '' WHERE txid = 'nineteen'",
	 "I-20"},
	{"a deposit is held and nobody was asked",
	 "UPDATE deposits SET state = 'HELD', reason = 'two sources',"
	 " seen_at = seen_at - INTERVAL 2 HOUR"
	 " WHERE txid = 'sixteen'",
	 "I-20"},
	{"a held deposit is forgotten with its report",
	 "DELETE FROM quarantine;UPDATE payments SET state = 'EXPIRED',"
	 " expires_at = created_at WHERE id = 18",
	 "I-20"},
	/* --- who looks, and at what --- */
	{"an own address is not looked at",
	 "DELETE FROM watches WHERE payment_id = 20",
	 "watch"},
	{"an address of the gateway's is not looked at",
	 "DELETE FROM watches WHERE payment_id = 11;DELETE FROM deposits"
	 " WHERE payment_id = 11",
	 "watch"},
	{"an open address is not looked at any more",
	 "UPDATE watches SET next_look_at = NULL WHERE payment_id = 20",
	 "watch"},
	{"coins are on their way to where nobody looks",
	 "UPDATE watches SET next_look_at = NULL WHERE payment_id = 17",
	 "watch"},
	{"another address is looked at",
	 "UPDATE watches SET script = REPEAT('1', 40) WHERE payment_id = 20",
	 "watch"},
	{"an address is looked for on another network",
	 "UPDATE watches SET network = 'bsc' WHERE payment_id = 20",
	 "watch"},
	{"what is looked at is of no payment",
	 "INSERT INTO watches (payment_id, network, script, watched_until)"
	 " VALUES (999, 'tron', 'ab', UTC_TIMESTAMP(3))",
	 "watch"},
	{"an address is looked at for too short",
	 "UPDATE watches SET watched_until = watched_until - INTERVAL 30 DAY"
	 " WHERE payment_id = 20",
	 "watch"},
	{"a look at no time",
	 "UPDATE watches SET looked_at = NULL WHERE payment_id = 16",
	 "watch"},
	{"a cursor of nobody's",
	 "UPDATE watches SET source = NULL WHERE payment_id = 16",
	 "watch"},
	{"a cursor of no network",
	 "UPDATE cursors SET network = 'monero'",
	 "watch"},
	{"a cursor that leads nowhere",
	 "UPDATE cursors SET cursor_text = ''",
	 "watch"},
	{"what cannot be read is of no address",
	 "UPDATE unread_transfers SET payment_id = 999999",
	 "watch"},
	{"what cannot be read is of no network",
	 "UPDATE unread_transfers SET network = 'monero', payment_id = 0",
	 "watch"},
	{"what cannot be read is given up too early",
	 "UPDATE unread_transfers SET retry_at = NULL",
	 "watch"},
	{"more that cannot be read than an address has room for",
	 "INSERT INTO unread_transfers SELECT u.network, u.payment_id,"
	 " CONCAT('odd', s.seq), u.source, 7, 'odd', 1, u.first_at, u.retry_at"
	 " FROM unread_transfers u JOIN seq_1_to_25 s",
	 "watch"},
	{"rows were passed over at no time",
	 "UPDATE sources SET passed = 3",
	 "watch"},
	{"a source of no network",
	 "UPDATE sources SET network = 'monero'",
	 "watch"},
	{"a source fails at no time",
	 "UPDATE sources SET failures = 3",
	 "watch"},
	{"a chain of negative height",
	 "UPDATE sources SET tip = -1",
	 "watch"},
	{"a price is zero",
	 "UPDATE quotes SET price = '0.000' WHERE coin = 'ETH'",
	 "prices"},
	{"a price is negative",
	 "UPDATE rates SET price = '-3000' WHERE coin = 'ETH'",
	 "prices"},
	{"a price is no number",
	 "UPDATE payments SET rate = '1,000' WHERE id = 18",
	 "prices"},
	{"a price of a coin that is none",
	 "UPDATE rates SET coin = 'XYZ' WHERE coin = 'ETH'",
	 "prices"},
	{"a price of no time",
	 "UPDATE rates SET at = NULL",
	 "prices"},
	{"a coin has no price and nobody says why",
	 "UPDATE rates SET price = NULL, at = NULL",
	 "prices"},
	{"a price of tomorrow",
	 "UPDATE rates SET at = at + INTERVAL 1 DAY",
	 "dates"},
	{"a source said its price tomorrow",
	 "UPDATE quotes SET at = at + INTERVAL 1 DAY",
	 "dates"},
	{"a deposit was seen tomorrow",
	 "UPDATE deposits SET seen_at = seen_at + INTERVAL 1 DAY"
	 " WHERE txid = 'sixteen'",
	 "dates"},
	{"a deposit was seen before its address was given",
	 "UPDATE deposits SET seen_at = seen_at - INTERVAL 3 DAY"
	 " WHERE txid = 'sixteen'",
	 "dates"},
	{"a deposit was taken back long after its entry",
	 "UPDATE ledger_entries SET created_at = created_at"
	 " - INTERVAL 1 DAY WHERE kind = 'reversal'",
	 "dates"},
	{"a cursor of tomorrow",
	 "UPDATE cursors SET moved_at = moved_at + INTERVAL 1 DAY",
	 "dates"},
	{"a reversal nobody is told of",
	 "DELETE FROM outbox WHERE kind = 'deposit_reversed' LIMIT 1",
	 "outbox"},
	{"coins on their way nobody is told of",
	 "DELETE FROM outbox WHERE kind = 'deposit_seen'",
	 "outbox"},
	{"the account of debts by a wrong name",
	 "UPDATE accounts SET code = 'loans' WHERE code = 'debt'",
	 "accounts"},
};
const size_t CHAIN_DAMAGES_COUNT =
	sizeof(CHAIN_DAMAGES) / sizeof(CHAIN_DAMAGES[0]);

const struct damage CHAIN_LIES[] = {
	{"what came to an own address is missing",
	 "DELETE FROM deposits"
	 " WHERE txid = 'eleven'",
	 "truth"},
	{"what came is gone by mistake",
	 "UPDATE deposits SET state = 'GONE', reason = 'gone'"
	 " WHERE txid = 'eleven'",
	 "truth"},
	{"an output of a transaction is missing",
	 "UPDATE deposits SET coin_amount = coin_amount - 1"
	 " WHERE txid = 'twelve'",
	 "truth"},
	{"coins were credited that nobody sent",
	 "UPDATE deposits SET txid = 'invented' WHERE txid = 'thirteen-2'",
	 "truth"},
	{"more coins were credited than were sent",
	 "UPDATE deposits SET coin_amount = coin_amount + 1"
	 " WHERE txid = 'twentyone'",
	 "truth"},
	{"coins were credited to another than they were sent to",
	 "UPDATE deposits SET payment_id = 13 WHERE txid = 'fifteen'",
	 "truth"},
	{"a witness was invented",
	 "UPDATE deposits SET txid = 'invented' WHERE txid = 'nine-1'",
	 "truth"},
	{"what was taken from the chain is credited again",
	 "UPDATE deposits SET state = 'CREDITED', reversed_at = NULL"
	 " WHERE txid = 'fourteen'",
	 "truth"},
};
const size_t CHAIN_LIES_COUNT = sizeof(CHAIN_LIES) / sizeof(CHAIN_LIES[0]);
/* clang-format on */
