-- Closing and freezing: the bounds of a balance are changed by these functions alone.

-- The accounts of one order: its escrow legs, its hold and its refunds in transit.
CREATE FUNCTION ledger_accounts_of_order(p_number text) RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT id FROM ledger_account
   WHERE code IN ('hold:' || p_number, 'refund_it:' || p_number) OR code LIKE 'escrow:' || p_number || '/%'
   ORDER BY id
$$;

-- Closed at the end of an order: both bounds become zero. Refused while one of them still holds money.
CREATE FUNCTION ledger_close_order(p_number text, p_at timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_accounts bigint[] := ARRAY(SELECT ledger_accounts_of_order(p_number));
BEGIN
  PERFORM FROM ledger_balance WHERE account_id = ANY (v_accounts) ORDER BY account_id FOR NO KEY UPDATE;
  UPDATE ledger_balance SET lo = 0, hi = 0 WHERE account_id = ANY (v_accounts);
  UPDATE ledger_account SET closed_at = p_at WHERE id = ANY (v_accounts) AND closed_at IS NULL;
  RETURN cardinality(v_accounts);
END $$;

-- Opened again for what may follow an order's end: a warranty claim, a chargeback.
CREATE FUNCTION ledger_reopen_order(p_number text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_accounts bigint[] := ARRAY(
    SELECT id FROM ledger_account WHERE id IN (SELECT ledger_accounts_of_order(p_number)) AND closed_at IS NOT NULL
     ORDER BY id);
BEGIN
  UPDATE ledger_balance SET lo = -9000000000000000, hi = 0 WHERE account_id = ANY (v_accounts);
  UPDATE ledger_account SET closed_at = NULL WHERE id = ANY (v_accounts);
  RETURN cardinality(v_accounts);
END $$;

-- Nothing may be taken from a frozen account; what is paid in stays. Freezing and thawing twice changes nothing.
CREATE FUNCTION ledger_freeze_account(p_code text, p_freeze boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE ledger_balance AS b
     SET is_frozen = p_freeze,
         lo = CASE WHEN a.account_class <> 'A' THEN b.lo WHEN p_freeze THEN b.posted ELSE 0 END,
         hi = CASE WHEN a.account_class = 'A' THEN b.hi WHEN p_freeze THEN b.posted ELSE 0 END
    FROM ledger_account AS a
   WHERE a.id = b.account_id AND a.code = p_code AND a.closed_at IS NULL AND b.is_frozen <> p_freeze;
  RETURN FOUND;
END $$;

-- The balance of an account, debit positive: its balance row, or its snapshot and the postings since.
CREATE FUNCTION ledger_balance_of(p_code text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN a.is_guarded THEN b.posted ELSE coalesce(s.posted, 0) + coalesce((
           SELECT sum(p.amount_minor) FROM ledger_posting AS p
            WHERE p.account_id = a.id AND p.account_seq IS NULL AND p.position >= coalesce(s.before_position, 0)), 0)
         END::bigint
    FROM ledger_account AS a
    LEFT JOIN ledger_balance AS b ON b.account_id = a.id
    LEFT JOIN ledger_snapshot AS s ON s.account_id = a.id
   WHERE a.code = p_code
$$;
