"""What vendors pay and how they are paid: the doors of commission rules, settlement terms, rates and payout runs.

Floor 9, inside escrow. It has no tables: rules and terms are the ledger's, payouts are escrow's.
"""
