-- What the numbered files amount to; made by tools/make-schema, by MariaDB 10.11.
CREATE TABLE `accounts` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` enum('user','clearing','sales','adjustment','debt') NOT NULL,
  `code` varchar(64) NOT NULL COMMENT 'user:12, clearing:BTC, sales',
  `currency` char(3) NOT NULL COMMENT 'ISO 4217',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_code` (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The two sides of every transfer. System accounts have no running total, so no sale writes a shared row.';
CREATE TABLE `audit_log` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `actor` varchar(64) NOT NULL COMMENT 'user:12, cli:root, worker',
  `action` varchar(64) NOT NULL COMMENT 'register, password-change, import, ...',
  `subject` varchar(128) NOT NULL DEFAULT '',
  `network` varchar(64) NOT NULL DEFAULT '' COMMENT 'the /24 or /64 it came from',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  KEY `by_actor` (`actor`,`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Who did what; append-only.';
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_log is append-only' 
;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_log is append-only' 
;
CREATE TABLE `balance_history` (
  `user_id` bigint(20) NOT NULL,
  `ver` bigint(20) NOT NULL COMMENT '1, 2, ... without a gap',
  `entry_id` bigint(20) NOT NULL,
  `top_up_amount` bigint(20) NOT NULL COMMENT 'after the entry',
  `consume_records` bigint(20) NOT NULL COMMENT 'after the entry',
  PRIMARY KEY (`user_id`,`ver`),
  UNIQUE KEY `u_entry` (`entry_id`),
  CONSTRAINT `balance_history_entry` FOREIGN KEY (`entry_id`) REFERENCES `ledger_entries` (`id`),
  CONSTRAINT `balance_history_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Every balance a buyer ever had; a second writer of the same version cannot commit.';
CREATE TRIGGER balance_history_no_update BEFORE UPDATE ON balance_history
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'balance_history is append-only' 
;
CREATE TRIGGER balance_history_no_delete BEFORE DELETE ON balance_history
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'balance_history is append-only' 
;
CREATE TABLE `batches` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `source` varchar(255) NOT NULL COMMENT 'the name of the file',
  `actor` varchar(64) NOT NULL,
  `units` int(11) NOT NULL DEFAULT 0,
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `undone_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='An import, so that its unsold part can be taken back.';
CREATE TABLE `buy_items` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `buy_id` bigint(20) NOT NULL,
  `item_id` bigint(20) NOT NULL,
  `product_id` bigint(20) NOT NULL,
  `product_name` varchar(120) NOT NULL COMMENT 'as it was when bought',
  `unit_price` bigint(20) NOT NULL COMMENT 'as it was when bought, minor units',
  `currency` char(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_item` (`item_id`),
  KEY `by_buy` (`buy_id`),
  KEY `buy_items_product` (`product_id`),
  CONSTRAINT `buy_items_buy` FOREIGN KEY (`buy_id`) REFERENCES `buys` (`id`),
  CONSTRAINT `buy_items_item` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`),
  CONSTRAINT `buy_items_product` FOREIGN KEY (`product_id`) REFERENCES `products` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Which unit went to which order, one row each: a unit is sold once.';
CREATE TABLE `buys` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` char(22) NOT NULL,
  `buyer_id` bigint(20) NOT NULL,
  `quantity` int(11) NOT NULL COMMENT 'units',
  `total_price` bigint(20) NOT NULL COMMENT 'minor units; the sum of its buy_items',
  `currency` char(3) NOT NULL,
  `buy_datetime` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `is_refunded` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_public` (`public_id`),
  KEY `by_buyer` (`buyer_id`,`id`),
  CONSTRAINT `buys_buyer` FOREIGN KEY (`buyer_id`) REFERENCES `users` (`id`),
  CONSTRAINT `buys_quantity` CHECK (`quantity` >= 1),
  CONSTRAINT `buys_total` CHECK (`total_price` between 0 and 1000000000000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Orders: placed once, paid at once, never edited.';
CREATE TABLE `categories` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `slug` varchar(80) NOT NULL,
  `name` varchar(120) NOT NULL,
  `description` varchar(500) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_slug` (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The first level of the catalogue.';
CREATE TABLE `coins` (
  `asset` varchar(16) NOT NULL COMMENT 'a code of chain/assets.c',
  `is_listed` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'whether the gateway lists it',
  `price` varchar(40) DEFAULT NULL COMMENT 'of one coin in the shop''s currency, exact decimal text',
  `checked_at` datetime(3) NOT NULL,
  PRIMARY KEY (`asset`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What the gateway said last about each coin.';
CREATE TABLE `deposits` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `payment_id` bigint(20) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `asset` varchar(16) NOT NULL,
  `txid` varchar(128) NOT NULL COMMENT 'of the chain; or kryptoexpress:ID when the gateway vouches',
  `position` varchar(64) NOT NULL COMMENT 'which output, log or account of it',
  `coin_amount` decimal(38,0) NOT NULL COMMENT 'base units that arrived',
  `credited` bigint(20) NOT NULL COMMENT 'minor units',
  `currency` char(3) NOT NULL,
  `is_late` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'paid after expiry',
  `credited_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_origin` (`asset`,`txid`,`position`),
  KEY `by_payment` (`payment_id`),
  KEY `by_time` (`credited_at`),
  KEY `deposits_user` (`user_id`),
  CONSTRAINT `deposits_payment` FOREIGN KEY (`payment_id`) REFERENCES `payments` (`id`),
  CONSTRAINT `deposits_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
  CONSTRAINT `deposits_credited` CHECK (`credited` between 1 and 1000000000000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What arrived and was credited, once each.';
CREATE TABLE `form_tokens` (
  `user_id` bigint(20) NOT NULL,
  `token` char(22) NOT NULL,
  `fingerprint` binary(32) NOT NULL COMMENT 'SHA-256 of route and fields',
  `result` varchar(255) NOT NULL COMMENT 'the path the first submission led to',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`user_id`,`token`),
  CONSTRAINT `form_tokens_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='One-time tokens of forms that move money: written with the effect, so that submitting again shows the first result.';
CREATE TABLE `items` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `product_id` bigint(20) NOT NULL,
  `batch_id` bigint(20) NOT NULL,
  `shelf` bigint(20) NOT NULL COMMENT 'its place in the line to be sold, per product',
  `is_sold` tinyint(1) NOT NULL DEFAULT 0,
  `sealed` mediumblob NOT NULL COMMENT 'AES-256-GCM under the unit key, bound to the fingerprint',
  `fingerprint` binary(32) NOT NULL COMMENT 'HMAC-SHA256 of the content: finds what was imported before',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_fingerprint` (`fingerprint`),
  UNIQUE KEY `u_shelf` (`product_id`,`shelf`),
  KEY `by_batch` (`batch_id`,`is_sold`),
  CONSTRAINT `items_batch` FOREIGN KEY (`batch_id`) REFERENCES `batches` (`id`),
  CONSTRAINT `items_product` FOREIGN KEY (`product_id`) REFERENCES `products` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Units: what a buyer gets, one row each.';
CREATE TABLE `jobs` (
  `name` varchar(32) NOT NULL,
  `holder` varchar(64) DEFAULT NULL COMMENT 'host:pid that runs it',
  `leased_until` datetime(3) DEFAULT NULL,
  `fence` bigint(20) NOT NULL DEFAULT 0 COMMENT 'grows with every lease',
  `started_at` datetime(3) DEFAULT NULL,
  `ended_at` datetime(3) DEFAULT NULL,
  `result` varchar(255) DEFAULT NULL,
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Leases that keep two workers from doing the same; correctness never rests on them.';
CREATE TABLE `ledger_entries` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` enum('deposit','purchase','refund','adjustment','reversal') NOT NULL,
  `cause_id` bigint(20) NOT NULL COMMENT 'deposits.id or buys.id, by kind',
  `user_id` bigint(20) NOT NULL COMMENT 'whose balance it is about',
  `form_token` char(22) DEFAULT NULL COMMENT 'the one-time token of the form that asked for it',
  `actor` varchar(64) NOT NULL COMMENT 'user:12, callback, poller, ...',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_cause` (`kind`,`cause_id`),
  UNIQUE KEY `u_form` (`user_id`,`form_token`),
  KEY `by_user` (`user_id`,`id`),
  CONSTRAINT `ledger_entries_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Why money moved: one row for each cause, ever.';
CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_entries is append-only' 
;
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_entries is append-only' 
;
CREATE TABLE `ledger_transfers` (
  `entry_id` bigint(20) NOT NULL,
  `seq` int(11) NOT NULL COMMENT '1, 2, ... within the entry',
  `debit_account` bigint(20) NOT NULL,
  `credit_account` bigint(20) NOT NULL,
  `amount` bigint(20) NOT NULL COMMENT 'minor units',
  `currency` char(3) NOT NULL,
  PRIMARY KEY (`entry_id`,`seq`),
  KEY `by_debit` (`debit_account`),
  KEY `by_credit` (`credit_account`),
  CONSTRAINT `ledger_transfers_credit` FOREIGN KEY (`credit_account`) REFERENCES `accounts` (`id`),
  CONSTRAINT `ledger_transfers_debit` FOREIGN KEY (`debit_account`) REFERENCES `accounts` (`id`),
  CONSTRAINT `ledger_transfers_entry` FOREIGN KEY (`entry_id`) REFERENCES `ledger_entries` (`id`),
  CONSTRAINT `ledger_transfers_amount` CHECK (`amount` between 1 and 1000000000000),
  CONSTRAINT `ledger_transfers_sides` CHECK (`debit_account` <> `credit_account`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What moved: each row debits and credits the same amount, so an unbalanced entry cannot be written.';
CREATE TRIGGER ledger_transfers_no_update BEFORE UPDATE ON ledger_transfers
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_transfers is append-only' 
;
CREATE TRIGGER ledger_transfers_no_delete BEFORE DELETE ON ledger_transfers
  FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'ledger_transfers is append-only' 
;
CREATE TABLE `notices` (
  `outbox_id` bigint(20) NOT NULL COMMENT 'so that delivering twice tells once',
  `user_id` bigint(20) NOT NULL,
  `kind` varchar(32) NOT NULL,
  `subject` char(22) NOT NULL,
  `amount` bigint(20) DEFAULT NULL,
  `currency` char(3) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL,
  `read_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`outbox_id`),
  KEY `by_user` (`user_id`,`outbox_id`),
  CONSTRAINT `notices_outbox` FOREIGN KEY (`outbox_id`) REFERENCES `outbox` (`id`),
  CONSTRAINT `notices_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The in-app inbox.';
CREATE TABLE `outbox` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `kind` enum('deposit_credited','payment_expired','payment_review','order_placed') NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `subject` char(22) NOT NULL COMMENT 'public id of the payment or order',
  `amount` bigint(20) DEFAULT NULL COMMENT 'minor units, where money moved',
  `currency` char(3) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `delivered_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `undelivered` (`delivered_at`,`id`),
  KEY `outbox_user` (`user_id`),
  CONSTRAINT `outbox_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Written in the transaction of the event; the worker delivers it.';
CREATE TABLE `payments` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` char(22) NOT NULL COMMENT 'in the buyer''s URL',
  `hook_token` char(22) NOT NULL COMMENT 'in the URL the gateway calls',
  `user_id` bigint(20) NOT NULL,
  `asset` varchar(16) NOT NULL,
  `kind` enum('PAYMENT','DEPOSIT') NOT NULL COMMENT 'PAYMENT: a named fiat amount; DEPOSIT: any amount, first transfer only',
  `state` enum('CREATING','OPEN','PAID','EXPIRED','REVIEW','FAILED','ABANDONED') NOT NULL DEFAULT 'CREATING',
  `currency` char(3) NOT NULL,
  `fiat_amount` bigint(20) DEFAULT NULL COMMENT 'PAYMENT: minor units asked for',
  `coin_amount` decimal(38,0) DEFAULT NULL COMMENT 'PAYMENT: base units that must arrive, as the gateway said',
  `gateway_id` varchar(64) DEFAULT NULL,
  `gateway_hash` varchar(128) DEFAULT NULL,
  `address` varchar(128) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `expires_at` datetime(3) DEFAULT NULL COMMENT 'as the gateway said',
  `paid_at` datetime(3) DEFAULT NULL,
  `next_poll_at` datetime(3) DEFAULT NULL COMMENT 'NULL: not looked after any more',
  `polls` int(11) NOT NULL DEFAULT 0,
  `reason` varchar(120) DEFAULT NULL COMMENT 'why FAILED or REVIEW, in words',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_public` (`public_id`),
  UNIQUE KEY `u_hook` (`hook_token`),
  UNIQUE KEY `u_gateway_id` (`gateway_id`),
  UNIQUE KEY `u_gateway_hash` (`gateway_hash`),
  UNIQUE KEY `u_address` (`asset`,`address`),
  KEY `by_user` (`user_id`,`id`),
  KEY `by_poll` (`next_poll_at`),
  KEY `by_expiry` (`state`,`expires_at`),
  CONSTRAINT `payments_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
  CONSTRAINT `payments_amount` CHECK (`kind` = 'PAYMENT' = (`fiat_amount` is not null)),
  CONSTRAINT `payments_paid` CHECK (`state` = 'PAID' = (`paid_at` is not null)),
  CONSTRAINT `payments_open` CHECK (`state` <> 'OPEN' or `address` is not null and `expires_at` is not null),
  CONSTRAINT `payments_positive` CHECK (`fiat_amount` is null or `fiat_amount` between 1 and 1000000000000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Requests to top up. The row is written before the gateway is asked; its state only moves forward.';
CREATE TRIGGER payments_forward BEFORE UPDATE ON payments FOR EACH ROW
  IF OLD.state <> NEW.state AND CONCAT(OLD.state, '>', NEW.state) NOT IN (
      'CREATING>OPEN', 'CREATING>FAILED', 'CREATING>ABANDONED', 'CREATING>PAID', 'CREATING>REVIEW',
      'OPEN>PAID', 'OPEN>EXPIRED', 'OPEN>REVIEW',
      'EXPIRED>PAID', 'EXPIRED>REVIEW',
      'FAILED>REVIEW', 'ABANDONED>PAID', 'ABANDONED>REVIEW',
      'REVIEW>PAID') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a payment only moves forward';
  END IF 
;
CREATE TABLE `products` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `subcategory_id` bigint(20) NOT NULL,
  `slug` varchar(80) NOT NULL,
  `name` varchar(120) NOT NULL,
  `description` text NOT NULL,
  `price` bigint(20) NOT NULL COMMENT 'minor units, of one unit',
  `currency` char(3) NOT NULL,
  `stock` int(11) NOT NULL DEFAULT 0 COMMENT 'unsold units, always the count of its items with is_sold = 0',
  `shelf_next` bigint(20) NOT NULL DEFAULT 1 COMMENT 'the shelf number of the unit sold next; unsold units are numbered shelf_next ... shelf_next + stock - 1',
  `min_quantity` int(11) NOT NULL DEFAULT 1 COMMENT 'least units in an order',
  `max_quantity` int(11) NOT NULL DEFAULT 10 COMMENT 'most units in an order',
  `is_listed` tinyint(1) NOT NULL DEFAULT 1,
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_slug` (`slug`),
  KEY `by_subcategory` (`subcategory_id`),
  CONSTRAINT `products_subcategory` FOREIGN KEY (`subcategory_id`) REFERENCES `subcategories` (`id`),
  CONSTRAINT `products_price` CHECK (`price` between 0 and 1000000000000),
  CONSTRAINT `products_stock` CHECK (`stock` >= 0 and `shelf_next` >= 1),
  CONSTRAINT `products_quantity` CHECK (`min_quantity` between 1 and `max_quantity` and `max_quantity` <= 1000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Something with a price, of which units are sold; guards its stock.';
CREATE TABLE `quarantine` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `payment_id` bigint(20) DEFAULT NULL,
  `source` varchar(16) NOT NULL COMMENT 'callback or poller',
  `reason` varchar(120) NOT NULL,
  `body` varbinary(16384) NOT NULL COMMENT 'what the gateway said, as it came',
  `digest` binary(32) NOT NULL COMMENT 'SHA-256 of payment, reason and body: the same report is kept once',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_digest` (`digest`),
  KEY `by_payment` (`payment_id`),
  CONSTRAINT `quarantine_payment` FOREIGN KEY (`payment_id`) REFERENCES `payments` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Reports that are signed but do not fit what we stored: for a person to judge, never credited by themselves.';
CREATE TABLE `recovery_codes` (
  `user_id` bigint(20) NOT NULL,
  `hash` binary(32) NOT NULL COMMENT 'HMAC-SHA256 of the code',
  `used_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`user_id`,`hash`),
  CONSTRAINT `recovery_codes_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What opens an account whose password is lost; each works once.';
CREATE TABLE `reveals` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `buy_id` bigint(20) NOT NULL,
  `user_id` bigint(20) NOT NULL COMMENT 'who looked',
  `at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  KEY `by_buy` (`buy_id`),
  KEY `reveals_user` (`user_id`),
  CONSTRAINT `reveals_buy` FOREIGN KEY (`buy_id`) REFERENCES `buys` (`id`),
  CONSTRAINT `reveals_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Each time the units of an order were shown.';
CREATE TABLE `schema_migrations` (
  `n` int(11) NOT NULL COMMENT 'number at the head of the file name',
  `name` varchar(190) NOT NULL COMMENT 'name of the file',
  `sha256` char(64) NOT NULL COMMENT 'of its bytes, as hexadecimal',
  `applied_at` datetime(3) NOT NULL DEFAULT current_timestamp(3) COMMENT 'when it was through, UTC',
  PRIMARY KEY (`n`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='the files of the schema that were applied';
CREATE TABLE `subcategories` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `category_id` bigint(20) NOT NULL,
  `slug` varchar(80) NOT NULL COMMENT 'shares its namespace with categories.slug',
  `name` varchar(120) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_slug` (`slug`),
  UNIQUE KEY `u_name` (`category_id`,`name`),
  CONSTRAINT `subcategories_category` FOREIGN KEY (`category_id`) REFERENCES `categories` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The second level.';
CREATE TABLE `users` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` char(22) NOT NULL COMMENT 'random, for URLs',
  `name` varchar(32) NOT NULL COMMENT 'what they sign in with, lower case',
  `password` varchar(255) NOT NULL COMMENT 'Argon2id in PHC form, its hash peppered',
  `account_id` bigint(20) NOT NULL,
  `currency` char(3) NOT NULL,
  `top_up_amount` bigint(20) NOT NULL DEFAULT 0 COMMENT 'minor units ever credited',
  `consume_records` bigint(20) NOT NULL DEFAULT 0 COMMENT 'minor units spent and not refunded',
  `ver` bigint(20) NOT NULL DEFAULT 0 COMMENT 'rows of balance_history; available = top_up_amount - consume_records',
  `open_payments` int(11) NOT NULL DEFAULT 0 COMMENT 'payments in CREATING or OPEN',
  `failures` int(11) NOT NULL DEFAULT 0 COMMENT 'failed sign-ins in a row; at 100 only recovery helps',
  `totp_sealed` varbinary(128) DEFAULT NULL COMMENT 'the TOTP secret, sealed; NULL when off',
  `totp_step` bigint(20) NOT NULL DEFAULT 0 COMMENT 'the last 30 s step a code was used for',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_public` (`public_id`),
  UNIQUE KEY `u_name` (`name`),
  UNIQUE KEY `u_account` (`account_id`),
  CONSTRAINT `users_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`),
  CONSTRAINT `users_balance` CHECK (`top_up_amount` >= 0 and `consume_records` >= 0 and `top_up_amount` >= `consume_records`),
  CONSTRAINT `users_open` CHECK (`open_payments` between 0 and 50)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Buyers; each row guards its balance: locked and given a new ver by whatever changes it.';
