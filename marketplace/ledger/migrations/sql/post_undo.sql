DROP FUNCTION ledger_post;
