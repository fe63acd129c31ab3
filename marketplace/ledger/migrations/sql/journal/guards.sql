-- An account is opened in a currency whose scale is known.
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_scale
  FOREIGN KEY (currency) REFERENCES ledger_asset_scale (currency);

-- Entry and postings carry the place of their transaction; nobody can book into the past.
ALTER TABLE ledger_journalentry ALTER COLUMN position SET DEFAULT ledger_position(pg_current_xact_id());
ALTER TABLE ledger_posting ALTER COLUMN position SET DEFAULT ledger_position(pg_current_xact_id());

-- Balances are updated all the time: leave room on their pages, so that an update needs no index entry.
ALTER TABLE ledger_balance SET (fillfactor = 50);

-- An account is what it is; only its closing is noted.
DROP TRIGGER append_only_rows ON ledger_account;
CREATE TRIGGER append_only_rows
  BEFORE DELETE OR UPDATE OF id, code, currency, kind, account_class, is_guarded ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION append_only();

-- Every posting moves its guarded balance and records the balance it left; the CHECK refuses an overdraft.
-- On a frozen account the bound of the giving side follows: what comes in does not leave again.
CREATE OR REPLACE FUNCTION ledger_move_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.account_seq := NULL;
  NEW.balance_after := NULL;
  UPDATE ledger_balance
     SET posted = posted + NEW.amount_minor,
         version = version + 1,
         lo = CASE WHEN is_frozen AND lo >= 0 THEN greatest(lo, posted + NEW.amount_minor) ELSE lo END,
         hi = CASE WHEN is_frozen AND lo < 0 THEN least(hi, posted + NEW.amount_minor) ELSE hi END
   WHERE account_id = NEW.account_id
  RETURNING version, posted INTO NEW.account_seq, NEW.balance_after;
  RETURN NEW;
END $$;

-- The postings of an entry arrive in one statement and in the transaction of the entry: complete, netted and sorted
-- by account, balanced per currency, each on an account and a side that its kind may move. A reversal mirrors.
CREATE OR REPLACE FUNCTION ledger_check_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_here bigint := ledger_position(pg_current_xact_id());
  v_fault text;
BEGIN
  IF EXISTS (
    SELECT FROM (
      SELECT entry_id, count(*) AS found, max(line_no) AS top,
             min(position) AS earliest, max(position) AS latest FROM new_rows GROUP BY entry_id) AS g
    LEFT JOIN LATERAL (SELECT * FROM ledger_journalentry WHERE id = g.entry_id LIMIT 1) AS e ON true
    WHERE e.postings_count IS DISTINCT FROM g.found OR g.top <> g.found
       OR e.position <> v_here OR g.earliest <> v_here OR g.latest <> v_here
  ) THEN
    RAISE EXCEPTION 'incomplete or re-opened journal entry' USING ERRCODE = '23514';
  END IF;
  IF EXISTS (SELECT FROM new_rows GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0) THEN
    RAISE EXCEPTION 'journal entry does not add up to zero in every currency' USING ERRCODE = '23514';
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT account_id, lag(account_id) OVER (PARTITION BY entry_id ORDER BY line_no) AS previous
                   FROM new_rows) AS line
    WHERE previous >= account_id
  ) THEN
    RAISE EXCEPTION 'postings must be netted and sorted by account' USING ERRCODE = '23514';
  END IF;

  SELECT format('no posting rule: %s may not %s %s', e.kind,
                CASE WHEN n.amount_minor > 0 THEN 'debit' ELSE 'credit' END, a.kind)
    INTO v_fault
    FROM new_rows AS n
   CROSS JOIN LATERAL (SELECT kind, reverses_id FROM ledger_journalentry WHERE id = n.entry_id LIMIT 1) AS e
   CROSS JOIN LATERAL (SELECT kind FROM ledger_account WHERE id = n.account_id LIMIT 1) AS a
   WHERE e.reverses_id IS NULL AND NOT EXISTS (
     SELECT FROM ledger_posting_rule AS r
      WHERE r.kind = e.kind AND r.account_kind = a.kind
        AND r.side = CASE WHEN n.amount_minor > 0 THEN 'D'::"char" ELSE 'C'::"char" END)
   LIMIT 1;
  IF v_fault IS NOT NULL THEN
    RAISE EXCEPTION '%', v_fault
      USING ERRCODE = '23514', CONSTRAINT = 'ledger_posting_rule',
            HINT = 'Add it to marketplace/ledger/rules.py and run manage.py grant_app_role.';
  END IF;

  IF EXISTS (
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
