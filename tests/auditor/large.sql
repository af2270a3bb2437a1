-- SPDX-License-Identifier: MIT
-- 100,000 entries of 5,000 buyers, all of them right, to measure an audit by.
SET foreign_key_checks=0, unique_checks=0, max_statement_time=0;
INSERT INTO accounts (id,kind,code,currency) SELECT 1000+seq,'user',
  CONCAT('user:u',seq),'USD' FROM seq_1_to_5000;
INSERT INTO users (id,public_id,name,password,account_id,currency,
  top_up_amount,consume_records,ver,created_at) SELECT seq,CONCAT('u',seq),
  CONCAT('u',seq),'x',1000+seq,'USD',10000,10000,20,'2026-01-01' FROM
  seq_1_to_5000;
INSERT INTO categories VALUES (1,'t','T','');
INSERT INTO subcategories VALUES (1,1,'tg','G');
INSERT INTO products (id,subcategory_id,slug,name,description,price,
  currency,stock,shelf_next) SELECT seq,1,CONCAT('p',seq),'p','',1000,'USD',
  100,501 FROM seq_1_to_100;
INSERT INTO batches (id,source,actor) VALUES (1,'b','b');
INSERT INTO items (id,product_id,batch_id,shelf,is_sold,sealed,fingerprint,
  created_at) SELECT seq, 1+(seq-1) DIV 600, 1, 1+(seq-1) MOD 600,
  IF((seq-1) MOD 600 < 500,1,0), REPEAT('x',80), UNHEX(SHA2(seq,256)),
  '2026-01-01' FROM seq_1_to_60000;
INSERT INTO wallets (id,network,extended_key,first_address,next_index,
  paid_index,confirmed_at,created_at) VALUES (1,'bitcoin','k','a40001',10000,
  9999,'2026-01-02','2026-01-01');
INSERT INTO payments (id,public_id,hook_token,user_id,asset,kind,state,
  currency,fiat_amount,coin_amount,gateway_id,gateway_hash,address,
  created_at,expires_at,paid_at,said_at,said_coin,said_credit) SELECT seq,
  CONCAT('p',seq),CONCAT('h',seq),1+(seq-1) MOD 5000,'BTC','PAYMENT','PAID',
  'USD',1000,5,seq,seq,seq,'2026-02-01','2026-02-02','2026-02-01',
  IF(seq>30000,'2026-02-01',NULL),IF(seq>30000,5,NULL),
  IF(seq>30000,1000,NULL) FROM seq_1_to_40000;
INSERT INTO payments (id,public_id,hook_token,user_id,asset,kind,state,
  currency,fiat_amount,coin_amount,address,created_at,expires_at,paid_at,
  provider,rate) SELECT seq,CONCAT('p',seq),CONCAT('h',seq),
  1+(seq-1) MOD 5000,'BTC',IF(seq MOD 2,'PAYMENT','DEPOSIT'),'PAID','USD',
  IF(seq MOD 2,1000,NULL),IF(seq MOD 2,5,NULL),CONCAT('a',seq),'2026-02-01',
  '2026-02-02','2026-02-01','own','200000000.5' FROM seq_40001_to_50000;
INSERT INTO own_addresses (network,script,address,wallet_id,wallet_index,
  payment_id,user_id,created_at) SELECT 'bitcoin',CONCAT('s',seq),CONCAT('a',seq),1,
  seq-40001,seq,1+(seq-1) MOD 5000,'2026-02-01' FROM seq_40001_to_50000;
INSERT INTO watches (payment_id,network,script,watched_until,looks,looked_at)
  SELECT seq,'bitcoin',CONCAT('s',seq),'2026-02-09',9,'2026-02-01' FROM
  seq_30001_to_50000;
INSERT INTO deposits (id,payment_id,user_id,asset,txid,position,coin_amount,
  credited,currency,credited_at) SELECT seq,seq,1+(seq-1) MOD 5000,'BTC',
  CONCAT('kryptoexpress:',seq),'0',5,1000,'USD','2026-02-01' FROM
  seq_1_to_40000;
