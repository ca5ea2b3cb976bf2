"""Messy lists in; clean rows, findings, and each village's own file marked."""
