"""Kajian: scenarios of whom to cover, made, compared and shared without code; nobody is named in them."""
