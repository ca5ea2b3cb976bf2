"""Work that is too long for a page: asked for in one transaction, done by a worker, never lost or doubled."""
