"""Letters of the office that signs: numbered without a gap, printed, signed, checked by anybody."""
