-- What was said in a thread stays as it was said. append_only() came with the ledger.
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON messaging_threadevent
  FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON messaging_threadevent
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
