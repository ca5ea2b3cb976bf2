"""Offices, villages, customary villages, subak, employers, cooperatives, providers, payers, banks, wadah."""
