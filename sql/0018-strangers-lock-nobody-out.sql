-- The count of failures by account let strangers close it.  They are counted in
-- Redis now, by account and network together (docs/accounts.md).

ALTER TABLE users DROP COLUMN IF EXISTS failures;
