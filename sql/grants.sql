-- What each role may do, and nothing else.  Run by `cointill migrate` after
-- the schema, in the shop's database, for users that exist already (README).
-- Ledger, history and audit tables: INSERT and SELECT only, for everybody.

-- shop: storefront, cart, checkout, accounts.
GRANT SELECT ON categories TO cointill_shop@localhost;
GRANT SELECT ON subcategories TO cointill_shop@localhost;
GRANT SELECT, UPDATE (stock, shelf_next) ON products TO cointill_shop@localhost;
GRANT SELECT, UPDATE (is_sold) ON items TO cointill_shop@localhost;
GRANT SELECT, INSERT ON accounts TO cointill_shop@localhost;
GRANT SELECT, INSERT (public_id, name, password, account_id, currency, network), UPDATE (password, consume_records, ver, totp_sealed, totp_step) ON users TO cointill_shop@localhost;
GRANT SELECT, INSERT, DELETE, UPDATE (used_at) ON recovery_codes TO cointill_shop@localhost;
GRANT SELECT, INSERT ON ledger_entries TO cointill_shop@localhost;
GRANT SELECT, INSERT ON ledger_transfers TO cointill_shop@localhost;
GRANT SELECT, INSERT ON balance_history TO cointill_shop@localhost;
GRANT SELECT, INSERT ON form_tokens TO cointill_shop@localhost;
GRANT SELECT, INSERT ON buys TO cointill_shop@localhost;
GRANT SELECT, INSERT ON buy_items TO cointill_shop@localhost;
GRANT SELECT, INSERT ON reveals TO cointill_shop@localhost;
GRANT SELECT ON payments TO cointill_shop@localhost;
GRANT SELECT ON deposits TO cointill_shop@localhost;
GRANT SELECT ON watches TO cointill_shop@localhost;
GRANT SELECT ON rates TO cointill_shop@localhost;
GRANT SELECT, INSERT ON outbox TO cointill_shop@localhost;
GRANT SELECT, UPDATE (read_at) ON notices TO cointill_shop@localhost;
GRANT SELECT, INSERT ON audit_log TO cointill_shop@localhost;
GRANT SELECT ON shop TO cointill_shop@localhost;
GRANT SELECT ON shop_keys TO cointill_shop@localhost;
GRANT SELECT ON schema_migrations TO cointill_shop@localhost;

-- pay: requests, their pages, and keeping the gateway's callbacks.  It calls
-- nobody and moves no money.
GRANT SELECT ON accounts TO cointill_pay@localhost;
GRANT SELECT (id, public_id, name, account_id, currency, top_up_amount, consume_records, ver, open_payments, network), UPDATE (ver, open_payments) ON users TO cointill_pay@localhost;
GRANT SELECT ON ledger_entries TO cointill_pay@localhost;
GRANT SELECT ON ledger_transfers TO cointill_pay@localhost;
GRANT SELECT ON balance_history TO cointill_pay@localhost;
GRANT SELECT, INSERT ON form_tokens TO cointill_pay@localhost;
GRANT SELECT ON coins TO cointill_pay@localhost;
GRANT SELECT, INSERT, UPDATE (state, address, expires_at, paid_at, next_poll_at, reason, cancelled_at) ON payments TO cointill_pay@localhost;
GRANT SELECT, INSERT ON callbacks TO cointill_pay@localhost;
GRANT SELECT ON rates TO cointill_pay@localhost;
GRANT SELECT, UPDATE (due) ON deposits TO cointill_pay@localhost;
GRANT SELECT, INSERT, UPDATE (watched_until, next_look_at) ON watches TO cointill_pay@localhost;
GRANT SELECT, INSERT ON quarantine TO cointill_pay@localhost;
GRANT SELECT, UPDATE (next_index) ON wallets TO cointill_pay@localhost;
GRANT SELECT, UPDATE (payment_id, user_id) ON own_addresses TO cointill_pay@localhost;
GRANT INSERT ON derived_addresses TO cointill_pay@localhost;
GRANT SELECT ON cursors TO cointill_pay@localhost;
GRANT SELECT ON sources TO cointill_pay@localhost;
GRANT INSERT ON outbox TO cointill_pay@localhost;
GRANT SELECT ON notices TO cointill_pay@localhost;
GRANT INSERT ON audit_log TO cointill_pay@localhost;
GRANT SELECT ON shop TO cointill_pay@localhost;
GRANT SELECT ON shop_keys TO cointill_pay@localhost;
GRANT SELECT ON schema_migrations TO cointill_pay@localhost;

