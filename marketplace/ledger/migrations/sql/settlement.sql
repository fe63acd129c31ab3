-- The frozen part of an order stays as it was agreed; where it goes may change by an accepted amendment, whose package
-- guards that with a trigger of its own.
CREATE OR REPLACE FUNCTION ledger_freeze_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.number, NEW.buyer_id, NEW.vendor_id, NEW.currency, NEW.goods_minor, NEW.freight_minor, NEW.total_minor,
      NEW.plan, NEW.commission_minor, NEW.commission_tax_minor, NEW.commission_rule, NEW.settlement_currency,
      NEW.settlement_rate, NEW.settlement_terms, NEW.source, NEW.title, NEW.terms, NEW.terms_hash,
      NEW.lead_time_days, NEW.opened_at)
     IS DISTINCT FROM
     (OLD.number, OLD.buyer_id, OLD.vendor_id, OLD.currency, OLD.goods_minor, OLD.freight_minor, OLD.total_minor,
      OLD.plan, OLD.commission_minor, OLD.commission_tax_minor, OLD.commission_rule, OLD.settlement_currency,
      OLD.settlement_rate, OLD.settlement_terms, OLD.source, OLD.title, OLD.terms, OLD.terms_hash,
      OLD.lead_time_days, OLD.opened_at) THEN
    RAISE EXCEPTION 'the agreed terms of order % are frozen', OLD.number USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;

-- Terms are never rewritten. A commission rule may be given an end, once.
CREATE FUNCTION ledger_end_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.valid_until IS NOT NULL OR (to_jsonb(NEW) - 'valid_until') IS DISTINCT FROM (to_jsonb(OLD) - 'valid_until') THEN
    RAISE EXCEPTION 'rules are not rewritten: end this one and add another' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_end_rule BEFORE UPDATE ON ledger_commissionrule
  FOR EACH ROW EXECUTE FUNCTION ledger_end_rule();
CREATE TRIGGER append_only_kept BEFORE DELETE ON ledger_commissionrule
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_settlementterms
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON ledger_exchangerate
  FOR EACH ROW EXECUTE FUNCTION append_only();
