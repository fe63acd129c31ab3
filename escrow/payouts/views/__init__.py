"""The screens of commission rules, settlement terms and payout runs, one module each."""
