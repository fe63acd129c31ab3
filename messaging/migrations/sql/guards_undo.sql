DROP TRIGGER append_only_table ON messaging_threadevent;
DROP TRIGGER append_only_rows ON messaging_threadevent;
