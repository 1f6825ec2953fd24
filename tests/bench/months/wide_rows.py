"""The month as rows with all their dimensions, as a bill's lines are loaded: what ways without series work on."""

from django.db import connection, models

ROWS = """
    INSERT INTO bench_cost (day, service, account, region, resource, env, app, project, cost)
    SELECT r.day, s.service_name, s.sub_account_id, s.region_id, s.resource_id, coalesce(s.tags->>'env', ''),
           coalesce(s.tags->>'app', ''), coalesce(s.tags->>'project', ''), r.billed_cost
    FROM costs_costrecord r JOIN costs_costseries s ON s.id = r.series_id ORDER BY r.series_id, r.day
"""


class Cost(models.Model):
    """A line of the bill."""

    day = models.DateField()
    service = models.CharField(max_length=256)
    account = models.CharField(max_length=64)
    region = models.CharField(max_length=64)
    resource = models.CharField(max_length=512)
    env = models.CharField(max_length=256)
    app = models.CharField(max_length=256)
    project = models.CharField(max_length=256)
    cost = models.DecimalField(max_digits=28, decimal_places=10)

    class Meta:
        app_label, db_table = "bench", "bench_cost"

    def __str__(self) -> str:
        return f"{self.day} {self.service}: {self.cost}"


def make_rows(*results: type[models.Model]) -> None:
    """The month is in `bench_cost`; the tables of the results are there, empty."""
    made: list[type[models.Model]] = [Cost, *results]
    with connection.schema_editor() as editor:
        for model in made:
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        cursor.execute("VACUUM ANALYZE bench_cost")
