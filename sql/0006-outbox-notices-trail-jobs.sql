-- What must happen outside, what a buyer is told, who did what, and the
-- worker's leases.

CREATE TABLE IF NOT EXISTS outbox (
  id          BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind        ENUM('deposit_credited', 'payment_expired', 'payment_review', 'order_placed') NOT NULL,
  user_id     BIGINT NOT NULL,
  subject     CHAR(22) NOT NULL COMMENT 'public id of the payment or order',
  amount      BIGINT NULL COMMENT 'minor units, where money moved',
  currency    CHAR(3) NULL,
  created_at  DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  delivered_at DATETIME(3) NULL,
  KEY undelivered (delivered_at, id),
  CONSTRAINT outbox_user FOREIGN KEY (user_id) REFERENCES users (id)
) COMMENT 'Written in the transaction of the event; the worker delivers it.';

CREATE TABLE IF NOT EXISTS notices (
  outbox_id  BIGINT NOT NULL PRIMARY KEY COMMENT 'so that delivering twice tells once',
  user_id    BIGINT NOT NULL,
  kind       VARCHAR(32) NOT NULL,
  subject    CHAR(22) NOT NULL,
  amount     BIGINT NULL,
  currency   CHAR(3) NULL,
  created_at DATETIME(3) NOT NULL,
  read_at    DATETIME(3) NULL,
  KEY by_user (user_id, outbox_id),
  CONSTRAINT notices_outbox FOREIGN KEY (outbox_id) REFERENCES outbox (id),
  CONSTRAINT notices_user FOREIGN KEY (user_id) REFERENCES users (id)
) COMMENT 'The in-app inbox.';

CREATE TABLE IF NOT EXISTS audit_log (
  id         BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  actor      VARCHAR(64) NOT NULL COMMENT 'user:12, cli:root, worker',
  action     VARCHAR(64) NOT NULL COMMENT 'register, password-change, import, ...',
  subject    VARCHAR(128) NOT NULL DEFAULT '',
  network    VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'the /24 or /64 it came from',
  created_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  KEY by_actor (actor, id)
) COMMENT 'Who did what; append-only.';

CREATE OR REPLACE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_log is append-only';
CREATE OR REPLACE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_log is append-only';

CREATE TABLE IF NOT EXISTS jobs (
  name         VARCHAR(32) NOT NULL PRIMARY KEY,
  holder       VARCHAR(64) NULL COMMENT 'host:pid that runs it',
  leased_until DATETIME(3) NULL,
  fence        BIGINT NOT NULL DEFAULT 0 COMMENT 'grows with every lease',
  started_at   DATETIME(3) NULL,
  ended_at     DATETIME(3) NULL,
  result       VARCHAR(255) NULL
) COMMENT 'Leases that keep two workers from doing the same; correctness never rests on them.';
