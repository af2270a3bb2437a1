-- Requests to pay, and what arrived.

CREATE TABLE IF NOT EXISTS coins (
  asset      VARCHAR(16) NOT NULL PRIMARY KEY COMMENT 'a code of chain/assets.c',
  is_listed  TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'whether the gateway lists it',
  price      VARCHAR(40) NULL COMMENT 'of one coin in the shop''s currency, exact decimal text',
  checked_at DATETIME(3) NOT NULL
) COMMENT 'What the gateway said last about each coin.';

CREATE TABLE IF NOT EXISTS payments (
  id            BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  public_id     CHAR(22) NOT NULL COMMENT 'in the buyer''s URL',
  hook_token    CHAR(22) NOT NULL COMMENT 'in the URL the gateway calls',
  user_id       BIGINT NOT NULL,
  asset         VARCHAR(16) NOT NULL,
  kind          ENUM('PAYMENT', 'DEPOSIT') NOT NULL COMMENT 'PAYMENT: a named fiat amount; DEPOSIT: any amount, first transfer only',
  state         ENUM('CREATING', 'OPEN', 'PAID', 'EXPIRED', 'REVIEW', 'FAILED', 'ABANDONED') NOT NULL DEFAULT 'CREATING',
  currency      CHAR(3) NOT NULL,
  fiat_amount   BIGINT NULL COMMENT 'PAYMENT: minor units asked for',
  coin_amount   DECIMAL(38,0) NULL COMMENT 'PAYMENT: base units that must arrive, as the gateway said',
  gateway_id    VARCHAR(64) NULL,
  gateway_hash  VARCHAR(128) NULL,
  address       VARCHAR(128) NULL,
  created_at    DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  expires_at    DATETIME(3) NULL COMMENT 'as the gateway said',
  paid_at       DATETIME(3) NULL,
  next_poll_at  DATETIME(3) NULL COMMENT 'NULL: not looked after any more',
  polls         INT NOT NULL DEFAULT 0,
  reason        VARCHAR(120) NULL COMMENT 'why FAILED or REVIEW, in words',
  UNIQUE KEY u_public (public_id),
  UNIQUE KEY u_hook (hook_token),
  UNIQUE KEY u_gateway_id (gateway_id),
  UNIQUE KEY u_gateway_hash (gateway_hash),
  UNIQUE KEY u_address (asset, address),
  KEY by_user (user_id, id),
  KEY by_poll (next_poll_at),
  KEY by_expiry (state, expires_at),
  CONSTRAINT payments_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT payments_amount CHECK ((kind = 'PAYMENT') = (fiat_amount IS NOT NULL)),
  CONSTRAINT payments_paid CHECK ((state = 'PAID') = (paid_at IS NOT NULL)),
  CONSTRAINT payments_open CHECK (state <> 'OPEN' OR (address IS NOT NULL AND expires_at IS NOT NULL)),
  CONSTRAINT payments_positive CHECK (fiat_amount IS NULL OR fiat_amount BETWEEN 1 AND 1000000000000)
) COMMENT 'Requests to top up. The row is written before the gateway is asked; its state only moves forward.';

CREATE OR REPLACE TRIGGER payments_forward BEFORE UPDATE ON payments FOR EACH ROW
  IF OLD.state <> NEW.state AND CONCAT(OLD.state, '>', NEW.state) NOT IN (
      'CREATING>OPEN', 'CREATING>FAILED', 'CREATING>ABANDONED', 'CREATING>PAID', 'CREATING>REVIEW',
      'OPEN>PAID', 'OPEN>EXPIRED', 'OPEN>REVIEW',
      'EXPIRED>PAID', 'EXPIRED>REVIEW',
      'FAILED>REVIEW', 'ABANDONED>PAID', 'ABANDONED>REVIEW',
      'REVIEW>PAID') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a payment only moves forward';
  END IF;

CREATE TABLE IF NOT EXISTS deposits (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  payment_id  BIGINT NOT NULL,
  user_id     BIGINT NOT NULL,
  asset       VARCHAR(16) NOT NULL,
  txid        VARCHAR(128) NOT NULL COMMENT 'of the chain; or kryptoexpress:ID when the gateway vouches',
  position    VARCHAR(64) NOT NULL COMMENT 'which output, log or account of it',
  coin_amount DECIMAL(38,0) NOT NULL COMMENT 'base units that arrived',
  credited    BIGINT NOT NULL COMMENT 'minor units',
  currency    CHAR(3) NOT NULL,
  is_late     TINYINT(1) NOT NULL DEFAULT 0 COMMENT 'paid after expiry',
  credited_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_origin (asset, txid, position),
  KEY by_payment (payment_id),
  KEY by_time (credited_at),
  CONSTRAINT deposits_payment FOREIGN KEY (payment_id) REFERENCES payments (id),
  CONSTRAINT deposits_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT deposits_credited CHECK (credited BETWEEN 1 AND 1000000000000)
) COMMENT 'What arrived and was credited, once each.';

CREATE TABLE IF NOT EXISTS quarantine (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  payment_id BIGINT NULL,
  source     VARCHAR(16) NOT NULL COMMENT 'callback or poller',
  reason     VARCHAR(120) NOT NULL,
  body       VARBINARY(16384) NOT NULL COMMENT 'what the gateway said, as it came',
  digest     BINARY(32) NOT NULL COMMENT 'SHA-256 of payment, reason and body: the same report is kept once',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_digest (digest),
  KEY by_payment (payment_id),
  CONSTRAINT quarantine_payment FOREIGN KEY (payment_id) REFERENCES payments (id)
) COMMENT 'Reports that are signed but do not fit what we stored: for a person to judge, never credited by themselves.';
