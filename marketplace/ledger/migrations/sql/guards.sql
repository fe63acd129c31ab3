-- Human-readable order numbers.
CREATE SEQUENCE ledger_order_number START 10001;

-- A posting is booked in the currency of its account.
ALTER TABLE ledger_posting ADD CONSTRAINT ledger_posting_currency
  FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency);

-- A guarded account gets its balance row, with bounds by class, when it is opened.
CREATE FUNCTION ledger_open_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.is_guarded THEN
    INSERT INTO ledger_balance (account_id, posted, lo, hi, version)
    VALUES (NEW.id, 0,
            CASE WHEN NEW.account_class = 'A' THEN 0 ELSE -9000000000000000 END,
            CASE WHEN NEW.account_class = 'A' THEN 9000000000000000 ELSE 0 END, 0);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_open_balance AFTER INSERT ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION ledger_open_balance();

-- Every posting moves its guarded balance and records the balance it left; the CHECK refuses an overdraft.
CREATE FUNCTION ledger_move_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.account_seq := NULL;
  NEW.balance_after := NULL;
  UPDATE ledger_balance SET posted = posted + NEW.amount_minor, version = version + 1
   WHERE account_id = NEW.account_id
  RETURNING version, posted INTO NEW.account_seq, NEW.balance_after;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_move_balance BEFORE INSERT ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION ledger_move_balance();

-- The postings of an entry arrive in one statement: complete, balanced per currency, in account order.
CREATE FUNCTION ledger_check_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT entry_id, count(*) AS found, max(line_no) AS top FROM new_rows GROUP BY entry_id) AS g
    LEFT JOIN ledger_journalentry AS e ON e.id = g.entry_id
    WHERE e.postings_count IS DISTINCT FROM g.found OR g.top <> g.found
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
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_check_postings AFTER INSERT ON ledger_posting
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_check_postings();

-- An entry without postings cannot commit.
CREATE FUNCTION ledger_check_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_posting WHERE entry_id = NEW.id) THEN
    RAISE EXCEPTION 'journal entry % has no postings', NEW.id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_check_entry AFTER INSERT ON ledger_journalentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();

-- Append-only. Only a scratch database named test_… whose owner set harborline.test_flush may be emptied.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\_%'
     AND current_setting('harborline.test_flush', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% on % is forbidden: append-only', TG_OP, TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_posting
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_journalentry
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_journalentry
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_orderevent
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_orderevent
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_orderline
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_orderline
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_account
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_account
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
-- A balance follows its postings; it can be neither removed nor forgotten.
CREATE TRIGGER append_only_rows BEFORE DELETE ON ledger_balance
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON ledger_balance
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The frozen part of an order stays as it was agreed.
CREATE FUNCTION ledger_freeze_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.number, NEW.buyer_id, NEW.vendor_id, NEW.currency, NEW.goods_minor, NEW.freight_minor, NEW.total_minor,
      NEW.commission_bp, NEW.source, NEW.title, NEW.terms, NEW.terms_hash, NEW.ship_to, NEW.lead_time_days,
      NEW.opened_at)
     IS DISTINCT FROM
     (OLD.number, OLD.buyer_id, OLD.vendor_id, OLD.currency, OLD.goods_minor, OLD.freight_minor, OLD.total_minor,
      OLD.commission_bp, OLD.source, OLD.title, OLD.terms, OLD.terms_hash, OLD.ship_to, OLD.lead_time_days,
      OLD.opened_at) THEN
    RAISE EXCEPTION 'the agreed terms of order % are frozen', OLD.number USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_freeze_order BEFORE UPDATE ON ledger_order
  FOR EACH ROW EXECUTE FUNCTION ledger_freeze_order();
