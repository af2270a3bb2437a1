-- A role's grants say which columns it may write; these triggers say how.  A
-- balance follows its entry, what was written once stays, counters only grow.

-- What is read here is read with locks.  So only rows are looked up that are
-- there, by their whole key: the gap of one that is not would be the same for
-- all buyers, and each would insert into it.

CREATE OR REPLACE TRIGGER users_follow_the_ledger BEFORE UPDATE ON users FOR EACH ROW
BEGIN
  DECLARE entry BIGINT;
  DECLARE kind VARCHAR(16);
  DECLARE topped, consumed BIGINT;
  IF NEW.ver <> OLD.ver OR NEW.top_up_amount <> OLD.top_up_amount OR NEW.consume_records <> OLD.consume_records THEN
    SELECT e.id, e.kind INTO entry, kind FROM ledger_entries e
      WHERE e.user_id = NEW.id ORDER BY e.id DESC LIMIT 1;
    SET topped = NEW.top_up_amount - OLD.top_up_amount, consumed = NEW.consume_records - OLD.consume_records;
    IF entry IS NULL OR OLD.ver > 0 AND COALESCE((SELECT h.entry_id FROM balance_history h WHERE h.user_id = NEW.id AND h.ver = OLD.ver) >= entry, 1) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a balance changes only with an entry of the same transaction';
    ELSEIF NEW.ver <> OLD.ver + 1 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'each entry counts ver up by one';
    ELSEIF IF(kind IN ('purchase', 'refund'), topped, consumed) <> 0
        OR kind = 'purchase' AND consumed < 0 OR kind = 'refund' AND consumed > 0
        OR kind = 'deposit' AND topped < 0 OR kind = 'reversal' AND topped > 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a balance changes as the kind of its entry does';
    END IF;
  END IF;
END;

CREATE OR REPLACE TRIGGER ledger_transfers_while_open BEFORE INSERT ON ledger_transfers FOR EACH ROW
  IF EXISTS (SELECT 1 FROM ledger_entries e JOIN users u ON u.id = e.user_id
      JOIN balance_history h ON h.user_id = u.id AND h.ver = u.ver
      WHERE e.id = NEW.entry_id AND u.ver > 0 AND h.entry_id >= e.id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing is added to an entry that is closed';
  END IF;

CREATE OR REPLACE TRIGGER balance_history_as_it_is BEFORE INSERT ON balance_history FOR EACH ROW
  IF NOT EXISTS (SELECT 1 FROM users u JOIN ledger_entries e ON e.user_id = u.id
      WHERE u.id = NEW.user_id AND e.id = NEW.entry_id AND u.ver = NEW.ver
        AND u.top_up_amount = NEW.top_up_amount AND u.consume_records = NEW.consume_records) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the history says what the balance is';
  END IF;

CREATE OR REPLACE TRIGGER payments_once BEFORE UPDATE ON payments FOR EACH ROW
  IF OLD.address IS NOT NULL AND NOT OLD.address <=> NEW.address
      OR OLD.gateway_id IS NOT NULL AND NOT OLD.gateway_id <=> NEW.gateway_id
      OR OLD.gateway_hash IS NOT NULL AND NOT OLD.gateway_hash <=> NEW.gateway_hash
      OR OLD.coin_amount IS NOT NULL AND NOT OLD.coin_amount <=> NEW.coin_amount
      OR OLD.said_at IS NOT NULL AND NOT (OLD.said_at, OLD.said_coin, OLD.said_credit) <=> (NEW.said_at, NEW.said_coin, NEW.said_credit)
      OR OLD.paid_at IS NOT NULL AND NOT OLD.paid_at <=> NEW.paid_at
      OR OLD.expires_at IS NOT NULL AND COALESCE(NEW.expires_at > OLD.expires_at, 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what a payment was given stays';
  END IF;

CREATE OR REPLACE TRIGGER deposits_once BEFORE UPDATE ON deposits FOR EACH ROW
  IF OLD.credited IS NOT NULL AND NOT (OLD.credited, OLD.credited_at, OLD.rate) <=> (NEW.credited, NEW.credited_at, NEW.rate)
      OR OLD.credited_depth IS NOT NULL AND NOT (OLD.credited_depth, OLD.needed_depth) <=> (NEW.credited_depth, NEW.needed_depth)
      OR OLD.state = 'REVERSED' AND NOT (OLD.reversed_at, OLD.shortfall) <=> (NEW.reversed_at, NEW.shortfall) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what a deposit was credited stays';
  END IF;

CREATE OR REPLACE TRIGGER items_sold_once BEFORE UPDATE ON items FOR EACH ROW
  IF OLD.is_sold = 1 AND (NEW.is_sold <> 1 OR NEW.shelf <> OLD.shelf) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a unit is sold once, for good';
  END IF;

CREATE OR REPLACE TRIGGER items_sold_stay BEFORE DELETE ON items FOR EACH ROW
  IF OLD.is_sold = 1 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a sold unit stays';
  END IF;

CREATE OR REPLACE TRIGGER batches_once BEFORE UPDATE ON batches FOR EACH ROW
  IF NEW.units < OLD.units OR OLD.undone_at IS NOT NULL AND NOT OLD.undone_at <=> NEW.undone_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a batch only grows, and is undone once';
  END IF;

CREATE OR REPLACE TRIGGER recovery_codes_once BEFORE UPDATE ON recovery_codes FOR EACH ROW
  IF OLD.used_at IS NOT NULL AND NOT OLD.used_at <=> NEW.used_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a recovery code is used once';
  END IF;

CREATE OR REPLACE TRIGGER outbox_once BEFORE UPDATE ON outbox FOR EACH ROW
  IF OLD.delivered_at IS NOT NULL AND NOT OLD.delivered_at <=> NEW.delivered_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a message is delivered once';
  END IF;

CREATE OR REPLACE TRIGGER wallets_only_grow BEFORE UPDATE ON wallets FOR EACH ROW
  IF NEW.next_index < OLD.next_index OR NEW.paid_index < OLD.paid_index
      OR OLD.confirmed_at IS NOT NULL AND NOT OLD.confirmed_at <=> NEW.confirmed_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a wallet gives no address twice';
  END IF;
