-- Facts that the code owns and `manage.py grant_app_role` brings up to date: see marketplace/ledger/reference.py.
-- They are no Django models: nothing but that command writes them, and the flush between tests leaves them.

-- Which accounts a kind of movement may debit (D) and credit (C). A kind without rules cannot be booked.
CREATE TABLE ledger_posting_rule (
  kind varchar(40) NOT NULL,
  account_kind varchar(40) NOT NULL,
  side "char" NOT NULL CHECK (side IN ('D', 'C')),
  PRIMARY KEY (kind, account_kind, side)
);

-- Digits after the point of every currency. Once an account uses it, it never changes: all amounts would.
CREATE TABLE ledger_asset_scale (
  currency varchar(7) PRIMARY KEY,
  exponent smallint NOT NULL CHECK (exponent BETWEEN 0 AND 4)
);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_asset_scale
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_asset_scale
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Transaction numbers start again when a dump is restored into a new cluster: every cluster is an epoch.
CREATE TABLE ledger_epoch (
  id smallint PRIMARY KEY,
  system_identifier bigint NOT NULL,
  began_at timestamptz NOT NULL
);
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_epoch
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_epoch
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE FUNCTION ledger_begin_epoch(p_at timestamptz) RETURNS smallint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_cluster bigint := (SELECT system_identifier FROM pg_control_system());
  v_last ledger_epoch%ROWTYPE;
BEGIN
  SELECT * INTO v_last FROM ledger_epoch ORDER BY id DESC LIMIT 1;
  IF v_last.system_identifier IS DISTINCT FROM v_cluster THEN
    INSERT INTO ledger_epoch (id, system_identifier, began_at)
    VALUES (coalesce(v_last.id, 0) + 1, v_cluster, p_at)
    RETURNING * INTO v_last;
  END IF;
  RETURN v_last.id;
END $$;

-- Where a transaction stands in the order of the journal: epoch in the upper 16 bits, its number in the lower 48.
CREATE FUNCTION ledger_position(p_transaction xid8) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT ((SELECT max(id) FROM public.ledger_epoch)::bigint << 48) | p_transaction::text::bigint
$$;
