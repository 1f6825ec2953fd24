"""A lead says that an amount is wrong; finance answers and decides. Every step is kept and told by mail."""
