-- What is for sale.

CREATE TABLE IF NOT EXISTS categories (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  slug        VARCHAR(80) NOT NULL,
  name        VARCHAR(120) NOT NULL,
  description VARCHAR(500) NOT NULL DEFAULT '',
  UNIQUE KEY u_slug (slug)
) COMMENT 'The first level of the catalogue.';

CREATE TABLE IF NOT EXISTS subcategories (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  category_id BIGINT NOT NULL,
  slug        VARCHAR(80) NOT NULL COMMENT 'shares its namespace with categories.slug',
  name        VARCHAR(120) NOT NULL,
  UNIQUE KEY u_slug (slug),
  UNIQUE KEY u_name (category_id, name),
  CONSTRAINT subcategories_category FOREIGN KEY (category_id) REFERENCES categories (id)
) COMMENT 'The second level.';

CREATE TABLE IF NOT EXISTS products (
  id             BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  subcategory_id BIGINT NOT NULL,
  slug           VARCHAR(80) NOT NULL,
  name           VARCHAR(120) NOT NULL,
  description    TEXT NOT NULL,
  price          BIGINT NOT NULL COMMENT 'minor units, of one unit',
  currency       CHAR(3) NOT NULL,
  stock          INT NOT NULL DEFAULT 0 COMMENT 'unsold units, always the count of its items with is_sold = 0',
  shelf_next     BIGINT NOT NULL DEFAULT 1 COMMENT 'the shelf number of the unit sold next; unsold units are numbered shelf_next ... shelf_next + stock - 1',
  min_quantity   INT NOT NULL DEFAULT 1 COMMENT 'least units in an order',
  max_quantity   INT NOT NULL DEFAULT 10 COMMENT 'most units in an order',
  is_listed      TINYINT(1) NOT NULL DEFAULT 1,
  created_at     DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_slug (slug),
  KEY by_subcategory (subcategory_id),
  CONSTRAINT products_subcategory FOREIGN KEY (subcategory_id) REFERENCES subcategories (id),
  CONSTRAINT products_price CHECK (price BETWEEN 0 AND 1000000000000),
  CONSTRAINT products_stock CHECK (stock >= 0 AND shelf_next >= 1),
  CONSTRAINT products_quantity CHECK (min_quantity BETWEEN 1 AND max_quantity AND max_quantity <= 1000)
) COMMENT 'Something with a price, of which units are sold; guards its stock.';

CREATE TABLE IF NOT EXISTS batches (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  source     VARCHAR(255) NOT NULL COMMENT 'the name of the file',
  actor      VARCHAR(64) NOT NULL,
  units      INT NOT NULL DEFAULT 0,
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  undone_at  DATETIME(3) NULL
) COMMENT 'An import, so that its unsold part can be taken back.';

CREATE TABLE IF NOT EXISTS items (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  product_id  BIGINT NOT NULL,
  batch_id    BIGINT NOT NULL,
  shelf       BIGINT NOT NULL COMMENT 'its place in the line to be sold, per product',
  is_sold     TINYINT(1) NOT NULL DEFAULT 0,
  sealed      MEDIUMBLOB NOT NULL COMMENT 'AES-256-GCM under the unit key, bound to the fingerprint',
  fingerprint BINARY(32) NOT NULL COMMENT 'HMAC-SHA256 of the content: finds what was imported before',
  created_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  UNIQUE KEY u_fingerprint (fingerprint),
  UNIQUE KEY u_shelf (product_id, shelf),
  KEY by_batch (batch_id, is_sold),
  CONSTRAINT items_product FOREIGN KEY (product_id) REFERENCES products (id),
  CONSTRAINT items_batch FOREIGN KEY (batch_id) REFERENCES batches (id)
) COMMENT 'Units: what a buyer gets, one row each.';
