"""Files that people hand in or the office makes: checked by content, encrypted, never served in place."""
