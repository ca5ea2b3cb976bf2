"""Hari ini: what waits for me, the year's calendar, who is protected and who is not."""
