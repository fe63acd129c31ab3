-- One round trip: claim the key, open missing accounts, insert the postings in account order.
-- The legs come netted: one per account. A concurrent duplicate waits on the key's unique index until the
-- first commits or rolls back.
DROP FUNCTION ledger_post;
CREATE FUNCTION ledger_post(
  p_key text, p_hash text, p_kind text, p_actor text, p_order uuid, p_reverses bigint, p_resolves bigint,
  p_effective_at timestamptz, p_created_at timestamptz, p_meta jsonb,
  p_codes text[], p_currencies text[], p_kinds text[], p_classes text[], p_guarded boolean[], p_amounts bigint[],
  OUT entry_id bigint, OUT is_replay boolean, OUT stored_hash text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_position bigint;
BEGIN
  INSERT INTO ledger_journalentry (key, input_hash, kind, actor_name, postings_count, order_id, reverses_id,
                                   resolves_id, effective_at, created_at, meta)
  VALUES (p_key, p_hash, p_kind, p_actor, cardinality(p_codes), p_order, p_reverses,
          p_resolves, p_effective_at, p_created_at, p_meta)
  ON CONFLICT (key) DO NOTHING
  RETURNING id, position INTO entry_id, v_position;

  IF entry_id IS NULL THEN
    is_replay := true;
    SELECT e.id, e.input_hash INTO entry_id, stored_hash FROM ledger_journalentry AS e WHERE e.key = p_key;
    RETURN;
  END IF;

  is_replay := false;
  stored_hash := p_hash;
  IF (SELECT count(*) FROM ledger_account WHERE code = ANY (p_codes)) < cardinality(p_codes) THEN
    INSERT INTO ledger_account (code, currency, kind, account_class, is_guarded)
    SELECT * FROM unnest(p_codes, p_currencies, p_kinds, p_classes, p_guarded) AS leg (code)
     ORDER BY code
    ON CONFLICT (code) DO NOTHING;
  END IF;
  INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor, position)
  SELECT ledger_post.entry_id, row_number() OVER (ORDER BY a.id), a.id, leg.currency, leg.amount, v_position
    FROM unnest(p_codes, p_currencies, p_amounts) AS leg (code, currency, amount)
    JOIN ledger_account AS a ON a.code = leg.code
   ORDER BY a.id;
END $$;