INSERT INTO deposits (id,payment_id,user_id,asset,txid,position,coin_amount,
  credited,currency,credited_at,source,height,confirmations,seen_at,rate,
  credited_depth,needed_depth,is_final) SELECT seq,seq,1+(seq-1) MOD 5000,
  'BTC',SHA2(seq,256),'0',5,1000,'USD','2026-02-01','s',9,12,'2026-02-01',
  '200000000.5',2,2,1 FROM seq_40001_to_50000;
INSERT INTO deposits (id,payment_id,user_id,asset,txid,position,coin_amount,
  currency,credited_at,state,is_witness,source,height,confirmations,seen_at,
  is_final) SELECT 50000+seq,seq,1+(seq-1) MOD 5000,'BTC',SHA2(seq,256),'0',5,
  'USD',NULL,'CONFIRMED',1,'s',9,12,'2026-02-01',1 FROM seq_30001_to_40000;
INSERT INTO buys (id,public_id,buyer_id,quantity,total_price,currency,
  buy_datetime) SELECT seq,CONCAT('b',seq),1+(seq-1) MOD 5000,1,1000,'USD',
  '2026-03-01' FROM seq_1_to_50000;
INSERT INTO buy_items (buy_id,item_id,product_id,product_name,unit_price,
  currency) SELECT @n:=@n+1, i.id, i.product_id,'p',1000,'USD' FROM items i,
  (SELECT @n:=0) z WHERE is_sold=1;
INSERT INTO form_tokens SELECT 1+(seq-1) MOD 5000, CONCAT('f',seq),
  UNHEX(SHA2(seq,256)), CONCAT('/order/b',seq),'2026-03-01' FROM
  seq_1_to_50000;
INSERT INTO ledger_entries (id,kind,cause_id,user_id,form_token,actor,
  created_at) SELECT seq,'deposit',seq,1+(seq-1) MOD 5000,NULL,'callback',
  '2026-02-01' FROM seq_1_to_50000;
INSERT INTO ledger_entries (id,kind,cause_id,user_id,form_token,actor,
  created_at) SELECT 50000+seq,'purchase',seq,1+(seq-1) MOD 5000,CONCAT('f',
  seq),'u','2026-03-01' FROM seq_1_to_50000;
INSERT INTO ledger_transfers SELECT seq,1,(SELECT id FROM accounts WHERE
  code='clearing:BTC'),1001+(seq-1) MOD 5000,1000,'USD' FROM seq_1_to_50000;
INSERT INTO ledger_transfers SELECT 50000+seq,1,1001+(seq-1) MOD 5000,
  (SELECT id FROM accounts WHERE code='sales'),1000,'USD' FROM
  seq_1_to_50000;
INSERT INTO balance_history SELECT 1+(seq-1) MOD 5000, 1+(seq-1) DIV 5000,
  seq, LEAST(1+(seq-1) DIV 5000,10)*1000, GREATEST(CAST(1+(seq-1) DIV 5000
  AS SIGNED)-10,0)*1000 FROM seq_1_to_100000;
INSERT INTO outbox (id,kind,user_id,subject,amount,currency,created_at,
  delivered_at) SELECT seq,'deposit_credited',1+(seq-1) MOD 5000,CONCAT('p',
  seq),1000,'USD','2026-02-01','2026-02-01' FROM seq_1_to_50000;
INSERT INTO outbox (id,kind,user_id,subject,amount,currency,created_at,
  delivered_at) SELECT 50000+seq,'order_placed',1+(seq-1) MOD 5000,
  CONCAT('b',seq),1000,'USD','2026-03-01','2026-03-01' FROM seq_1_to_50000;
INSERT INTO notices SELECT id,user_id,kind,subject,amount,currency,
  created_at,NULL FROM outbox;
INSERT INTO reveals (buy_id,user_id,at) SELECT id,buyer_id,'2026-03-02'
  FROM buys;
