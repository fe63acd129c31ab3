"""Invoices and credit notes as EN 16931 means them: the model, its business rules, and UBL 2.1 as syntax. Pure."""
