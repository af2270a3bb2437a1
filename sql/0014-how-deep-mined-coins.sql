-- What each look is believed about, and how deep mined coins have to be.

ALTER TABLE deposits
  ADD COLUMN IF NOT EXISTS maturity BIGINT NOT NULL DEFAULT 0 COMMENT 'confirmations before its coins can move: mined ones and peg-outs of MWEB; 0: any others; -1: its source does not tell' AFTER needed_depth;

ALTER TABLE deposits DROP CONSTRAINT IF EXISTS deposits_maturity;
ALTER TABLE deposits
  ADD CONSTRAINT deposits_maturity CHECK (maturity >= -1 AND (needed_depth IS NULL OR needed_depth >= maturity));

ALTER TABLE cursors
  MODIFY source VARCHAR(64) NOT NULL COMMENT 'the kind: evm, evm-native; of a node''s wallet its name: litecoin/bitcoind@127.0.0.1:9332';