-- worker: the jobs, and asking for addresses and after callbacks.
GRANT SELECT ON accounts TO cointill_worker@localhost;
GRANT SELECT (id, public_id, name, account_id, currency, top_up_amount, consume_records, ver, open_payments, network), UPDATE (top_up_amount, ver, open_payments) ON users TO cointill_worker@localhost;
GRANT SELECT, INSERT ON ledger_entries TO cointill_worker@localhost;
GRANT SELECT, INSERT ON ledger_transfers TO cointill_worker@localhost;
GRANT SELECT, INSERT ON balance_history TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE ON coins TO cointill_worker@localhost;
GRANT SELECT, UPDATE (state, coin_amount, gateway_id, gateway_hash, address, expires_at, paid_at, next_poll_at, polls, reason, said_at, said_coin, said_credit, ask_at, asked_at) ON payments TO cointill_worker@localhost;
GRANT SELECT, UPDATE (ask_at, asks) ON callbacks TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE (state, credited, credited_at, credited_depth, needed_depth, maturity, source, height, block_hash, confirmations, missed, missed_at, rate, is_final, reason, reversed_at, shortfall, due) ON deposits TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE (imported_at, watched_until, source, cursor_text, looked_at, looks, next_look_at, more) ON watches TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE ON cursors TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE ON quotes TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE ON rates TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE ON sources TO cointill_worker@localhost;
GRANT SELECT, INSERT, DELETE, UPDATE (source, why, tries, retry_at) ON unread_transfers TO cointill_worker@localhost;
GRANT SELECT, INSERT ON quarantine TO cointill_worker@localhost;
GRANT SELECT, UPDATE (paid_index) ON wallets TO cointill_worker@localhost;
GRANT SELECT ON own_addresses TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE (delivered_at) ON outbox TO cointill_worker@localhost;
GRANT SELECT, INSERT ON notices TO cointill_worker@localhost;
GRANT INSERT ON audit_log TO cointill_worker@localhost;
GRANT SELECT, INSERT, UPDATE ON jobs TO cointill_worker@localhost;
GRANT SELECT ON shop TO cointill_worker@localhost;
GRANT SELECT ON shop_keys TO cointill_worker@localhost;
GRANT SELECT ON schema_migrations TO cointill_worker@localhost;

