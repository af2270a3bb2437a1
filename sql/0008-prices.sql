-- What coins are worth: what each source said, and what the shop makes of it.

CREATE TABLE IF NOT EXISTS quotes (
  coin   VARCHAR(16) NOT NULL,
  source VARCHAR(16) NOT NULL COMMENT 'kraken, coingecko or coinbase',
  price  VARCHAR(64) NOT NULL COMMENT 'of one coin in the shop''s currency, exact decimal text',
  at     DATETIME(3) NOT NULL COMMENT 'when it was heard',
  PRIMARY KEY (coin, source)
) COMMENT 'What each source of prices said last.';

CREATE TABLE IF NOT EXISTS rates (
  coin   VARCHAR(16) NOT NULL PRIMARY KEY,
  price  VARCHAR(64) NULL COMMENT 'of one coin in the shop''s currency; the last good one, NULL before the first',
  source VARCHAR(16) NULL COMMENT 'whose price it is; parity where a setting fixes it',
  at     DATETIME(3) NULL COMMENT 'when it was heard; too old: the coin is paused',
  paused VARCHAR(120) NULL COMMENT 'why there is no newer one, in words for a buyer'
) COMMENT 'The price the shop reckons with, by the rule of price/rule.c.';
