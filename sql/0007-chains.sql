-- What the chains show: each deposit from the moment it is seen, the addresses
-- that are looked at, and how far and how well each source was read.

ALTER TABLE payments
  MODIFY state ENUM('CREATING', 'OPEN', 'PAID', 'EXPIRED', 'REVIEW', 'FAILED', 'ABANDONED', 'CONFIRMING') NOT NULL DEFAULT 'CREATING',
  ADD COLUMN IF NOT EXISTS provider ENUM('gateway', 'own') NOT NULL DEFAULT 'gateway' COMMENT 'whose address it is: the gateway''s, or the operator''s own',
  ADD COLUMN IF NOT EXISTS rate VARCHAR(64) NULL COMMENT 'own: price of one coin, frozen for transfers seen before expires_at; NULL: that of the moment each is seen',
  ADD COLUMN IF NOT EXISTS said_at DATETIME(3) NULL COMMENT 'gateway: when it first said paid, and the chain had not shown it yet',
  ADD COLUMN IF NOT EXISTS said_coin DECIMAL(38,0) NULL COMMENT 'gateway: base units that it says arrived',
  ADD COLUMN IF NOT EXISTS said_credit BIGINT NULL COMMENT 'gateway: minor units to credit once the chain agrees',
  ADD CONSTRAINT payments_said CHECK ((said_at IS NULL) = (said_coin IS NULL) AND (said_at IS NULL) = (said_credit IS NULL)),
  ADD CONSTRAINT payments_own CHECK (provider = 'gateway' OR (gateway_id IS NULL AND said_at IS NULL));

CREATE OR REPLACE TRIGGER payments_forward BEFORE UPDATE ON payments FOR EACH ROW
  IF OLD.state <> NEW.state AND CONCAT(OLD.state, '>', NEW.state) NOT IN (
      'CREATING>OPEN', 'CREATING>FAILED', 'CREATING>ABANDONED', 'CREATING>PAID', 'CREATING>REVIEW', 'CREATING>CONFIRMING',
      'OPEN>PAID', 'OPEN>EXPIRED', 'OPEN>REVIEW', 'OPEN>CONFIRMING',
      'CONFIRMING>PAID', 'CONFIRMING>REVIEW', 'CONFIRMING>EXPIRED',
      'EXPIRED>PAID', 'EXPIRED>REVIEW', 'EXPIRED>CONFIRMING',
      'FAILED>REVIEW', 'ABANDONED>PAID', 'ABANDONED>REVIEW', 'ABANDONED>CONFIRMING',
      'REVIEW>PAID') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a payment only moves forward';
  END IF;

ALTER TABLE deposits
  DROP CONSTRAINT IF EXISTS deposits_credited,
  MODIFY credited BIGINT NULL COMMENT 'minor units; NULL until it is credited',
  MODIFY credited_at DATETIME(3) NULL DEFAULT CURRENT_TIMESTAMP(3),
  ADD COLUMN IF NOT EXISTS state ENUM('SEEN', 'CONFIRMED', 'CREDITED', 'HELD', 'REVERSED', 'GONE') NOT NULL DEFAULT 'CREDITED' COMMENT 'HELD: waits for a person; GONE: vanished before it was credited; REVERSED: after',
  ADD COLUMN IF NOT EXISTS is_witness TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'a transfer to the gateway''s address: stands beside the gateway''s word and is never credited itself',
  ADD COLUMN IF NOT EXISTS source VARCHAR(64) NULL COMMENT 'who showed it last; NULL: the gateway vouches',
  ADD COLUMN IF NOT EXISTS height BIGINT NULL COMMENT 'of its block; NULL: in none yet',
  ADD COLUMN IF NOT EXISTS block_hash VARCHAR(80) NULL COMMENT 'where the source tells it',
  ADD COLUMN IF NOT EXISTS confirmations BIGINT NOT NULL DEFAULT 0 COMMENT 'when it was last looked at',
  ADD COLUMN IF NOT EXISTS missed INT NOT NULL DEFAULT 0 COMMENT 'looks in a row that did not show it any more',
  ADD COLUMN IF NOT EXISTS missed_at DATETIME(3) NULL COMMENT 'when the last of them was counted',
  ADD COLUMN IF NOT EXISTS seen_at DATETIME(3) NULL COMMENT 'first',
  ADD COLUMN IF NOT EXISTS credited_depth BIGINT NULL COMMENT 'confirmations it had when it was credited; NULL: the gateway vouched',
  ADD COLUMN IF NOT EXISTS needed_depth BIGINT NULL COMMENT 'those that the settings asked for then',
  ADD COLUMN IF NOT EXISTS rate VARCHAR(64) NULL COMMENT 'own: price of one coin it is credited at, fixed when first seen',
  ADD COLUMN IF NOT EXISTS is_final TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'deep enough not to be looked at any more',
  ADD COLUMN IF NOT EXISTS reason VARCHAR(120) NULL COMMENT 'why HELD, GONE or REVERSED, in words',
  ADD COLUMN IF NOT EXISTS reversed_at DATETIME(3) NULL,
  ADD COLUMN IF NOT EXISTS shortfall BIGINT NOT NULL DEFAULT 0 COMMENT 'REVERSED: minor units that were spent already and are owed',
  ADD KEY IF NOT EXISTS by_state (state, is_final),
  ADD CONSTRAINT deposits_credited CHECK ((state IN ('CREDITED', 'REVERSED')) = (credited IS NOT NULL) AND (credited IS NULL) = (credited_at IS NULL) AND (credited IS NULL OR credited BETWEEN 1 AND 1000000000000)),
  ADD CONSTRAINT deposits_depth CHECK ((credited_depth IS NULL) = (needed_depth IS NULL) AND (needed_depth IS NULL OR (needed_depth >= 1 AND credited_depth >= needed_depth))),
  ADD CONSTRAINT deposits_witness CHECK (is_witness = 0 OR credited IS NULL),
  ADD CONSTRAINT deposits_reversed CHECK ((state = 'REVERSED') = (reversed_at IS NOT NULL) AND (shortfall = 0 OR state = 'REVERSED') AND shortfall BETWEEN 0 AND COALESCE(credited, 0));

