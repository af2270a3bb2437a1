-- Who holds money, and who may sign in.

CREATE TABLE IF NOT EXISTS accounts (
  id       BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind     ENUM('user', 'clearing', 'sales', 'adjustment', 'debt') NOT NULL,
  code     VARCHAR(64) NOT NULL COMMENT 'user:12, clearing:BTC, sales',
  currency CHAR(3) NOT NULL COMMENT 'ISO 4217',
  UNIQUE KEY u_code (code)
) COMMENT 'The two sides of every transfer. System accounts have no running total, so no sale writes a shared row.';

CREATE TABLE IF NOT EXISTS users (
  id              BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  public_id       CHAR(22) NOT NULL COMMENT 'random, for URLs',
  name            VARCHAR(32) NOT NULL COMMENT 'what they sign in with, lower case',
  password        VARCHAR(255) NOT NULL COMMENT 'Argon2id in PHC form, its hash peppered',
  account_id      BIGINT NOT NULL,
  currency        CHAR(3) NOT NULL,
  top_up_amount   BIGINT NOT NULL DEFAULT 0 COMMENT 'minor units ever credited',
  consume_records BIGINT NOT NULL DEFAULT 0 COMMENT 'minor units spent and not refunded',
  ver             BIGINT NOT NULL DEFAULT 0 COMMENT 'rows of balance_history; available = top_up_amount - consume_records',
  open_payments   INT NOT NULL DEFAULT 0 COMMENT 'payments in CREATING or OPEN',
  failures        INT NOT NULL DEFAULT 0 COMMENT 'failed sign-ins in a row; at 100 only recovery helps',
  totp_sealed     VARBINARY(128) NULL COMMENT 'the TOTP secret, sealed; NULL when off',
  totp_step       BIGINT NOT NULL DEFAULT 0 COMMENT 'the last 30 s step a code was used for',
  created_at      DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_public (public_id),
  UNIQUE KEY u_name (name),
  UNIQUE KEY u_account (account_id),
  CONSTRAINT users_account FOREIGN KEY (account_id) REFERENCES accounts (id),
  CONSTRAINT users_balance CHECK (top_up_amount >= 0 AND consume_records >= 0 AND top_up_amount >= consume_records),
  CONSTRAINT users_open CHECK (open_payments BETWEEN 0 AND 50)
) COMMENT 'Buyers; each row guards its balance: locked and given a new ver by whatever changes it.';

CREATE TABLE IF NOT EXISTS recovery_codes (
  user_id BIGINT NOT NULL,
  hash    BINARY(32) NOT NULL COMMENT 'HMAC-SHA256 of the code',
  used_at DATETIME(3) NULL,
  PRIMARY KEY (user_id, hash),
  CONSTRAINT recovery_codes_user FOREIGN KEY (user_id) REFERENCES users (id)
) COMMENT 'What opens an account whose password is lost; each works once.';
