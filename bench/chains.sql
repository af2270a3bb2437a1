-- SPDX-License-Identifier: MIT
-- What bench/chains adds to a fresh database: for each row of bench_addresses
-- a payment to an own address and its watch, of buyers with ten each.  The
-- first @fresh were never told to the node; the others were, and every second
-- one of them was paid.

SET SESSION max_statement_time = 0, FOREIGN_KEY_CHECKS = 0;

INSERT INTO accounts (kind, code, currency)
  SELECT 'user', CONCAT('bench:', n), 'USD'
    FROM bench_addresses WHERE n % 10 = 0;
INSERT INTO users (public_id, name, password, account_id, currency)
  SELECT LPAD(b.n, 22, 'u'), CONCAT('bench-', b.n), '', a.id, 'USD'
    FROM bench_addresses b
    JOIN accounts a ON a.code = CONCAT('bench:', b.n);

INSERT INTO payments (public_id, hook_token, user_id, asset, kind, state,
    currency, address, created_at, expires_at, paid_at, provider, rate)
  SELECT LPAD(b.n, 22, 'p'), LPAD(b.n, 22, 'h'), u.id, 'LTC', 'DEPOSIT',
         CASE WHEN b.n < @fresh THEN 'OPEN'
              WHEN b.n % 2 = 0 THEN 'EXPIRED' ELSE 'PAID' END,
         'USD', b.address, UTC_TIMESTAMP(3) - INTERVAL 2 DAY,
         UTC_TIMESTAMP(3) + INTERVAL IF(b.n < @fresh, 1, -1) HOUR,
         IF(b.n >= @fresh AND b.n % 2, UTC_TIMESTAMP(3) - INTERVAL 1 DAY, NULL),
         'own', '100'
    FROM bench_addresses b
    JOIN users u ON u.name = CONCAT('bench-', b.n - b.n % 10);
UPDATE users u SET open_payments =
  (SELECT COUNT(*) FROM payments p WHERE p.user_id = u.id AND p.state = 'OPEN');

INSERT INTO watches (payment_id, network, script, watched_until, next_look_at,
    imported_at)
  SELECT p.id, 'litecoin', b.script, p.expires_at + INTERVAL 7 DAY,
         UTC_TIMESTAMP(3), IF(b.n < @fresh, NULL, UTC_TIMESTAMP(3))
    FROM bench_addresses b
    JOIN payments p ON p.asset = 'LTC' AND p.address = b.address;

INSERT INTO deposits (payment_id, user_id, asset, txid, position, coin_amount,
    credited, credited_at, currency, state, source, height, confirmations,
    seen_at, rate, is_final)
  SELECT id, user_id, asset, SHA2(id, 256), '0', 1000000, 100, paid_at,
         currency, 'CREDITED', 'litecoin/bench', 1, 100, paid_at, rate, 1
    FROM payments WHERE state = 'PAID';

ANALYZE TABLE deposits, accounts, users, payments, watches;
