-- SPDX-License-Identifier: MIT
-- What `make bench` adds to a demo's database: credit for its buyers, and the
-- statements of buy_checkout() as one stored procedure, for mysqlslap.

CREATE DATABASE IF NOT EXISTS bench_slap;

DELIMITER //

-- Credits a buyer as a paid payment would, with its deposit and its entry.
CREATE OR REPLACE PROCEDURE bench_credit(IN who VARCHAR(32), IN minor BIGINT)
BEGIN
  DECLARE me, mine, payment, deposit, entry, clearing BIGINT;
  DECLARE word CHAR(22) DEFAULT SUBSTRING(TO_BASE64(RANDOM_BYTES(18)), 1, 22);
  START TRANSACTION;
  SELECT id, account_id INTO me, mine FROM users WHERE name = who FOR UPDATE;
  SELECT id INTO clearing FROM accounts WHERE code = 'clearing:BTC';
  INSERT INTO payments (public_id, hook_token, user_id, asset, kind, state,
      currency, fiat_amount, gateway_id, gateway_hash, address, expires_at,
      paid_at)
    VALUES (word, word, me, 'BTC', 'PAYMENT', 'PAID', 'USD', minor, word,
      word, word, NOW(3), NOW(3));
  SET payment = LAST_INSERT_ID();
  INSERT INTO deposits (payment_id, user_id, asset, txid, position,
      coin_amount, credited, currency)
    VALUES (payment, me, 'BTC', CONCAT('kryptoexpress:', word), '0', 1, minor,
      'USD');
  SET deposit = LAST_INSERT_ID();
  INSERT INTO ledger_entries (kind, cause_id, user_id, actor)
    VALUES ('deposit', deposit, me, 'bench');
  SET entry = LAST_INSERT_ID();
  INSERT INTO ledger_transfers (entry_id, seq, debit_account, credit_account,
      amount, currency)
    VALUES (entry, 1, clearing, mine, minor, 'USD');
  UPDATE users SET top_up_amount = top_up_amount + minor, ver = ver + 1
    WHERE id = me;
  INSERT INTO balance_history (user_id, ver, entry_id, top_up_amount,
      consume_records)
    SELECT id, ver, entry, top_up_amount, consume_records
      FROM users WHERE id = me;
  COMMIT;
END //

-- Which buyer a connection of mysqlslap is, and what that one buys: the row's
-- own product, or the one they all want.
CREATE TABLE IF NOT EXISTS bench_seats (
  seat       INT NOT NULL PRIMARY KEY,
  user_id    BIGINT NOT NULL,
  product_id BIGINT NOT NULL,
  shared_id  BIGINT NOT NULL
) //
CREATE TABLE IF NOT EXISTS bench_next_seat (n BIGINT NOT NULL) //
INSERT INTO bench_next_seat SELECT 0
  WHERE NOT EXISTS (SELECT 1 FROM bench_next_seat) //

CREATE OR REPLACE PROCEDURE bench_sit()
BEGIN
  UPDATE bench_next_seat SET n = LAST_INSERT_ID(n + 1);
  SELECT user_id, product_id INTO @bench_user, @bench_own
    FROM bench_seats
   WHERE seat = LAST_INSERT_ID() % (SELECT COUNT(*) FROM bench_seats);
END //

CREATE OR REPLACE PROCEDURE bench_checkout()
BEGIN
  DECLARE me, wanted, mine, sales, up, used, had, paying BIGINT;
  DECLARE cost, left_over, shelf, least, most, listed BIGINT;
  DECLARE buy, entry, found BIGINT;
  DECLARE money CHAR(3);
  DECLARE print BINARY(32);
  DECLARE result VARCHAR(255);
  DECLARE id CHAR(22) DEFAULT SUBSTRING(TO_BASE64(RANDOM_BYTES(18)), 1, 22);
  DECLARE form CHAR(22) DEFAULT SUBSTRING(TO_BASE64(RANDOM_BYTES(18)), 1, 22);
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET found = 0;
  IF @bench_user IS NULL THEN
    CALL bench_sit();
  END IF;
  SET me = @bench_user;
  SET wanted = @bench_own;
  START TRANSACTION;
  SELECT account_id, currency, top_up_amount, consume_records, ver,
         open_payments
    INTO mine, money, up, used, had, paying
    FROM users WHERE users.id = me FOR UPDATE;
  SELECT p.id, p.price, p.currency, p.stock, p.shelf_next, p.min_quantity,
         p.max_quantity, p.is_listed
    INTO found, cost, money, left_over, shelf, least, most, listed
    FROM JSON_TABLE(JSON_ARRAY(wanted), '$[*]'
           COLUMNS (product BIGINT PATH '$')) w
    STRAIGHT_JOIN products p ON p.id = w.product
     FOR UPDATE;
  SELECT f.fingerprint, f.result INTO print, result
    FROM form_tokens f WHERE f.user_id = me AND f.token = form;
  IF left_over < 1 OR up - used < cost THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sold out, or no credit';
  END IF;
  INSERT INTO form_tokens (user_id, token, fingerprint, result)
    VALUES (me, form, REPEAT('0', 32), CONCAT('/order/', id));
  INSERT INTO buys (public_id, buyer_id, quantity, total_price, currency)
    VALUES (id, me, 1, cost, money);
  SET buy = LAST_INSERT_ID();
  INSERT INTO buy_items (buy_id, item_id, product_id, product_name,
      unit_price, currency)
    SELECT buy, i.id, p.id, p.name, p.price, p.currency
      FROM JSON_TABLE(JSON_ARRAY(JSON_ARRAY(wanted, shelf)), '$[*]'
             COLUMNS (product BIGINT PATH '$[0]', shelf BIGINT PATH '$[1]')) w
      STRAIGHT_JOIN items i ON i.product_id = w.product AND i.shelf = w.shelf
      STRAIGHT_JOIN products p ON p.id = i.product_id
     WHERE i.is_sold = 0;
  UPDATE items i JOIN buy_items b ON b.item_id = i.id
     SET i.is_sold = 1
   WHERE b.buy_id = buy AND i.is_sold = 0;
  UPDATE products p
    JOIN (SELECT product_id, COUNT(*) AS units FROM buy_items
           WHERE buy_id = buy GROUP BY product_id) b ON b.product_id = p.id
     SET p.stock = p.stock - b.units, p.shelf_next = p.shelf_next + b.units
   WHERE p.stock >= b.units;
  INSERT INTO ledger_entries (kind, cause_id, user_id, form_token, actor)
    VALUES ('purchase', buy, me, form, CONCAT('user:', me));
  SET entry = LAST_INSERT_ID();
  SELECT a.id INTO sales FROM accounts a WHERE a.code = 'sales';
  INSERT INTO ledger_transfers (entry_id, seq, debit_account, credit_account,
      amount, currency)
    VALUES (entry, 1, mine, sales, cost, money);
  UPDATE users SET consume_records = consume_records + cost, ver = ver + 1
   WHERE users.id = me AND ver = had AND top_up_amount - consume_records >= cost;
  INSERT INTO balance_history (user_id, ver, entry_id, top_up_amount,
      consume_records)
    VALUES (me, had + 1, entry, up, used + cost);
  INSERT INTO outbox (kind, user_id, subject, amount, currency, created_at)
    VALUES ('order_placed', me, id, cost, money, UTC_TIMESTAMP(3));
  COMMIT;
END //

DELIMITER ;
