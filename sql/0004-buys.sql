-- What was bought.

CREATE TABLE IF NOT EXISTS buys (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  public_id    CHAR(22) NOT NULL,
  buyer_id     BIGINT NOT NULL,
  quantity     INT NOT NULL COMMENT 'units',
  total_price  BIGINT NOT NULL COMMENT 'minor units; the sum of its buy_items',
  currency     CHAR(3) NOT NULL,
  buy_datetime DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  is_refunded  TINYINT(1) NOT NULL DEFAULT 0,
  UNIQUE KEY u_public (public_id),
  KEY by_buyer (buyer_id, id),
  CONSTRAINT buys_buyer FOREIGN KEY (buyer_id) REFERENCES users (id),
  CONSTRAINT buys_quantity CHECK (quantity >= 1),
  CONSTRAINT buys_total CHECK (total_price BETWEEN 0 AND 1000000000000)
) COMMENT 'Orders: placed once, paid at once, never edited.';

CREATE TABLE IF NOT EXISTS buy_items (
  id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  buy_id       BIGINT NOT NULL,
  item_id      BIGINT NOT NULL,
  product_id   BIGINT NOT NULL,
  product_name VARCHAR(120) NOT NULL COMMENT 'as it was when bought',
  unit_price   BIGINT NOT NULL COMMENT 'as it was when bought, minor units',
  currency     CHAR(3) NOT NULL,
  UNIQUE KEY u_item (item_id),
  KEY by_buy (buy_id),
  CONSTRAINT buy_items_buy FOREIGN KEY (buy_id) REFERENCES buys (id),
  CONSTRAINT buy_items_item FOREIGN KEY (item_id) REFERENCES items (id),
  CONSTRAINT buy_items_product FOREIGN KEY (product_id) REFERENCES products (id)
) COMMENT 'Which unit went to which order, one row each: a unit is sold once.';

CREATE TABLE IF NOT EXISTS reveals (
  id      BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  buy_id  BIGINT NOT NULL,
  user_id BIGINT NOT NULL COMMENT 'who looked',
  at      DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  KEY by_buy (buy_id),
  CONSTRAINT reveals_buy FOREIGN KEY (buy_id) REFERENCES buys (id),
  CONSTRAINT reveals_user FOREIGN KEY (user_id) REFERENCES users (id)
) COMMENT 'Each time the units of an order were shown.';
