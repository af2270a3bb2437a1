-- Transactions of the chains that could not be read, to be asked for again.

CREATE TABLE IF NOT EXISTS unread_transfers (
  network    VARCHAR(16) NOT NULL,
  payment_id BIGINT NOT NULL COMMENT 'at whose address; 0: nobody can tell',
  txid       VARCHAR(128) NOT NULL,
  source     VARCHAR(96) NOT NULL COMMENT 'who showed it last',
  place      BIGINT NOT NULL DEFAULT 0 COMMENT 'where it stands in a list: a slot, a time; 0: not told',
  why        VARCHAR(120) NOT NULL COMMENT 'it cannot be read, in words for an operator',
  tries      INT NOT NULL DEFAULT 1,
  first_at   DATETIME(3) NOT NULL,
  retry_at   DATETIME(3) NULL COMMENT 'when it is asked for again; NULL: no more, it waits for a person',
  PRIMARY KEY (network, payment_id, txid),
  KEY by_retry (network, retry_at)
) COMMENT 'What is passed over and asked for again, less and less often; a bounded number for each address.';

ALTER TABLE sources
  ADD COLUMN IF NOT EXISTS passed BIGINT NOT NULL DEFAULT 0 COMMENT 'rows of its answers that could not be read, ever',
  ADD COLUMN IF NOT EXISTS passed_at DATETIME(3) NULL COMMENT 'when the last of them came',
  ADD COLUMN IF NOT EXISTS passed_why VARCHAR(120) NULL COMMENT 'what was wrong with it';