-- admin: the operator's command line and, later, the panel.
GRANT SELECT, INSERT, UPDATE (name, description) ON categories TO cointill_admin@localhost;
GRANT SELECT, INSERT, UPDATE (name) ON subcategories TO cointill_admin@localhost;
GRANT SELECT, INSERT, UPDATE (name, description, price, stock, shelf_next, min_quantity, max_quantity, is_listed) ON products TO cointill_admin@localhost;
GRANT SELECT, INSERT, UPDATE (units, undone_at) ON batches TO cointill_admin@localhost;
GRANT SELECT, INSERT, DELETE, UPDATE (shelf) ON items TO cointill_admin@localhost;
GRANT SELECT, INSERT ON accounts TO cointill_admin@localhost;
GRANT SELECT, INSERT (public_id, name, password, account_id, currency, network) ON users TO cointill_admin@localhost;
GRANT SELECT, INSERT, DELETE ON recovery_codes TO cointill_admin@localhost;
GRANT SELECT ON buys TO cointill_admin@localhost;
GRANT SELECT ON buy_items TO cointill_admin@localhost;
GRANT SELECT ON payments TO cointill_admin@localhost;
GRANT SELECT ON deposits TO cointill_admin@localhost;
GRANT SELECT ON watches TO cointill_admin@localhost;
GRANT SELECT ON cursors TO cointill_admin@localhost;
GRANT SELECT ON quarantine TO cointill_admin@localhost;
GRANT SELECT ON callbacks TO cointill_admin@localhost;
GRANT SELECT, INSERT, UPDATE (confirmed_at, retired_at) ON wallets TO cointill_admin@localhost;
GRANT SELECT, INSERT ON own_addresses TO cointill_admin@localhost;
GRANT SELECT ON coins TO cointill_admin@localhost;
GRANT SELECT ON quotes TO cointill_admin@localhost;
GRANT SELECT ON rates TO cointill_admin@localhost;
GRANT SELECT ON sources TO cointill_admin@localhost;
GRANT SELECT ON unread_transfers TO cointill_admin@localhost;
GRANT SELECT ON outbox TO cointill_admin@localhost;
GRANT SELECT ON jobs TO cointill_admin@localhost;
GRANT SELECT, INSERT ON audit_log TO cointill_admin@localhost;
GRANT SELECT ON shop TO cointill_admin@localhost;
GRANT SELECT ON shop_keys TO cointill_admin@localhost;
GRANT SELECT ON schema_migrations TO cointill_admin@localhost;

-- audit: reads everything but secrets, writes nothing.
GRANT SELECT (id, public_id, name, account_id, currency, top_up_amount, consume_records, ver, open_payments, totp_step, created_at) ON users TO cointill_audit@localhost;
GRANT SELECT (id, product_id, batch_id, shelf, is_sold, fingerprint, created_at) ON items TO cointill_audit@localhost;
GRANT SELECT ON accounts TO cointill_audit@localhost;
GRANT SELECT ON ledger_entries TO cointill_audit@localhost;
GRANT SELECT ON ledger_transfers TO cointill_audit@localhost;
GRANT SELECT ON balance_history TO cointill_audit@localhost;
GRANT SELECT ON form_tokens TO cointill_audit@localhost;
GRANT SELECT ON categories TO cointill_audit@localhost;
GRANT SELECT ON subcategories TO cointill_audit@localhost;
GRANT SELECT ON products TO cointill_audit@localhost;
GRANT SELECT ON batches TO cointill_audit@localhost;
GRANT SELECT ON buys TO cointill_audit@localhost;
GRANT SELECT ON buy_items TO cointill_audit@localhost;
GRANT SELECT ON reveals TO cointill_audit@localhost;
GRANT SELECT ON coins TO cointill_audit@localhost;
GRANT SELECT ON quotes TO cointill_audit@localhost;
GRANT SELECT ON rates TO cointill_audit@localhost;
GRANT SELECT ON sources TO cointill_audit@localhost;
GRANT SELECT ON unread_transfers TO cointill_audit@localhost;
GRANT SELECT ON payments TO cointill_audit@localhost;
GRANT SELECT ON deposits TO cointill_audit@localhost;
GRANT SELECT ON quarantine TO cointill_audit@localhost;
GRANT SELECT ON callbacks TO cointill_audit@localhost;
GRANT SELECT ON watches TO cointill_audit@localhost;
GRANT SELECT ON cursors TO cointill_audit@localhost;
GRANT SELECT ON wallets TO cointill_audit@localhost;
GRANT SELECT ON own_addresses TO cointill_audit@localhost;
GRANT SELECT ON outbox TO cointill_audit@localhost;
GRANT SELECT ON notices TO cointill_audit@localhost;
GRANT SELECT ON audit_log TO cointill_audit@localhost;
GRANT SELECT ON jobs TO cointill_audit@localhost;
GRANT SELECT ON shop TO cointill_audit@localhost;
GRANT SELECT ON schema_migrations TO cointill_audit@localhost;
