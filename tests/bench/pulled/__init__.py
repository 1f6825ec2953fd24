"""Ways to pull a month into PostgreSQL, one module each. Importing any of them sets Django up."""

import tests.bench.months  # noqa: F401 sets Django up
