"""The JSON door of payouts: balances, commission rules, exchange rates."""
