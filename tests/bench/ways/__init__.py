"""Ways to allocate the large company's month, one module each: `prepare(records, series) -> Way`."""
