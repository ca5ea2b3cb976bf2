"""The interface for other programs: tokens by grant, bounded pages, one sentence for every refusal."""
