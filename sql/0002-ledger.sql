-- The append-only double-entry ledger. Nobody is granted UPDATE or DELETE;
-- the triggers are a second fence.

CREATE TABLE IF NOT EXISTS ledger_entries (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind       ENUM('deposit', 'purchase', 'refund', 'adjustment', 'reversal') NOT NULL,
  cause_id   BIGINT NOT NULL COMMENT 'deposits.id or buys.id, by kind',
  user_id    BIGINT NOT NULL COMMENT 'whose balance it is about',
  form_token CHAR(22) NULL COMMENT 'the one-time token of the form that asked for it',
  actor      VARCHAR(64) NOT NULL COMMENT 'user:12, callback, poller, ...',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_cause (kind, cause_id),
  UNIQUE KEY u_form (user_id, form_token),
  KEY by_user (user_id, id),
  CONSTRAINT ledger_entries_user FOREIGN KEY (user_id) REFERENCES users (id)
) COMMENT 'Why money moved: one row for each cause, ever.';

CREATE TABLE IF NOT EXISTS ledger_transfers (
  entry_id       BIGINT NOT NULL,
  seq            INT NOT NULL COMMENT '1, 2, ... within the entry',
  debit_account  BIGINT NOT NULL,
  credit_account BIGINT NOT NULL,
  amount         BIGINT NOT NULL COMMENT 'minor units',
  currency       CHAR(3) NOT NULL,
  PRIMARY KEY (entry_id, seq),
  KEY by_debit (debit_account),
  KEY by_credit (credit_account),
  CONSTRAINT ledger_transfers_entry FOREIGN KEY (entry_id) REFERENCES ledger_entries (id),
  CONSTRAINT ledger_transfers_debit FOREIGN KEY (debit_account) REFERENCES accounts (id),
  CONSTRAINT ledger_transfers_credit FOREIGN KEY (credit_account) REFERENCES accounts (id),
  CONSTRAINT ledger_transfers_amount CHECK (amount BETWEEN 1 AND 1000000000000),
  CONSTRAINT ledger_transfers_sides CHECK (debit_account <> credit_account)
) COMMENT 'What moved: each row debits and credits the same amount, so an unbalanced entry cannot be written.';

CREATE TABLE IF NOT EXISTS balance_history (
  user_id         BIGINT NOT NULL,
  ver             BIGINT NOT NULL COMMENT '1, 2, ... without a gap',
  entry_id        BIGINT NOT NULL,
  top_up_amount   BIGINT NOT NULL COMMENT 'after the entry',
  consume_records BIGINT NOT NULL COMMENT 'after the entry',
  PRIMARY KEY (user_id, ver),
  UNIQUE KEY u_entry (entry_id),
  CONSTRAINT balance_history_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT balance_history_entry FOREIGN KEY (entry_id) REFERENCES ledger_entries (id)
) COMMENT 'Every balance a buyer ever had; a second writer of the same version cannot commit.';

CREATE TABLE IF NOT EXISTS form_tokens (
  user_id     BIGINT NOT NULL,
  token       CHAR(22) NOT NULL,
  fingerprint BINARY(32) NOT NULL COMMENT 'SHA-256 of route and fields',
  result      VARCHAR(255) NOT NULL COMMENT 'the path the first submission led to',
  created_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (user_id, token),
  CONSTRAINT form_tokens_user FOREIGN KEY (user_id) REFERENCES users (id)
) COMMENT 'One-time tokens of forms that move money: written with the effect, so that submitting again shows the first result.';

CREATE OR REPLACE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_entries is append-only';
CREATE OR REPLACE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_entries is append-only';
CREATE OR REPLACE TRIGGER ledger_transfers_no_update BEFORE UPDATE ON ledger_transfers
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_transfers is append-only';
CREATE OR REPLACE TRIGGER ledger_transfers_no_delete BEFORE DELETE ON ledger_transfers
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_transfers is append-only';
CREATE OR REPLACE TRIGGER balance_history_no_update BEFORE UPDATE ON balance_history
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'balance_history is append-only';
CREATE OR REPLACE TRIGGER balance_history_no_delete BEFORE DELETE ON balance_history
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'balance_history is append-only';
