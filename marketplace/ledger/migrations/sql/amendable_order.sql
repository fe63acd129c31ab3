-- The frozen part of an order stays as it was agreed; where it goes may change by an accepted amendment, whose package
-- guards that with a trigger of its own.
CREATE OR REPLACE FUNCTION ledger_freeze_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.number, NEW.buyer_id, NEW.vendor_id, NEW.currency, NEW.goods_minor, NEW.freight_minor, NEW.total_minor,
      NEW.plan, NEW.commission_minor, NEW.commission_tax_minor, NEW.commission_rule, NEW.settlement_currency,
      NEW.settlement_rate, NEW.source, NEW.title, NEW.terms, NEW.terms_hash, NEW.lead_time_days,
      NEW.opened_at)
     IS DISTINCT FROM
     (OLD.number, OLD.buyer_id, OLD.vendor_id, OLD.currency, OLD.goods_minor, OLD.freight_minor, OLD.total_minor,
      OLD.plan, OLD.commission_minor, OLD.commission_tax_minor, OLD.commission_rule, OLD.settlement_currency,
      OLD.settlement_rate, OLD.source, OLD.title, OLD.terms, OLD.terms_hash, OLD.lead_time_days,
      OLD.opened_at) THEN
    RAISE EXCEPTION 'the agreed terms of order % are frozen', OLD.number USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