CREATE OR REPLACE TRIGGER deposits_forward BEFORE UPDATE ON deposits FOR EACH ROW
  IF OLD.state <> NEW.state AND CONCAT(OLD.state, '>', NEW.state) NOT IN (
      'SEEN>CONFIRMED', 'SEEN>GONE', 'SEEN>HELD',
      'CONFIRMED>CREDITED', 'CONFIRMED>HELD', 'CONFIRMED>GONE',
      'GONE>SEEN', 'HELD>CREDITED', 'HELD>GONE', 'CREDITED>REVERSED') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a deposit only moves forward';
  END IF;

ALTER TABLE ledger_entries
  MODIFY cause_id BIGINT NOT NULL COMMENT 'deposits.id (deposit, reversal) or buys.id, by kind';

ALTER TABLE outbox
  MODIFY kind ENUM('deposit_credited', 'payment_expired', 'payment_review', 'order_placed', 'deposit_seen', 'deposit_reversed') NOT NULL;

CREATE TABLE IF NOT EXISTS watches (
  payment_id   BIGINT NOT NULL PRIMARY KEY,
  network      VARCHAR(16) NOT NULL COMMENT 'bitcoin, ethereum, ...',
  script       VARCHAR(70) NOT NULL COMMENT 'lower-case hex of what the address decodes to',
  watched_until DATETIME(3) NOT NULL COMMENT 'as long as coins may still come',
  next_look_at DATETIME(3) NULL COMMENT 'NULL: not looked at any more',
  looks        INT NOT NULL DEFAULT 0 COMMENT 'that succeeded',
  looked_at    DATETIME(3) NULL COMMENT 'when the last of them began',
  from_height  BIGINT NULL COMMENT 'the height any source had told when it was written: what is older was there before',
  imported_at  DATETIME(3) NULL COMMENT 'when an own node was told to watch it',
  source       VARCHAR(16) NULL COMMENT 'the kind of source that cursor_text is of',
  cursor_text  VARCHAR(128) NULL COMMENT 'how far the history of the address was read',
  KEY by_due (network, next_look_at),
  KEY by_until (network, watched_until),
  KEY by_script (network, script),
  KEY by_import (network, imported_at),
  CONSTRAINT watches_payment FOREIGN KEY (payment_id) REFERENCES payments (id)
) COMMENT 'The addresses that are looked at: one row for each payment that has one.';

CREATE TABLE IF NOT EXISTS cursors (
  network     VARCHAR(16) NOT NULL,
  source      VARCHAR(16) NOT NULL COMMENT 'the kind: bitcoind, evm, evm-native',
  cursor_text VARCHAR(128) NOT NULL COMMENT 'a block hash or a height',
  moved_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (network, source)
) COMMENT 'How far whole chains were read: moved in the transaction of the deposits it explains.';

CREATE TABLE IF NOT EXISTS sources (
  name      VARCHAR(96) NOT NULL PRIMARY KEY COMMENT 'bitcoin/esplora@mempool.space',
  network   VARCHAR(16) NOT NULL,
  tip       BIGINT NULL COMMENT 'the height it told last',
  good_at   DATETIME(3) NULL COMMENT 'when it last answered well',
  failures  INT NOT NULL DEFAULT 0 COMMENT 'in a row',
  failed_at DATETIME(3) NULL,
  retry_at  DATETIME(3) NULL COMMENT 'not asked before',
  fault     VARCHAR(255) NULL COMMENT 'the last one, in words for an operator'
) COMMENT 'How each source of a chain or a price is: healthy, or resting after failures.';
