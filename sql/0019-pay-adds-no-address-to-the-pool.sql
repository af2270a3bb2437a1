-- The pool of payments writes the addresses that it derives from a key, each
-- with the payment it is given to.  To add one to the pool of imported ones,
-- for other buyers to pay to, is the operator's alone.

CREATE OR REPLACE SQL SECURITY DEFINER VIEW derived_addresses AS
  SELECT network, script, address, wallet_id, wallet_index, payment_id, user_id
    FROM own_addresses
   WHERE wallet_id IS NOT NULL AND wallet_index IS NOT NULL AND payment_id IS NOT NULL
  WITH CASCADED CHECK OPTION;
