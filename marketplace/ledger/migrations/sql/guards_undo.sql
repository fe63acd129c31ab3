DO $$ BEGIN RAISE EXCEPTION 'the guards of the ledger are not removed; restore a backup instead'; END $$;
