"""A lead says that cost which may be with nobody is their team's; an admin makes a dated rule of it, or declines."""
