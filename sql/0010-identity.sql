-- Which shop a database is of.

CREATE TABLE IF NOT EXISTS shop (
  id         TINYINT NOT NULL DEFAULT 1 PRIMARY KEY,
  currency   CHAR(3) NOT NULL COMMENT 'ISO 4217, of all credits, for good',
  epoch      CHAR(22) NOT NULL COMMENT 'random; another one after a restore, which ends all sessions',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  CONSTRAINT shop_one CHECK (id = 1)
) COMMENT 'The identity of this shop: one row, written by cointill migrate; programs with other settings refuse to run.';

CREATE TABLE IF NOT EXISTS shop_keys (
  name        VARCHAR(16) NOT NULL COMMENT 'app, unit or callback',
  number      INT NOT NULL DEFAULT 1 COMMENT 'the first key, and those after it; the highest is in use',
  check_value BINARY(16) NOT NULL COMMENT 'derived from the key; tells nothing of it',
  created_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (name, number)
) COMMENT 'By what a program knows whether it was given the keys of this shop.';

CREATE OR REPLACE TRIGGER shop_keeps_its_currency BEFORE UPDATE ON shop FOR EACH ROW
  IF NEW.currency <> OLD.currency THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the currency of a shop never changes';
  END IF;
