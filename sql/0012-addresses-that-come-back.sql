-- Addresses that come back to the buyer they were given to, and by whom
-- requests that nobody pays are counted.

ALTER TABLE users
  ADD COLUMN IF NOT EXISTS network CHAR(16) NULL COMMENT 'keyed hash of the /24 or /64 it was opened from; NULL: not known, or shared by everybody',
  ADD KEY IF NOT EXISTS by_network (network);

ALTER TABLE payments
  ADD COLUMN IF NOT EXISTS network CHAR(16) NULL COMMENT 'keyed hash of the /24 or /64 that asked for it; NULL: not known, or shared by everybody',
  ADD COLUMN IF NOT EXISTS gateway_address VARCHAR(128) AS (IF(provider = 'gateway', address, NULL)) VIRTUAL INVISIBLE COMMENT 'the gateway makes one for each; own ones come back to their buyer',
  ADD UNIQUE KEY IF NOT EXISTS u_gateway_address (asset, gateway_address),
  ADD KEY IF NOT EXISTS by_address (asset, address),
  ADD KEY IF NOT EXISTS by_network (network, state),
  DROP KEY IF EXISTS u_address;

ALTER TABLE deposits
  ADD KEY IF NOT EXISTS by_user_time (user_id, credited_at);

ALTER TABLE own_addresses
  ADD COLUMN IF NOT EXISTS user_id BIGINT NULL COMMENT 'whose it is since it was first given, for good; NULL: still in the pool',
  MODIFY payment_id BIGINT NULL COMMENT 'the newest of its buyer''s requests that it serves; NULL: still in the pool',
  COMMENT 'Every address of the operator''s own: given to one buyer, and never to another.';

UPDATE own_addresses o JOIN payments p ON p.id = o.payment_id
  SET o.user_id = p.user_id WHERE o.user_id IS NULL;

ALTER TABLE own_addresses
  ADD KEY IF NOT EXISTS by_user (user_id, network),
  DROP CONSTRAINT IF EXISTS own_addresses_user,
  DROP CONSTRAINT IF EXISTS own_addresses_given;
ALTER TABLE own_addresses
  ADD CONSTRAINT own_addresses_user FOREIGN KEY (user_id) REFERENCES users (id),
  ADD CONSTRAINT own_addresses_given CHECK ((user_id IS NULL) = (payment_id IS NULL));

CREATE OR REPLACE TRIGGER own_addresses_stay BEFORE UPDATE ON own_addresses FOR EACH ROW
  IF NOT COALESCE(NEW.user_id = OLD.user_id, OLD.user_id IS NULL)
      OR NOT COALESCE(NEW.payment_id >= OLD.payment_id, OLD.payment_id IS NULL)
      OR NEW.payment_id IS NOT NULL
         AND NOT NEW.user_id <=> (SELECT p.user_id FROM payments p WHERE p.id = NEW.payment_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an own address stays with its buyer';
  END IF;
