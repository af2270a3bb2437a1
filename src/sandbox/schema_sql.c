/* SPDX-License-Identifier: MIT */
#include "sandbox/schema.h"
#include "db/db.h"
#include "sandbox/options.h"
#include "sandbox/world.h"

/* Times are milliseconds, coins base units, money minor units. */

STATEMENT(PAYMENTS, "CREATE TABLE IF NOT EXISTS payments ("
                    " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                    " is_deposit TINYINT NOT NULL,"
                    " fiat_currency CHAR(3) NOT NULL,"
                    " fiat_minor BIGINT,"
                    " coin VARCHAR(16) NOT NULL,"
                    " asked DECIMAL(38,0),"
                    " received DECIMAL(38,0) NOT NULL DEFAULT 0,"
                    " address VARCHAR(100) UNIQUE,"
                    " hash CHAR(64) UNIQUE,"
                    " callback_url VARCHAR(1000),"
                    " callback_secret VARCHAR(255),"
                    " created_ms BIGINT NOT NULL,"
                    " expires_ms BIGINT NOT NULL,"
                    " paid_ms BIGINT,"
                    " is_expired TINYINT NOT NULL DEFAULT 0,"
                    " is_withdrawn TINYINT NOT NULL DEFAULT 0,"
                    " withdrawn_shown_ms BIGINT NOT NULL DEFAULT 0"
                    "  COMMENT 'when it begins to say so',"
                    " plan VARCHAR(24) NOT NULL DEFAULT ''"
                    "  COMMENT 'the fault of its callback once it is paid',"
                    " copies INT NOT NULL DEFAULT 1"
                    "  COMMENT 'of that callback',"
                    " get_lie VARCHAR(24) NOT NULL DEFAULT ''"
                    "  COMMENT 'what it falsely says when asked',"
                    " KEY (paid_ms, is_expired, expires_ms)"
                    ") ENGINE=InnoDB AUTO_INCREMENT=634"
                    "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(CALLBACKS, "CREATE TABLE IF NOT EXISTS callbacks ("
                     " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                     " payment_id BIGINT NOT NULL,"
                     " kind VARCHAR(24) NOT NULL,"
                     " url VARCHAR(1000) NOT NULL,"
                     " body TEXT NOT NULL,"
                     " signature CHAR(128),"
                     " due_ms BIGINT NOT NULL,"
                     " after_id BIGINT COMMENT 'only once that one is done',"
                     " tries INT NOT NULL DEFAULT 0,"
                     " is_done TINYINT NOT NULL DEFAULT 0,"
                     " KEY (is_done, due_ms), KEY (payment_id)"
                     ") ENGINE=InnoDB"
                     "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(FAULTS, "CREATE TABLE IF NOT EXISTS faults ("
                  " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                  " name VARCHAR(24) NOT NULL,"
                  " operation VARCHAR(16) NOT NULL,"
                  " n INT NOT NULL COMMENT 'how often still',"
                  " KEY (operation, n)"
                  ") ENGINE=InnoDB"
                  "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(WITHDRAWALS, "CREATE TABLE IF NOT EXISTS withdrawals ("
                       " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                       " coin VARCHAR(16) NOT NULL,"
                       " to_address VARCHAR(100) NOT NULL,"
                       " total DECIMAL(38,0) NOT NULL,"
                       " fee DECIMAL(38,0) NOT NULL,"
                       " created_ms BIGINT NOT NULL"
                       ") ENGINE=InnoDB AUTO_INCREMENT=250"
                       "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(TRUTH, "CREATE TABLE IF NOT EXISTS truth ("
                 " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                 " at_ms BIGINT NOT NULL,"
                 " what VARCHAR(24) NOT NULL,"
                 " payment_id BIGINT,"
                 " coin VARCHAR(16),"
                 " amount VARCHAR(64),"
                 " currency CHAR(3),"
                 " fiat VARCHAR(40),"
                 " ref VARCHAR(128),"
                 " detail VARCHAR(1000),"
                 " is_copied TINYINT NOT NULL DEFAULT 0 COMMENT 'to the file',"
                 " KEY (is_copied, id)"
                 ") ENGINE=InnoDB"
                 "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(CHAINS, "CREATE TABLE IF NOT EXISTS chains ("
                  " network VARCHAR(16) NOT NULL PRIMARY KEY,"
                  " seed VARCHAR(64) NOT NULL COMMENT 'of its hashes',"
                  " first_height BIGINT NOT NULL COMMENT 'at its birth',"
                  " birth_ms BIGINT NOT NULL,"
                  " interval_ms BIGINT NOT NULL COMMENT 'between two blocks',"
                  " lag BIGINT NOT NULL DEFAULT 0"
                  "  COMMENT 'blocks it is behind',"
                  " stalled_at BIGINT COMMENT 'the height it stands still at'"
                  ") ENGINE=InnoDB"
                  "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(REORGS, "CREATE TABLE IF NOT EXISTS reorgs ("
                  " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
                  " network VARCHAR(16) NOT NULL,"
                  " from_height BIGINT NOT NULL,"
                  " to_height BIGINT NOT NULL,"
                  " KEY (network)"
                  ") ENGINE=InnoDB"
                  "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

STATEMENT(TRANSFERS,
          "CREATE TABLE IF NOT EXISTS transfers ("
          " id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
          " network VARCHAR(16) NOT NULL,"
          " coin VARCHAR(16) NOT NULL,"
          " txid VARCHAR(100) NOT NULL,"
          " position INT NOT NULL COMMENT 'in its transaction, from 0',"
          " address VARCHAR(100) NOT NULL,"
          " target VARCHAR(80) NOT NULL"
          "  COMMENT 'what the address decodes to, in hex',"
          " account VARCHAR(64) COMMENT 'of tokens on Solana',"
          " amount DECIMAL(38,0) NOT NULL,"
          " balance DECIMAL(38,0) NOT NULL"
          "  COMMENT 'what the address had of it before',"
          " seen_ms BIGINT NOT NULL,"
          " height BIGINT COMMENT 'of its block; NULL: held back',"
          " log_index INT NOT NULL COMMENT 'within the block',"
          " is_gone TINYINT NOT NULL DEFAULT 0,"
          " KEY (network, target), KEY (network, txid),"
          " KEY (network, account), KEY (network, height)"
          ") ENGINE=InnoDB"
          "  DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");

void schema_make(struct db *db)
{
	db_run(db, &PAYMENTS, NO_ARGS);
	db_run(db, &CALLBACKS, NO_ARGS);
	db_run(db, &FAULTS, NO_ARGS);
	db_run(db, &WITHDRAWALS, NO_ARGS);
	db_run(db, &TRUTH, NO_ARGS);
	db_run(db, &CHAINS, NO_ARGS);
	db_run(db, &REORGS, NO_ARGS);
	db_run(db, &TRANSFERS, NO_ARGS);
	world_make(db, options()->block_scale);
}
