"""Where admins edit the rulebook. Every save is answered with what the whole rulebook still lacks."""

from . import drivers, options, pools, projects, readings, rules, splits, teams

__all__ = ["drivers", "options", "pools", "projects", "readings", "rules", "splits", "teams"]
