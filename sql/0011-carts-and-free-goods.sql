-- One order of one cart, and how many free units an account may have.

ALTER TABLE buys
  ADD COLUMN IF NOT EXISTS cart CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'the generation of the cart it was bought from; NULL: of before there were any' AFTER buyer_id,
  ADD UNIQUE KEY IF NOT EXISTS u_cart (buyer_id, cart) COMMENT 'two checkouts of one cart are one order';

ALTER TABLE buy_items
  ADD COLUMN IF NOT EXISTS free_most INT NULL COMMENT 'of a free unit: so many of this product the account might have in all when it was taken' AFTER unit_price,
  ADD CONSTRAINT IF NOT EXISTS buy_items_free CHECK (free_most IS NULL OR (unit_price = 0 AND free_most >= 1));
