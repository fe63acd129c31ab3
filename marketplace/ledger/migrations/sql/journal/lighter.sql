-- Booking, made lighter. What the plain foreign keys of a posting promised is promised by the composite one and by
-- ledger_check_postings, which finds the entry; they cost a tenth of every posting.

-- One pass over the postings of a statement instead of five; the promises are those of guards.sql.
CREATE OR REPLACE FUNCTION ledger_check_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_here bigint := ledger_position(pg_current_xact_id());
  v_wrong record;
BEGIN
  -- One pass, by index alone: a query over the transition table costs more to begin than to run.
  SELECT bool_or(e.postings_count IS DISTINCT FROM n.lines OR n.line_no NOT BETWEEN 1 AND n.lines
                 OR e.position <> v_here OR n.position <> v_here) AS is_incomplete,
         bool_or(n.total <> 0) AS is_unbalanced,
         bool_or(n.previous >= n.account_id) AS is_unsorted,
         bool_or(e.reverses_id IS NOT NULL) AS has_mirror,
         min(format('no posting rule: %s may not %s %s', e.kind,
                    CASE WHEN n.amount_minor > 0 THEN 'debit' ELSE 'credit' END, a.kind))
           FILTER (WHERE e.reverses_id IS NULL AND r.is_allowed IS NULL) AS breach
    INTO v_wrong
    FROM (SELECT entry_id, line_no, account_id, amount_minor, position,
                 count(*) OVER (PARTITION BY entry_id) AS lines,
                 lag(account_id) OVER (PARTITION BY entry_id ORDER BY line_no) AS previous,
                 sum(amount_minor) OVER (PARTITION BY entry_id, currency) AS total
            FROM new_rows) AS n
    LEFT JOIN LATERAL (
      SELECT kind, position, postings_count, reverses_id FROM ledger_journalentry WHERE id = n.entry_id LIMIT 1
    ) AS e ON true
    LEFT JOIN LATERAL (SELECT kind FROM ledger_account WHERE id = n.account_id LIMIT 1) AS a ON true
    LEFT JOIN LATERAL (
      SELECT true AS is_allowed FROM ledger_posting_rule
       WHERE kind = e.kind AND account_kind = a.kind
         AND side = CASE WHEN n.amount_minor > 0 THEN 'D'::"char" ELSE 'C'::"char" END LIMIT 1
    ) AS r ON true;

  IF v_wrong.is_incomplete THEN
    RAISE EXCEPTION 'incomplete or re-opened journal entry' USING ERRCODE = '23514';
  ELSIF v_wrong.is_unbalanced THEN
    RAISE EXCEPTION 'journal entry does not add up to zero in every currency' USING ERRCODE = '23514';
  ELSIF v_wrong.is_unsorted THEN
    RAISE EXCEPTION 'postings must be netted and sorted by account' USING ERRCODE = '23514';
  ELSIF v_wrong.breach IS NOT NULL THEN
    RAISE EXCEPTION '%', v_wrong.breach
      USING ERRCODE = '23514', CONSTRAINT = 'ledger_posting_rule',
            HINT = 'Add it to marketplace/ledger/rules.py and run manage.py grant_app_role.';
  END IF;

  IF v_wrong.has_mirror AND EXISTS (
    SELECT FROM (SELECT DISTINCT entry_id FROM new_rows) AS n
    JOIN ledger_journalentry AS e ON e.id = n.entry_id
    WHERE e.reverses_id IS NOT NULL AND EXISTS (
      SELECT FROM ledger_posting AS p WHERE p.entry_id IN (e.id, e.reverses_id)
       GROUP BY p.account_id HAVING sum(p.amount_minor) <> 0)
  ) THEN
    RAISE EXCEPTION 'a reversal mirrors the entry that it reverses' USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;

-- As in post.sql, but codes are looked up once.
CREATE OR REPLACE FUNCTION ledger_post(
  p_key text, p_hash text, p_kind text, p_actor text, p_order uuid, p_reverses bigint, p_resolves bigint,
  p_effective_at timestamptz, p_created_at timestamptz, p_meta jsonb,
  p_codes text[], p_currencies text[], p_kinds text[], p_classes text[], p_guarded boolean[], p_amounts bigint[],
  OUT entry_id bigint, OUT is_replay boolean, OUT stored_hash text
) LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_position bigint;
  v_accounts bigint[];
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
  v_accounts := ARRAY(SELECT a.id FROM unnest(p_codes) WITH ORDINALITY AS leg (code, n)
                        JOIN ledger_account AS a ON a.code = leg.code ORDER BY leg.n);
  IF cardinality(v_accounts) < cardinality(p_codes) THEN
    INSERT INTO ledger_account (code, currency, kind, account_class, is_guarded)
    SELECT * FROM unnest(p_codes, p_currencies, p_kinds, p_classes, p_guarded) AS leg (code)
     ORDER BY code
    ON CONFLICT (code) DO NOTHING;
    v_accounts := ARRAY(SELECT a.id FROM unnest(p_codes) WITH ORDINALITY AS leg (code, n)
                          JOIN ledger_account AS a ON a.code = leg.code ORDER BY leg.n);
  END IF;
  INSERT INTO ledger_posting (entry_id, line_no, account_id, currency, amount_minor, position)
  SELECT ledger_post.entry_id, row_number() OVER (ORDER BY account), account, currency, amount, v_position
    FROM unnest(v_accounts, p_currencies, p_amounts) AS leg (account, currency, amount)
   ORDER BY account;
END $$;
