"""The same rule over any number of rows: NumPy slices in memory, Polars streaming from file to file."""
