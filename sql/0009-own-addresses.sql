-- Addresses of the operator's own, for coins that go by no gateway.

CREATE TABLE IF NOT EXISTS wallets (
  id            BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  network       VARCHAR(16) NOT NULL COMMENT 'one key serves all assets of a network',
  extended_key  VARCHAR(120) NOT NULL COMMENT 'public: xpub, zpub, Ltub, ...',
  script        VARCHAR(16) NOT NULL DEFAULT '' COMMENT 'p2wpkh, ...; empty where the key or the network says it',
  next_index    INT NOT NULL DEFAULT 0 COMMENT 'the index given out next; never goes back',
  paid_index    INT NOT NULL DEFAULT -1 COMMENT 'the highest one that was ever paid to: more than 20 behind, a wallet stops looking',
  first_address VARCHAR(128) NOT NULL COMMENT 'number 0, which the operator compares with the wallet''s own',
  confirmed_at  DATETIME(3) NULL COMMENT 'by the operator; used only then',
  retired_at    DATETIME(3) NULL,
  created_at    DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_first (network, first_address) COMMENT 'one key with another script is another wallet; an xpub and its zpub are the same',
  CONSTRAINT wallets_index CHECK (next_index BETWEEN 0 AND 2147483647 AND paid_index BETWEEN -1 AND next_index - 1)
) COMMENT 'Extended public keys: no private key is ever on the host.';

CREATE TABLE IF NOT EXISTS own_addresses (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  network      VARCHAR(16) NOT NULL,
  script       VARCHAR(70) NOT NULL COMMENT 'lower-case hex of what it decodes to',
  address      VARCHAR(128) NOT NULL,
  wallet_id    BIGINT NULL COMMENT 'NULL: from an imported pool',
  wallet_index INT NULL,
  payment_id   BIGINT NULL COMMENT 'to whom it was given; NULL: still in the pool',
  created_at   DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_script (network, script),
  UNIQUE KEY u_index (wallet_id, wallet_index),
  UNIQUE KEY u_payment (payment_id),
  KEY by_free (network, payment_id, id),
  CONSTRAINT own_addresses_wallet FOREIGN KEY (wallet_id) REFERENCES wallets (id),
  CONSTRAINT own_addresses_payment FOREIGN KEY (payment_id) REFERENCES payments (id),
  CONSTRAINT own_addresses_from CHECK ((wallet_id IS NULL) = (wallet_index IS NULL))
) COMMENT 'Every address of the operator''s own, given out once and never again.';
