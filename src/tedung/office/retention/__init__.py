"""How long what is kept for a while is kept: rules by kind, a trial run, the removal and its proof."""
