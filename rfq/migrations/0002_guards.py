"""Numbers for requests, and the freeze: PostgreSQL refuses to change or remove the terms of an offer."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE rfq_number START 2401;

CREATE FUNCTION rfq_freeze_version() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR
     (NEW.quote_id, NEW.no, NEW.maker, NEW.maker_name, NEW.author_name, NEW.currency, NEW.goods_minor,
      NEW.freight_minor, NEW.total_minor, NEW.incoterm, NEW.place, NEW.lead_time_days, NEW.payment,
      NEW.valid_until, NEW.note, NEW.terms, NEW.terms_hash, NEW.created_at)
     IS DISTINCT FROM
     (OLD.quote_id, OLD.no, OLD.maker, OLD.maker_name, OLD.author_name, OLD.currency, OLD.goods_minor,
      OLD.freight_minor, OLD.total_minor, OLD.incoterm, OLD.place, OLD.lead_time_days, OLD.payment,
      OLD.valid_until, OLD.note, OLD.terms, OLD.terms_hash, OLD.created_at)
  THEN RAISE EXCEPTION 'the terms of an offer are frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rfq_freeze_version BEFORE UPDATE OR DELETE ON rfq_quoteversion
  FOR EACH ROW EXECUTE FUNCTION rfq_freeze_version();

CREATE FUNCTION rfq_freeze_row() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rfq_freeze_quoteline BEFORE UPDATE OR DELETE ON rfq_quoteline
  FOR EACH ROW EXECUTE FUNCTION rfq_freeze_row();
CREATE TRIGGER rfq_freeze_award BEFORE UPDATE OR DELETE ON rfq_award
  FOR EACH ROW EXECUTE FUNCTION rfq_freeze_row();
"""

BACKWARD = """
DROP TRIGGER rfq_freeze_award ON rfq_award;
DROP TRIGGER rfq_freeze_quoteline ON rfq_quoteline;
DROP FUNCTION rfq_freeze_row;
DROP TRIGGER rfq_freeze_version ON rfq_quoteversion;
DROP FUNCTION rfq_freeze_version;
DROP SEQUENCE rfq_number;
"""


class Migration(migrations.Migration):
    """Install the sequence and the triggers."""

    dependencies = [("rfq", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
