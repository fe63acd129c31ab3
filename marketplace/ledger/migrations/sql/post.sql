-- One round trip: claim the key, open missing accounts, net and sort the legs, insert the postings.
-- A concurrent duplicate waits on the key's unique index until the first commits or rolls back.
CREATE FUNCTION ledger_post(
  p_key text, p_hash text, p_kind text, p_order uuid, p_reverses bigint, p_resolves bigint,
  p_effective_at timestamptz, p_created_at timestamptz, p_meta jsonb,
  p_codes text[], p_currencies text[], p_kinds text[], p_classes text[], p_guarded boolean[], p_amounts bigint[],
  OUT entry_id bigint, OUT is_replay boolean, OUT stored_hash text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_count int;
BEGIN
  INSERT INTO ledger_account (code, currency, kind, account_class, is_guarded)
  SELECT DISTINCT ON (code) code, currency, kind, class, guarded
    FROM unnest(p_codes, p_currencies, p_kinds, p_classes, p_guarded) AS leg (code, currency, kind, class, guarded)
   WHERE NOT EXISTS (SELECT FROM ledger_account AS a WHERE a.code = leg.code)
   ORDER BY code
  ON CONFLICT (code) DO NOTHING;

  SELECT count(*) INTO v_count FROM (
    SELECT FROM unnest(p_codes, p_currencies, p_amounts) AS leg (code, currency, amount)
     GROUP BY code, currency HAVING sum(amount) <> 0) AS netted;

  INSERT INTO ledger_journalentry (key, input_hash, kind, postings_count, order_id, reverses_id, resolves_id,
                                   effective_at, created_at, meta)
  VALUES (p_key, p_hash, p_kind, v_count, p_order, p_reverses, p_resolves, p_effective_at, p_created_at, p_meta)
  ON CONFLICT (key) DO NOTHING
  RETURNING id INTO entry_id;

  IF entry_id IS NULL THEN
    is_replay := true;
    SELECT e.id, e.input_hash INTO entry_id, stored_hash FROM ledger_journalentry AS e WHERE e.key = p_key;
    RETURN;
  END IF;

  is_replay := false;
  stored_hash := p_hash;
  INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor)
  SELECT ledger_post.entry_id, row_number() OVER (ORDER BY account_id), account_id, currency, amount
    FROM (
      SELECT a.id AS account_id, leg.currency, sum(leg.amount)::bigint AS amount
        FROM unnest(p_codes, p_currencies, p_amounts) AS leg (code, currency, amount)
        JOIN ledger_account AS a ON a.code = leg.code
       GROUP BY a.id, leg.currency HAVING sum(leg.amount) <> 0) AS netted
   ORDER BY account_id;
END $$;
