import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from allocation.at_once import AtOnce
from chargeback.billing.partitions import CreatePartitionedModel

# With the rights of who asks, so that policies on the lines hold for their days too.
CHARGES = """
    CREATE VIEW billing_charge WITH (security_invoker = true) AS
    SELECT line.run_id, line.number AS line, period.month + (daily.place - 1)::integer AS day,
           line.team_id, line.project_id, line.service, line.pool_id, line.reason, daily.amount
    FROM billing_statementline line
    JOIN billing_run run ON run.id = line.run_id
    JOIN billing_billingperiod period ON period.id = run.period_id
    CROSS JOIN unnest(line.daily) WITH ORDINALITY AS daily (amount, place)
    WHERE daily.amount IS NOT NULL
"""


class Migration(migrations.Migration):

    replaces = [
        ('billing', '0001_initial'),
        ('billing', '0020_what_if'),
        ('billing', '0030_day_sums_and_assignment_indexes'),
        ('billing', '0040_cubes_and_saved_views'),
        ('billing', '0070_basis_fixed'),
    ]

    initial = True

    dependencies = [
        ('allocation', '0001_squashed_0070_unallocated_limit'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('costs', '0001_squashed_0070_no_closed_pulls'),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Charge',
                    fields=[
                        ('pk', models.CompositePrimaryKey('run_id', 'line', 'day', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('line', models.IntegerField(help_text='The number of the statement line.')),
                        ('day', models.DateField()),
                        ('service', models.CharField(max_length=256)),
                        ('reason', models.CharField(max_length=60)),
                        ('amount', models.DecimalField(decimal_places=10, max_digits=28)),
                    ],
                    options={
                        'db_table': 'billing_charge',
                        'managed': False,
                    },
                ),
                migrations.CreateModel(
                    name='BillingPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('currency', models.CharField(max_length=3)),
                        ('basis', models.CharField(choices=[('billed', 'billed cost'), ('effective', 'effective cost (amortized)')], default='billed', max_length=10)),
                        ('state', models.CharField(choices=[('open', 'open'), ('in review', 'in review'), ('closed', 'closed')], default='open', max_length=10)),
                        ('is_basis_fixed', models.BooleanField(default=False, help_text='Set with the first review; the basis then stays.')),
                    ],
                    options={
                        'ordering': ['-month', 'currency'],
                        'constraints': [models.UniqueConstraint(fields=('month', 'currency'), name='period_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='period_month_is_first_day')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleReview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(unique=True)),
                        ('rulebook_version', models.CharField(help_text='See allocation.history.version.', max_length=64)),
                        ('runs', models.JSONField(help_text="The ids of the month's current runs by currency.")),
                        ('problems', models.JSONField()),
                        ('findings', models.JSONField(help_text='[place, text] of each.')),
                        ('money', models.JSONField(help_text='By currency: [rule, series, matched, taken] in the order of the rules.')),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'default_permissions': ('view',),
                    },
                ),
                migrations.CreateModel(
                    name='Run',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('basis', models.CharField(choices=[('billed', 'billed cost'), ('effective', 'effective cost (amortized)')], max_length=10)),
                        ('rulebook', models.JSONField(help_text='The rulebook as it was, with the names of that day.')),
                        ('rulebook_fingerprint', models.CharField(max_length=64)),
                        ('inputs_fingerprint', models.CharField(help_text='SHA-256 of the cost records that were read.', max_length=64)),
                        ('checksum', models.CharField(help_text='SHA-256 of the results; equal inputs give an equal checksum.', max_length=64)),
                        ('control_total', models.DecimalField(decimal_places=10, help_text='What the provider billed for the month.', max_digits=28)),
                        ('allocated', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('unallocated', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('rounding', models.DecimalField(decimal_places=10, help_text="The provider's groups do not always add up to its total in the tenth decimal.", max_digits=28)),
                        ('is_estimated', models.BooleanField(help_text='The provider still calls the month estimated.')),
                        ('created_at', models.DateTimeField()),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='billing.billingperiod')),
                        ('pulls', models.ManyToManyField(related_name='runs', to='costs.pull')),
                    ],
                    options={
                        'ordering': ['-created_at', '-pk'],
                    },
                ),
                CreatePartitionedModel(
                    name='PoolShare',
                    fields=[
                        ('pk', models.CompositePrimaryKey('run_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('number', models.IntegerField(help_text='Place among the shares of the run, from 0.')),
                        ('start', models.DateField()),
                        ('until', models.DateField(help_text='Exclusive.')),
                        ('method', models.CharField(max_length=20)),
                        ('weight', models.TextField(help_text='Exact, as an integer or a fraction a/b.')),
                        ('unit', models.CharField(blank=True, max_length=40)),
                        ('ratio_numerator', models.TextField()),
                        ('ratio_denominator', models.TextField()),
                        ('amount', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('note', models.CharField(blank=True, max_length=200)),
                        ('pool', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.project')),
                        ('receiver_pool', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.pool')),
                        ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='billing.run')),
                    ],
                ),
                CreatePartitionedModel(
                    name='Assignment',
                    fields=[
                        ('pk', models.CompositePrimaryKey('run_id', 'series_id', 'start', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('start', models.DateField()),
                        ('until', models.DateField(help_text='Exclusive.')),
                        ('rule', models.CharField(blank=True, max_length=400)),
                        ('reason', models.CharField(blank=True, help_text='Why it is with nobody.', max_length=60)),
                        ('amount', models.DecimalField(decimal_places=10, help_text='What the series cost in these days, exactly.', max_digits=28)),
                        ('pool', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.project')),
                        ('series', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='costs.costseries')),
                        ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='billing.run')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('pool', None), ('team', None)), fields=['run'], name='assignment_unallocated'), models.Index(fields=['run', 'team'], name='assignment_run_team'), models.Index(fields=['run', 'pool'], name='assignment_run_pool')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80)),
                        ('query', models.TextField(help_text='Of the address of Explore, without the question mark.')),
                        ('is_default', models.BooleanField(default=False, help_text='What Explore opens with.')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['name', 'pk'],
                        'default_permissions': ('view',),
                        'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='saved_view_name_once'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('user',), name='saved_view_default_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ServiceDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('service', models.CharField(max_length=256)),
                        ('day', models.DateField()),
                        ('amount', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='service_days', to='billing.run')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['run', 'service'], name='service_day_run_service')],
                    },
                ),
                migrations.CreateModel(
                    name='SettlementComparison',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('outcomes', models.JSONField(help_text='Of each settlement: what each team carries in 10^-10, and its problems.')),
                        ('made_at', models.DateTimeField()),
                        ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='comparison', to='billing.run')),
                    ],
                    options={
                        'default_permissions': ('view',),
                    },
                ),
                CreatePartitionedModel(
                    name='StatementLine',
                    fields=[
                        ('pk', models.CompositePrimaryKey('run_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                        ('number', models.IntegerField(help_text='Place among the lines of the run, from 0.')),
                        ('service', models.CharField(max_length=256)),
                        ('reason', models.CharField(blank=True, help_text='Why it is with nobody.', max_length=60)),
                        ('amount', models.DecimalField(decimal_places=10, help_text='Exact.', max_digits=28)),
                        ('cents', models.DecimalField(decimal_places=2, help_text='As printed on the statement.', max_digits=28)),
                        ('daily', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=10, max_digits=28, null=True), help_text='The amounts of days 1 to 31; they add up to `amount`.', size=None)),
                        ('pool', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.project')),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='billing.run')),
                        ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['run', 'team'], name='line_run_team')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('daily__len', 31)), name='line_has_31_days')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('direct', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('shared', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='team_days', to='billing.run')),
                        ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['run', 'team'], name='team_day_run_team')],
                    },
                ),
                migrations.CreateModel(
                    name='DraftMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField()),
                        ('currency', models.CharField(max_length=3)),
                        ('base_fingerprint', models.CharField(max_length=64)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('inputs_fingerprint', models.CharField(max_length=64)),
                        ('bill', models.CharField(help_text='What the provider billed, exact.', max_length=40)),
                        ('is_estimated', models.BooleanField()),
                        ('is_shown', models.BooleanField(help_text='The rulebook as it is gives exactly the run that pages show now.')),
                        ('teams', models.JSONField(help_text='Of each team: before and after.')),
                        ('pools', models.JSONField(help_text='Of each pool and team that differ: before and after.')),
                        ('moves', models.JSONField(help_text='The dearest groups of series that go elsewhere.')),
                        ('more_moves', models.PositiveIntegerField(default=0, help_text='Groups that are not told.')),
                        ('made_at', models.DateTimeField()),
                        ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='months', to='allocation.draft')),
                    ],
                    options={
                        'ordering': ['-month', 'currency'],
                        'default_permissions': ('view',),
                        'constraints': [models.UniqueConstraint(fields=('draft', 'month', 'currency'), name='draft_month_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CostCube',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('words', models.JSONField(help_text='[dimension, its distinct values] of each dimension.')),
                        ('account_names', models.JSONField(help_text='Account -> its name.')),
                        ('codes', models.BinaryField(help_text="Of each dimension in turn the places of the cells' values in its words.")),
                        ('amounts', models.BinaryField(help_text='What each cell costs in the month, in 10^-10.')),
                        ('cents', models.BinaryField(help_text='The same as printed: the cells of a statement line add up to its cents.')),
                        ('daily', models.BinaryField(help_text='31 days of each cell, in 10^-10.')),
                        ('team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                        ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='cubes', to='billing.run')),
                    ],
                    options={
                        'default_permissions': ('view',),
                        'constraints': [models.UniqueConstraint(fields=('run', 'team'), name='cube_once', nulls_distinct=False)],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='billingperiod',
            name='current_run',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.run'),
        ),
        migrations.RunSQL(CHARGES, 'DROP VIEW billing_charge'),
    ]
