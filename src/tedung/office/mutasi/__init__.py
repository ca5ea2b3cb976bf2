"""The changes of a month: who comes, who goes, who stands in for whom, whose data changed."""
