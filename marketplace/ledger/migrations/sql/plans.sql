-- Orders that were opened before payment plans existed were paid in full, with one percentage as commission.
UPDATE ledger_order SET
  plan = '{"kind": "single", "version": 1}'::jsonb,
  commission_minor = round(total_minor::numeric * commission_bp / 10000),
  commission_rule = jsonb_build_object('words', trim_scale(commission_bp / 100.0) || ' % of the order'),
  settlement_currency = currency;

-- Escrow is held per payment leg; what there was belongs to the first.
ALTER TABLE ledger_account DISABLE TRIGGER append_only_rows;
UPDATE ledger_account SET code = code || '/1' WHERE kind = 'escrow' AND code NOT LIKE '%/%';
ALTER TABLE ledger_account ENABLE TRIGGER append_only_rows;
