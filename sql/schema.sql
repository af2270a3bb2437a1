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
CREATE TRIGGER balance_history_as_it_is BEFORE INSERT ON balance_history FOR EACH ROW
  IF NOT EXISTS (SELECT 1 FROM users u JOIN ledger_entries e ON e.user_id = u.id
      WHERE u.id = NEW.user_id AND e.id = NEW.entry_id AND u.ver = NEW.ver
        AND u.top_up_amount = NEW.top_up_amount AND u.consume_records = NEW.consume_records) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the history says what the balance is';
  END IF 
;
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
CREATE TRIGGER batches_once BEFORE UPDATE ON batches FOR EACH ROW
  IF NEW.units < OLD.units OR OLD.undone_at IS NOT NULL AND NOT OLD.undone_at <=> NEW.undone_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a batch only grows, and is undone once';
  END IF 
;
CREATE TABLE `buy_items` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `buy_id` bigint(20) NOT NULL,
  `item_id` bigint(20) NOT NULL,
  `product_id` bigint(20) NOT NULL,
  `product_name` varchar(120) NOT NULL COMMENT 'as it was when bought',
  `unit_price` bigint(20) NOT NULL COMMENT 'as it was when bought, minor units',
  `free_most` int(11) DEFAULT NULL COMMENT 'of a free unit: so many of this product the account might have in all when it was taken',
  `currency` char(3) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_item` (`item_id`),
  KEY `by_buy` (`buy_id`),
  KEY `buy_items_product` (`product_id`),
  CONSTRAINT `buy_items_buy` FOREIGN KEY (`buy_id`) REFERENCES `buys` (`id`),
  CONSTRAINT `buy_items_item` FOREIGN KEY (`item_id`) REFERENCES `items` (`id`),
  CONSTRAINT `buy_items_product` FOREIGN KEY (`product_id`) REFERENCES `products` (`id`),
  CONSTRAINT `buy_items_free` CHECK (`free_most` is null or `unit_price` = 0 and `free_most` >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Which unit went to which order, one row each: a unit is sold once.';
CREATE TABLE `buys` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` char(22) NOT NULL,
  `buyer_id` bigint(20) NOT NULL,
  `cart` char(22) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'the generation of the cart it was bought from; NULL: of before there were any',
  `quantity` int(11) NOT NULL COMMENT 'units',
  `total_price` bigint(20) NOT NULL COMMENT 'minor units; the sum of its buy_items',
  `currency` char(3) NOT NULL,
  `buy_datetime` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `is_refunded` tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_public` (`public_id`),
  UNIQUE KEY `u_cart` (`buyer_id`,`cart`) COMMENT 'two checkouts of one cart are one order',
  KEY `by_buyer` (`buyer_id`,`id`),
  CONSTRAINT `buys_buyer` FOREIGN KEY (`buyer_id`) REFERENCES `users` (`id`),
  CONSTRAINT `buys_quantity` CHECK (`quantity` >= 1),
  CONSTRAINT `buys_total` CHECK (`total_price` between 0 and 1000000000000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Orders: placed once, paid at once, never edited.';
CREATE TABLE `callbacks` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `payment_id` bigint(20) NOT NULL,
  `body` varbinary(16384) NOT NULL COMMENT 'as it came, signed by the secret of the payment',
  `digest` binary(32) NOT NULL COMMENT 'SHA-256 of payment and body: the same callback is kept once',
  `came_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `ask_at` datetime(3) DEFAULT NULL COMMENT 'when the gateway is asked next whether it is so; NULL: it was, and the payment is settled accordingly',
  `asks` int(11) NOT NULL DEFAULT 0,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_digest` (`digest`),
  KEY `by_ask` (`ask_at`),
  KEY `by_payment` (`payment_id`),
  CONSTRAINT `callbacks_payment` FOREIGN KEY (`payment_id`) REFERENCES `payments` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What the gateway says when it calls, until it was asked itself: its word alone moves no money.';
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
CREATE TABLE `cursors` (
  `network` varchar(16) NOT NULL,
  `source` varchar(64) NOT NULL COMMENT 'the kind: evm, evm-native; of a node''s wallet its name: litecoin/bitcoind@127.0.0.1:9332',
  `cursor_text` varchar(128) NOT NULL COMMENT 'a block hash or a height',
  `moved_at` datetime(3) NOT NULL,
  PRIMARY KEY (`network`,`source`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='How far whole chains were read: moved in the transaction of the deposits it explains.';
CREATE TABLE `deposits` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `payment_id` bigint(20) NOT NULL,
  `user_id` bigint(20) NOT NULL,
  `asset` varchar(16) NOT NULL,
  `txid` varchar(128) NOT NULL COMMENT 'of the chain; or kryptoexpress:ID when the gateway vouches',
  `position` varchar(64) NOT NULL COMMENT 'which output, log or account of it',
  `coin_amount` decimal(38,0) NOT NULL COMMENT 'base units that arrived',
  `credited` bigint(20) DEFAULT NULL COMMENT 'minor units; NULL until it is credited',
  `currency` char(3) NOT NULL,
  `is_late` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'paid after expiry',
  `credited_at` datetime(3) DEFAULT current_timestamp(3),
  `state` enum('SEEN','CONFIRMED','CREDITED','HELD','REVERSED','GONE') NOT NULL DEFAULT 'CREDITED' COMMENT 'HELD: waits for a person; GONE: vanished before it was credited; REVERSED: after',
  `is_witness` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'a transfer to the gateway''s address: stands beside the gateway''s word and is never credited itself',
  `source` varchar(64) DEFAULT NULL COMMENT 'who showed it last; NULL: the gateway vouches',
  `height` bigint(20) DEFAULT NULL COMMENT 'of its block; NULL: in none yet',
  `block_hash` varchar(80) DEFAULT NULL COMMENT 'where the source tells it',
  `confirmations` bigint(20) NOT NULL DEFAULT 0 COMMENT 'when it was last looked at',
  `missed` int(11) NOT NULL DEFAULT 0 COMMENT 'looks in a row that did not show it any more',
  `missed_at` datetime(3) DEFAULT NULL COMMENT 'when the last of them was counted',
  `seen_at` datetime(3) DEFAULT NULL COMMENT 'first',
  `credited_depth` bigint(20) DEFAULT NULL COMMENT 'confirmations it had when it was credited; NULL: the gateway vouched',
  `needed_depth` bigint(20) DEFAULT NULL COMMENT 'those that the settings asked for then',
  `maturity` bigint(20) NOT NULL DEFAULT 0 COMMENT 'confirmations before its coins can move: mined ones and peg-outs of MWEB; 0: any others; -1: its source does not tell',
  `rate` varchar(64) DEFAULT NULL COMMENT 'own: price of one coin it is credited at, fixed when first seen',
  `is_final` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'deep enough not to be looked at any more',
  `reason` varchar(120) DEFAULT NULL COMMENT 'why HELD, GONE or REVERSED, in words',
  `reversed_at` datetime(3) DEFAULT NULL,
  `shortfall` bigint(20) NOT NULL DEFAULT 0 COMMENT 'REVERSED: minor units that were spent already and are owed',
  `due` tinyint(4) NOT NULL DEFAULT 1 COMMENT '1: changed since it was judged; 2: waits for a price; 0: nothing to do',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_origin` (`asset`,`txid`,`position`),
  KEY `by_payment` (`payment_id`),
  KEY `by_time` (`credited_at`),
  KEY `by_state` (`state`,`is_final`),
  KEY `by_user_time` (`user_id`,`credited_at`),
  KEY `by_due` (`due`,`payment_id`),
  CONSTRAINT `deposits_payment` FOREIGN KEY (`payment_id`) REFERENCES `payments` (`id`),
  CONSTRAINT `deposits_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
  CONSTRAINT `deposits_credited` CHECK (`state` in ('CREDITED','REVERSED') = (`credited` is not null) and `credited` is null = (`credited_at` is null) and (`credited` is null or `credited` between 1 and 1000000000000)),
  CONSTRAINT `deposits_depth` CHECK (`credited_depth` is null = (`needed_depth` is null) and (`needed_depth` is null or `needed_depth` >= 1 and `credited_depth` >= `needed_depth`)),
  CONSTRAINT `deposits_witness` CHECK (`is_witness` = 0 or `credited` is null),
  CONSTRAINT `deposits_reversed` CHECK (`state` = 'REVERSED' = (`reversed_at` is not null) and (`shortfall` = 0 or `state` = 'REVERSED') and `shortfall` between 0 and coalesce(`credited`,0)),
  CONSTRAINT `deposits_maturity` CHECK (`maturity` >= -1 and (`needed_depth` is null or `needed_depth` >= `maturity`)),
  CONSTRAINT `deposits_due` CHECK (`due` in (0,1) or `due` = 2 and `rate` is null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What arrived and was credited, once each.';
CREATE TRIGGER deposits_forward BEFORE UPDATE ON deposits FOR EACH ROW
  IF OLD.state <> NEW.state AND CONCAT(OLD.state, '>', NEW.state) NOT IN (
      'SEEN>CONFIRMED', 'SEEN>GONE', 'SEEN>HELD',
      'CONFIRMED>CREDITED', 'CONFIRMED>HELD', 'CONFIRMED>GONE',
      'GONE>SEEN', 'HELD>CREDITED', 'HELD>GONE', 'CREDITED>REVERSED') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a deposit only moves forward';
  END IF 
;
CREATE TRIGGER deposits_once BEFORE UPDATE ON deposits FOR EACH ROW
  IF OLD.credited IS NOT NULL AND NOT (OLD.credited, OLD.credited_at, OLD.rate) <=> (NEW.credited, NEW.credited_at, NEW.rate)
      OR OLD.credited_depth IS NOT NULL AND NOT (OLD.credited_depth, OLD.needed_depth) <=> (NEW.credited_depth, NEW.needed_depth)
      OR OLD.state = 'REVERSED' AND NOT (OLD.reversed_at, OLD.shortfall) <=> (NEW.reversed_at, NEW.shortfall) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what a deposit was credited stays';
  END IF 
;
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
CREATE TRIGGER items_sold_once BEFORE UPDATE ON items FOR EACH ROW
  IF OLD.is_sold = 1 AND (NEW.is_sold <> 1 OR NEW.shelf <> OLD.shelf) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a unit is sold once, for good';
  END IF 
;
CREATE TRIGGER items_sold_stay BEFORE DELETE ON items FOR EACH ROW
  IF OLD.is_sold = 1 THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a sold unit stays';
  END IF 
;
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
  `cause_id` bigint(20) NOT NULL COMMENT 'deposits.id (deposit, reversal) or buys.id, by kind',
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
CREATE TRIGGER ledger_transfers_while_open BEFORE INSERT ON ledger_transfers FOR EACH ROW
  IF EXISTS (SELECT 1 FROM ledger_entries e JOIN users u ON u.id = e.user_id
      JOIN balance_history h ON h.user_id = u.id AND h.ver = u.ver
      WHERE e.id = NEW.entry_id AND u.ver > 0 AND h.entry_id >= e.id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nothing is added to an entry that is closed';
  END IF 
;
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
  `kind` enum('deposit_credited','payment_expired','payment_review','order_placed','deposit_seen','deposit_reversed') NOT NULL,
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
CREATE TRIGGER outbox_once BEFORE UPDATE ON outbox FOR EACH ROW
  IF OLD.delivered_at IS NOT NULL AND NOT OLD.delivered_at <=> NEW.delivered_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a message is delivered once';
  END IF 
;
CREATE TABLE `own_addresses` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `network` varchar(16) NOT NULL,
  `script` varchar(70) NOT NULL COMMENT 'lower-case hex of what it decodes to',
  `address` varchar(128) NOT NULL,
  `wallet_id` bigint(20) DEFAULT NULL COMMENT 'NULL: from an imported pool',
  `wallet_index` int(11) DEFAULT NULL,
  `payment_id` bigint(20) DEFAULT NULL COMMENT 'the newest of its buyer''s requests that it serves; NULL: still in the pool',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `user_id` bigint(20) DEFAULT NULL COMMENT 'whose it is since it was first given, for good; NULL: still in the pool',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_script` (`network`,`script`),
  UNIQUE KEY `u_index` (`wallet_id`,`wallet_index`),
  UNIQUE KEY `u_payment` (`payment_id`),
  KEY `by_free` (`network`,`payment_id`,`id`),
  KEY `by_user` (`user_id`,`network`),
  CONSTRAINT `own_addresses_payment` FOREIGN KEY (`payment_id`) REFERENCES `payments` (`id`),
  CONSTRAINT `own_addresses_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
  CONSTRAINT `own_addresses_wallet` FOREIGN KEY (`wallet_id`) REFERENCES `wallets` (`id`),
  CONSTRAINT `own_addresses_from` CHECK (`wallet_id` is null = (`wallet_index` is null)),
  CONSTRAINT `own_addresses_given` CHECK (`user_id` is null = (`payment_id` is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Every address of the operator''s own: given to one buyer, and never to another.';
CREATE TRIGGER own_addresses_stay BEFORE UPDATE ON own_addresses FOR EACH ROW
  IF NOT COALESCE(NEW.user_id = OLD.user_id, OLD.user_id IS NULL)
      OR NOT COALESCE(NEW.payment_id >= OLD.payment_id, OLD.payment_id IS NULL)
      OR NEW.payment_id IS NOT NULL
         AND NOT NEW.user_id <=> (SELECT p.user_id FROM payments p WHERE p.id = NEW.payment_id) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an own address stays with its buyer';
  END IF 
;
CREATE TABLE `payments` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `public_id` char(22) NOT NULL COMMENT 'in the buyer''s URL',
  `hook_token` char(22) NOT NULL COMMENT 'in the URL the gateway calls',
  `user_id` bigint(20) NOT NULL,
  `asset` varchar(16) NOT NULL,
  `kind` enum('PAYMENT','DEPOSIT') NOT NULL COMMENT 'PAYMENT: a named fiat amount; DEPOSIT: any amount, first transfer only',
  `state` enum('CREATING','OPEN','PAID','EXPIRED','REVIEW','FAILED','ABANDONED','CONFIRMING') NOT NULL DEFAULT 'CREATING',
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
  `provider` enum('gateway','own') NOT NULL DEFAULT 'gateway' COMMENT 'whose address it is: the gateway''s, or the operator''s own',
  `rate` varchar(64) DEFAULT NULL COMMENT 'own: price of one coin, frozen for transfers seen before expires_at; NULL: that of the moment each is seen',
  `said_at` datetime(3) DEFAULT NULL COMMENT 'gateway: when it first said paid, and the chain had not shown it yet',
  `said_coin` decimal(38,0) DEFAULT NULL COMMENT 'gateway: base units that it says arrived',
  `said_credit` bigint(20) DEFAULT NULL COMMENT 'gateway: minor units to credit once the chain agrees',
  `network` char(16) DEFAULT NULL COMMENT 'keyed hash of the /24 or /64 that asked for it; NULL: not known, or shared by everybody',
  `gateway_address` varchar(128) GENERATED ALWAYS AS (if(`provider` = 'gateway',`address`,NULL)) VIRTUAL INVISIBLE COMMENT 'the gateway makes one for each; own ones come back to their buyer',
  `ask_at` datetime(3) DEFAULT NULL COMMENT 'while CREATING: from when on the gateway, or our own node, is to be asked for the address; NULL: not, or not any more',
  `asked_at` datetime(3) DEFAULT NULL COMMENT 'when it was asked last, written before it is; the gateway is asked once',
  `cancelled_at` datetime(3) DEFAULT NULL COMMENT 'when its buyer gave it up: it is EXPIRED or ABANDONED from then on, until coins come all the same',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_public` (`public_id`),
  UNIQUE KEY `u_hook` (`hook_token`),
  UNIQUE KEY `u_gateway_id` (`gateway_id`),
  UNIQUE KEY `u_gateway_hash` (`gateway_hash`),
  UNIQUE KEY `u_gateway_address` (`asset`,`gateway_address`),
  KEY `by_user` (`user_id`,`id`),
  KEY `by_poll` (`next_poll_at`),
  KEY `by_expiry` (`state`,`expires_at`),
  KEY `by_address` (`asset`,`address`),
  KEY `by_network` (`network`,`state`),
  KEY `by_ask` (`state`,`ask_at`),
  CONSTRAINT `payments_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`),
  CONSTRAINT `payments_amount` CHECK (`kind` = 'PAYMENT' = (`fiat_amount` is not null)),
  CONSTRAINT `payments_paid` CHECK (`state` = 'PAID' = (`paid_at` is not null)),
  CONSTRAINT `payments_open` CHECK (`state` <> 'OPEN' or `address` is not null and `expires_at` is not null),
  CONSTRAINT `payments_positive` CHECK (`fiat_amount` is null or `fiat_amount` between 1 and 1000000000000),
  CONSTRAINT `payments_said` CHECK (`said_at` is null = (`said_coin` is null) and `said_at` is null = (`said_credit` is null)),
  CONSTRAINT `payments_own` CHECK (`provider` = 'gateway' or `gateway_id` is null and `said_at` is null),
  CONSTRAINT `payments_cancelled` CHECK (`cancelled_at` is null or `state` not in ('CREATING','OPEN'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Requests to top up. The row is written before the gateway is asked; its state only moves forward.';
CREATE TRIGGER payments_forward BEFORE UPDATE ON payments FOR EACH ROW
  IF OLD.state <> NEW.state AND CONCAT(OLD.state, '>', NEW.state) NOT IN (
      'CREATING>OPEN', 'CREATING>FAILED', 'CREATING>ABANDONED', 'CREATING>PAID', 'CREATING>REVIEW', 'CREATING>CONFIRMING',
      'OPEN>PAID', 'OPEN>EXPIRED', 'OPEN>REVIEW', 'OPEN>CONFIRMING',
      'CONFIRMING>PAID', 'CONFIRMING>REVIEW', 'CONFIRMING>EXPIRED',
      'EXPIRED>PAID', 'EXPIRED>REVIEW', 'EXPIRED>CONFIRMING',
      'FAILED>REVIEW', 'ABANDONED>PAID', 'ABANDONED>REVIEW', 'ABANDONED>CONFIRMING',
      'REVIEW>PAID') THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a payment only moves forward';
  END IF 
;
CREATE TRIGGER payments_asked_once BEFORE UPDATE ON payments FOR EACH ROW
  IF NOT (OLD.cancelled_at IS NULL OR OLD.cancelled_at <=> NEW.cancelled_at)
    OR OLD.provider = 'gateway'
      AND (NOT (OLD.asked_at IS NULL OR OLD.asked_at <=> NEW.asked_at)
        OR OLD.ask_at IS NULL AND NEW.ask_at IS NOT NULL) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the gateway is asked once for a payment, and one is cancelled once';
  END IF 
;
CREATE TRIGGER payments_once BEFORE UPDATE ON payments FOR EACH ROW
  IF OLD.address IS NOT NULL AND NOT OLD.address <=> NEW.address
      OR OLD.gateway_id IS NOT NULL AND NOT OLD.gateway_id <=> NEW.gateway_id
      OR OLD.gateway_hash IS NOT NULL AND NOT OLD.gateway_hash <=> NEW.gateway_hash
      OR OLD.coin_amount IS NOT NULL AND NOT OLD.coin_amount <=> NEW.coin_amount
      OR OLD.said_at IS NOT NULL AND NOT (OLD.said_at, OLD.said_coin, OLD.said_credit) <=> (NEW.said_at, NEW.said_coin, NEW.said_credit)
      OR OLD.paid_at IS NOT NULL AND NOT OLD.paid_at <=> NEW.paid_at
      OR OLD.expires_at IS NOT NULL AND COALESCE(NEW.expires_at > OLD.expires_at, 1) THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'what a payment was given stays';
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
CREATE TABLE `quotes` (
  `coin` varchar(16) NOT NULL,
  `source` varchar(16) NOT NULL COMMENT 'kraken, coingecko or coinbase',
  `price` varchar(64) NOT NULL COMMENT 'of one coin in the shop''s currency, exact decimal text',
  `at` datetime(3) NOT NULL COMMENT 'when it was heard',
  PRIMARY KEY (`coin`,`source`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What each source of prices said last.';
CREATE TABLE `rates` (
  `coin` varchar(16) NOT NULL,
  `price` varchar(64) DEFAULT NULL COMMENT 'of one coin in the shop''s currency; the last good one, NULL before the first',
  `source` varchar(16) DEFAULT NULL COMMENT 'whose price it is; parity where a setting fixes it',
  `at` datetime(3) DEFAULT NULL COMMENT 'when it was heard; too old: the coin is paused',
  `paused` varchar(120) DEFAULT NULL COMMENT 'why there is no newer one, in words for a buyer',
  PRIMARY KEY (`coin`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The price the shop reckons with, by the rule of price/rule.c.';
CREATE TABLE `recovery_codes` (
  `user_id` bigint(20) NOT NULL,
  `hash` binary(32) NOT NULL COMMENT 'HMAC-SHA256 of the code',
  `used_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`user_id`,`hash`),
  CONSTRAINT `recovery_codes_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What opens an account whose password is lost; each works once.';
CREATE TRIGGER recovery_codes_once BEFORE UPDATE ON recovery_codes FOR EACH ROW
  IF OLD.used_at IS NOT NULL AND NOT OLD.used_at <=> NEW.used_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a recovery code is used once';
  END IF 
;
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
CREATE TABLE `shop` (
  `id` tinyint(4) NOT NULL DEFAULT 1,
  `currency` char(3) NOT NULL COMMENT 'ISO 4217, of all credits, for good',
  `epoch` char(22) NOT NULL COMMENT 'random; another one after a restore, which ends all sessions',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  CONSTRAINT `shop_one` CHECK (`id` = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The identity of this shop: one row, written by cointill migrate; programs with other settings refuse to run.';
CREATE TRIGGER shop_keeps_its_currency BEFORE UPDATE ON shop FOR EACH ROW
  IF NEW.currency <> OLD.currency THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the currency of a shop never changes';
  END IF 
;
CREATE TABLE `shop_keys` (
  `name` varchar(16) NOT NULL COMMENT 'app, unit or callback',
  `number` int(11) NOT NULL DEFAULT 1 COMMENT 'the first key, and those after it; the highest is in use',
  `check_value` binary(16) NOT NULL COMMENT 'derived from the key; tells nothing of it',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`name`,`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='By what a program knows whether it was given the keys of this shop.';
CREATE TABLE `sources` (
  `name` varchar(96) NOT NULL COMMENT 'bitcoin/esplora@mempool.space',
  `network` varchar(16) NOT NULL,
  `tip` bigint(20) DEFAULT NULL COMMENT 'the height it told last',
  `good_at` datetime(3) DEFAULT NULL COMMENT 'when it last answered well',
  `failures` int(11) NOT NULL DEFAULT 0 COMMENT 'in a row',
  `failed_at` datetime(3) DEFAULT NULL,
  `retry_at` datetime(3) DEFAULT NULL COMMENT 'not asked before',
  `fault` varchar(255) DEFAULT NULL COMMENT 'the last one, in words for an operator',
  `passed` bigint(20) NOT NULL DEFAULT 0 COMMENT 'rows of its answers that could not be read, ever',
  `passed_at` datetime(3) DEFAULT NULL COMMENT 'when the last of them came',
  `passed_why` varchar(120) DEFAULT NULL COMMENT 'what was wrong with it',
  PRIMARY KEY (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='How each source of a chain or a price is: healthy, or resting after failures.';
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
CREATE TABLE `unread_transfers` (
  `network` varchar(16) NOT NULL,
  `payment_id` bigint(20) NOT NULL COMMENT 'at whose address; 0: nobody can tell',
  `txid` varchar(128) NOT NULL,
  `source` varchar(96) NOT NULL COMMENT 'who showed it last',
  `place` bigint(20) NOT NULL DEFAULT 0 COMMENT 'where it stands in a list: a slot, a time; 0: not told',
  `why` varchar(120) NOT NULL COMMENT 'it cannot be read, in words for an operator',
  `tries` int(11) NOT NULL DEFAULT 1,
  `first_at` datetime(3) NOT NULL,
  `retry_at` datetime(3) DEFAULT NULL COMMENT 'when it is asked for again; NULL: no more, it waits for a person',
  PRIMARY KEY (`network`,`payment_id`,`txid`),
  KEY `by_retry` (`network`,`retry_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='What is passed over and asked for again, less and less often; a bounded number for each address.';
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
  `totp_sealed` varbinary(128) DEFAULT NULL COMMENT 'the TOTP secret, sealed; NULL when off',
  `totp_step` bigint(20) NOT NULL DEFAULT 0 COMMENT 'the last 30 s step a code was used for',
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  `network` char(16) DEFAULT NULL COMMENT 'keyed hash of the /24 or /64 it was opened from; NULL: not known, or shared by everybody',
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_public` (`public_id`),
  UNIQUE KEY `u_name` (`name`),
  UNIQUE KEY `u_account` (`account_id`),
  KEY `by_network` (`network`),
  CONSTRAINT `users_account` FOREIGN KEY (`account_id`) REFERENCES `accounts` (`id`),
  CONSTRAINT `users_balance` CHECK (`top_up_amount` >= 0 and `consume_records` >= 0 and `top_up_amount` >= `consume_records`),
  CONSTRAINT `users_open` CHECK (`open_payments` between 0 and 50)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Buyers; each row guards its balance: locked and given a new ver by whatever changes it.';
CREATE TRIGGER users_follow_the_ledger BEFORE UPDATE ON users FOR EACH ROW
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
END 
;
CREATE TABLE `wallets` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `network` varchar(16) NOT NULL COMMENT 'one key serves all assets of a network',
  `extended_key` varchar(120) NOT NULL COMMENT 'public: xpub, zpub, Ltub, ...',
  `script` varchar(16) NOT NULL DEFAULT '' COMMENT 'p2wpkh, ...; empty where the key or the network says it',
  `next_index` int(11) NOT NULL DEFAULT 0 COMMENT 'the index given out next; never goes back',
  `paid_index` int(11) NOT NULL DEFAULT -1 COMMENT 'the highest one that was ever paid to: more than 20 behind, a wallet stops looking',
  `first_address` varchar(128) NOT NULL COMMENT 'number 0, which the operator compares with the wallet''s own',
  `confirmed_at` datetime(3) DEFAULT NULL COMMENT 'by the operator; used only then',
  `retired_at` datetime(3) DEFAULT NULL,
  `created_at` datetime(3) NOT NULL DEFAULT current_timestamp(3),
  PRIMARY KEY (`id`),
  UNIQUE KEY `u_first` (`network`,`first_address`) COMMENT 'one key with another script is another wallet; an xpub and its zpub are the same',
  CONSTRAINT `wallets_index` CHECK (`next_index` between 0 and 2147483647 and `paid_index` between -1 and `next_index` - 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Extended public keys: no private key is ever on the host.';
CREATE TRIGGER wallets_only_grow BEFORE UPDATE ON wallets FOR EACH ROW
  IF NEW.next_index < OLD.next_index OR NEW.paid_index < OLD.paid_index
      OR OLD.confirmed_at IS NOT NULL AND NOT OLD.confirmed_at <=> NEW.confirmed_at THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a wallet gives no address twice';
  END IF 
;
CREATE TABLE `watches` (
  `payment_id` bigint(20) NOT NULL,
  `network` varchar(16) NOT NULL COMMENT 'bitcoin, ethereum, ...',
  `script` varchar(70) NOT NULL COMMENT 'lower-case hex of what the address decodes to',
  `watched_until` datetime(3) NOT NULL COMMENT 'as long as coins may still come',
  `next_look_at` datetime(3) DEFAULT NULL COMMENT 'NULL: not looked at any more',
  `looks` int(11) NOT NULL DEFAULT 0 COMMENT 'that succeeded',
  `looked_at` datetime(3) DEFAULT NULL COMMENT 'when the last of them began',
  `from_height` bigint(20) DEFAULT NULL COMMENT 'the height any source had told when it was written: what is older was there before',
  `imported_at` datetime(3) DEFAULT NULL COMMENT 'when an own node was told to watch it',
  `source` varchar(16) DEFAULT NULL COMMENT 'the kind of source that cursor_text is of',
  `cursor_text` varchar(128) DEFAULT NULL COMMENT 'how far the history of the address was read',
  `more` int(11) NOT NULL DEFAULT 0 COMMENT 'small transfers, at least so many, beyond those that have a row in deposits',
  PRIMARY KEY (`payment_id`),
  KEY `by_due` (`network`,`next_look_at`),
  KEY `by_until` (`network`,`watched_until`),
  KEY `by_script` (`network`,`script`),
  KEY `by_import` (`network`,`imported_at`),
  CONSTRAINT `watches_payment` FOREIGN KEY (`payment_id`) REFERENCES `payments` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='The addresses that are looked at: one row for each payment that has one.';
CREATE VIEW `derived_addresses` AS select `own_addresses`.`network` AS `network`,`own_addresses`.`script` AS `script`,`own_addresses`.`address` AS `address`,`own_addresses`.`wallet_id` AS `wallet_id`,`own_addresses`.`wallet_index` AS `wallet_index`,`own_addresses`.`payment_id` AS `payment_id`,`own_addresses`.`user_id` AS `user_id` from `own_addresses` where `own_addresses`.`wallet_id` is not null and `own_addresses`.`wallet_index` is not null and `own_addresses`.`payment_id` is not null
  WITH CASCADED CHECK OPTION;
