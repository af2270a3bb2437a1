-- A stranger can send thousands of transfers to one address: each is judged
-- when it changed, and not in every run; the smallest are counted, not kept.

ALTER TABLE deposits
  ADD COLUMN IF NOT EXISTS due TINYINT NOT NULL DEFAULT 1 COMMENT '1: changed since it was judged; 2: waits for a price; 0: nothing to do',
  ADD KEY IF NOT EXISTS by_due (due, payment_id),
  DROP CONSTRAINT IF EXISTS deposits_due;
ALTER TABLE deposits
  ADD CONSTRAINT deposits_due CHECK (due IN (0, 1) OR (due = 2 AND rate IS NULL));

ALTER TABLE watches
  ADD COLUMN IF NOT EXISTS more INT NOT NULL DEFAULT 0 COMMENT 'small transfers, at least so many, beyond those that have a row in deposits';
