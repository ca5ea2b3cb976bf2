"""What the tests start for themselves: servers, browsers."""
