"""Penetapan: whom to cover under the budget, the mayor's decree that says so, and its amendments."""
