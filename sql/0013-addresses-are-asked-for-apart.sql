-- Who makes a request does not wait for its address: a program of its own asks
-- for it, and asks the gateway what its callbacks are worth.  A request can be
-- given up by its buyer.

ALTER TABLE payments
  ADD COLUMN IF NOT EXISTS ask_at DATETIME(3) NULL COMMENT 'while CREATING: from when on the gateway, or our own node, is to be asked for the address; NULL: not, or not any more',
  ADD COLUMN IF NOT EXISTS asked_at DATETIME(3) NULL COMMENT 'when it was asked last, written before it is; the gateway is asked once',
  ADD COLUMN IF NOT EXISTS cancelled_at DATETIME(3) NULL COMMENT 'when its buyer gave it up: it is EXPIRED or ABANDONED from then on, until coins come all the same',
  ADD KEY IF NOT EXISTS by_ask (state, ask_at),
  DROP CONSTRAINT IF EXISTS payments_cancelled,
  ADD CONSTRAINT payments_cancelled CHECK (cancelled_at IS NULL OR state NOT IN ('CREATING', 'OPEN'));

CREATE OR REPLACE TRIGGER payments_asked_once BEFORE UPDATE ON payments FOR EACH ROW
  IF NOT (OLD.cancelled_at IS NULL OR OLD.cancelled_at <=> NEW.cancelled_at)
    OR OLD.provider = 'gateway'
      AND (NOT (OLD.asked_at IS NULL OR OLD.asked_at <=> NEW.asked_at)
        OR OLD.ask_at IS NULL AND NEW.ask_at IS NOT NULL) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the gateway is asked once for a payment, and one is cancelled once';
  END IF;

CREATE TABLE IF NOT EXISTS callbacks (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  payment_id BIGINT NOT NULL,
  body       VARBINARY(16384) NOT NULL COMMENT 'as it came, signed by the secret of the payment',
  digest     BINARY(32) NOT NULL COMMENT 'SHA-256 of payment and body: the same callback is kept once',
  came_at    DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  ask_at     DATETIME(3) NULL COMMENT 'when the gateway is asked next whether it is so; NULL: it was, and the payment is settled accordingly',
  asks       INT NOT NULL DEFAULT 0,
  UNIQUE KEY u_digest (digest),
  KEY by_ask (ask_at),
  KEY by_payment (payment_id),
  CONSTRAINT callbacks_payment FOREIGN KEY (payment_id) REFERENCES payments (id)
) COMMENT 'What the gateway says when it calls, until it was asked itself: its word alone moves no money.';
