import chargeback.costs.source_models
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from allocation.at_once import AtOnce


class Migration(migrations.Migration):

    replaces = [
        ('costs', '0001_initial'),
        ('costs', '0002_attributes_and_restatements'),
        ('costs', '0003_records_without_checks'),
        ('costs', '0005_sources_and_months'),
        ('costs', '0010_tags'),
        ('costs', '0070_no_closed_pulls'),
    ]

    initial = True

    dependencies = [
        ('allocation', '0001_squashed_0070_unallocated_limit'),
        ('jobs', '0001_initial'),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Source',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.SlugField(help_text='Short name used by commands.', max_length=60, unique=True)),
                        ('name', models.CharField(max_length=120)),
                        ('kind', models.CharField(choices=[('aws-cost-explorer', 'AWS Cost Explorer')], default='aws-cost-explorer', max_length=30)),
                        ('payer_account', models.CharField(blank=True, help_text='The payer (management) account, 12 digits. A payer is asked one thing at a time.', max_length=20, validators=[django.core.validators.RegexValidator('^\\d{12}$', 'An AWS account id has 12 digits.')])),
                        ('role_arn', models.CharField(blank=True, help_text="The role in the payer account that the worker takes on, for example arn:aws:iam::123456789012:role/chargeback. Empty: the worker's own AWS credentials are used as they are.", max_length=2048, validators=[django.core.validators.RegexValidator('^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+$', 'A role looks like arn:aws:iam::123456789012:role/chargeback.')], verbose_name='role ARN')),
                        ('external_id', models.CharField(blank=True, help_text="The external id that the role's trust policy asks for, if it does. It is no secret.", max_length=1224, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_+=,.@:/-]{2,}$', 'An external id has two or more letters, digits and characters of _+=,.@:/-')])),
                        ('billed_metric', models.CharField(choices=[('UnblendedCost', 'unblended: what each account used at its own price'), ('NetUnblendedCost', 'net unblended: after all discounts'), ('BlendedCost', 'blended: at the average price of the organisation')], default='UnblendedCost', max_length=20, verbose_name='billed cost')),
                        ('effective_metric', models.CharField(choices=[('AmortizedCost', 'amortized: upfront fees spread over their term'), ('NetAmortizedCost', 'net amortized: the same after all discounts')], default='AmortizedCost', max_length=20, verbose_name='effective cost')),
                        ('tag_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=chargeback.costs.source_models.project_tag, help_text='Up to three tag keys, one a line; case counts. Cost is always pulled apart by the first; by the others only while the rulebook uses them, as each of them multiplies the number of requests.', size=3)),
                        ('cost_categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, help_text='Names of AWS cost categories, one a line. Pulled only while the rulebook uses them.', size=None)),
                        ('by_region', models.BooleanField(default=False, help_text='More requests.', verbose_name='by region')),
                        ('by_usage_type', models.BooleanField(default=False, help_text='Many more requests.', verbose_name='by usage type')),
                        ('product_attributes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=list, help_text='Product attributes, one a line, for example model and inferenceType: they tell apart what AI models cost in Amazon Bedrock. AWS has them from 2026-09-01 on.', size=None)),
                        ('history_months', models.PositiveSmallIntegerField(default=13, help_text='How many months before the present one a backfill brings.', validators=[django.core.validators.MinValueValidator(1, 'At least one month before the present one.'), django.core.validators.MaxValueValidator(13, 'AWS keeps 13 months before the present one by day.')], verbose_name='months of history')),
                        ('is_enabled', models.BooleanField(default=True, help_text='Pulled at the hours below, every day.', verbose_name='enabled')),
                        ('pull_hours', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=chargeback.costs.source_models.morning, help_text='Hours of the day (UTC), with commas, from which a pull is due: for example 6, 14. AWS refreshes its figures up to three times a day.', size=3)),
                        ('request_budget', models.PositiveIntegerField(default=300, help_text='How many requests may be made in a calendar month; AWS asks $0.01 for each. Pulls stop before it is passed. Part of it is kept for looking every day whether the bill changed.')),
                        ('again_before', models.DateTimeField(blank=True, editable=False, help_text='Days pulled before this moment are asked for again.', null=True)),
                        ('again_because', models.CharField(blank=True, editable=False, max_length=200)),
                        ('tested_at', models.DateTimeField(blank=True, editable=False, null=True)),
                        ('findings', models.JSONField(blank=True, default=list, editable=False, help_text='What the last test of the connection found.')),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('payer_account', ''), ('payer_account__regex', '^\\d{12}$'), _connector='OR'), name='source_payer_account', violation_error_message='An AWS account id has 12 digits.'), models.CheckConstraint(condition=models.Q(('role_arn', ''), ('role_arn__regex', '^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+$'), _connector='OR'), name='source_role_arn', violation_error_message='A role looks like arn:aws:iam::123456789012:role/chargeback.'), models.CheckConstraint(condition=models.Q(('external_id', ''), models.Q(models.Q(('role_arn', ''), _negated=True), ('external_id__regex', '^[A-Za-z0-9_+=,.@:/-]{2,}$')), _connector='OR'), name='source_external_id', violation_error_message='An external id goes with a role; fill in the role ARN or leave it empty.'), models.CheckConstraint(condition=models.Q(('tag_keys__len__lte', 3)), name='source_tag_keys', violation_error_message='Choose at most three tag keys: each further one multiplies the requests.'), models.CheckConstraint(condition=models.Q(('pull_hours__contained_by', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]), ('pull_hours__len__range', (1, 3))), name='source_pull_hours', violation_error_message='Give one to three hours between 0 and 23.'), models.CheckConstraint(condition=models.Q(('history_months__range', (1, 13))), name='source_history_months', violation_error_message='A backfill brings 1 to 13 months.'), models.CheckConstraint(condition=models.Q(('billed_metric__in', ['UnblendedCost', 'NetUnblendedCost', 'BlendedCost'])), name='source_billed_metric'), models.CheckConstraint(condition=models.Q(('effective_metric__in', ['AmortizedCost', 'NetAmortizedCost'])), name='source_effective_metric')],
                    },
                ),
                migrations.CreateModel(
                    name='Pull',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('start', models.DateField()),
                        ('end', models.DateField(help_text='Exclusive, as at AWS.')),
                        ('trigger', models.CharField(choices=[('schedule', 'schedule'), ('person', 'person'), ('backfill', 'backfill')], default='person', max_length=10)),
                        ('state', models.CharField(choices=[('running', 'running'), ('stored', 'stored'), ('unchanged', 'unchanged'), ('postponed', 'changed, details wait for the budget'), ('no budget', 'stopped by the budget, old data kept'), ('refused', 'refused, old data kept')], default='running', max_length=12)),
                        ('asked_from', models.DateField(help_text='First day asked in detail; empty: only totals were asked.', null=True)),
                        ('asked_until', models.DateField(help_text='Exclusive.', null=True)),
                        ('because', models.CharField(blank=True, help_text='Why these days were asked, or why none were.', max_length=300)),
                        ('breakdown', models.CharField(blank=True, help_text='Fingerprint of what cost was pulled apart by.', max_length=64)),
                        ('learnt', models.JSONField(help_text='What occurred in the bill, for the price of the next pull.', null=True)),
                        ('survey_requests', models.PositiveIntegerField(default=0, help_text='Made to see what occurs in the bill.')),
                        ('planned_requests', models.PositiveIntegerField(default=0, help_text='Pages of the details if all were dense.')),
                        ('expected_requests', models.PositiveIntegerField(help_text='What the pull was expected to take in all.', null=True)),
                        ('started_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('requests', models.PositiveIntegerField(default=0, help_text='Requests made, each $0.01 at AWS.')),
                        ('records', models.PositiveIntegerField(default=0)),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('billed_cost', models.DecimalField(decimal_places=10, help_text='Control total.', max_digits=28, null=True)),
                        ('effective_cost', models.DecimalField(decimal_places=10, help_text='Control total.', max_digits=28, null=True)),
                        ('error', models.TextField(blank=True, help_text='One sentence for people: what happened.')),
                        ('error_code', models.CharField(blank=True, help_text='As the provider calls it.', max_length=80)),
                        ('what_to_do', models.TextField(blank=True)),
                        ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='pulls', to='jobs.job')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pulls', to='costs.source')),
                    ],
                    options={
                        'ordering': ['-started_at', '-pk'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('source',), name='pull_running_once')],
                    },
                ),
                migrations.CreateModel(
                    name='DailyControl',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('currency', models.CharField(max_length=3)),
                        ('billed_cost', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('effective_cost', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('is_estimated', models.BooleanField(help_text="The provider still calls the day's month estimated.")),
                        ('pull', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='controls', to='costs.pull')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='controls', to='costs.source')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'day'), name='control_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='CostSeries',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('sub_account_id', models.CharField(blank=True, max_length=64)),
                        ('sub_account_name', models.CharField(blank=True, max_length=256)),
                        ('service_name', models.CharField(blank=True, max_length=256)),
                        ('region_id', models.CharField(blank=True, max_length=64)),
                        ('charge_category', models.CharField(default='Usage', max_length=20)),
                        ('record_type', models.CharField(blank=True, help_text='As the provider calls it.', max_length=64)),
                        ('usage_type', models.CharField(blank=True, max_length=256)),
                        ('resource_id', models.CharField(blank=True, max_length=512)),
                        ('currency', models.CharField(max_length=3)),
                        ('tags', models.JSONField(default=dict, help_text='Only tags with a value.')),
                        ('attributes', models.JSONField(blank=True, default=dict, help_text='Values of cost categories and product attributes: cost_category.NAME, product.KEY.')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='costs.source')),
                    ],
                    options={
                        'verbose_name_plural': 'cost series',
                        'constraints': [models.UniqueConstraint(fields=('source', 'fingerprint'), name='series_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SourceMonth',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('until', models.DateField(help_text='The total is of the days from the first up to, not including, this one.')),
                        ('currency', models.CharField(max_length=3)),
                        ('billed_cost', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('effective_cost', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('is_estimated', models.BooleanField(help_text='The provider still calls the month estimated.')),
                        ('stable_for', models.PositiveIntegerField(help_text='Pulls in a row that found this total, the last one included.')),
                        ('changed_at', models.DateTimeField(help_text='When this total was heard for the first time.')),
                        ('checked_at', models.DateTimeField(help_text='When it was heard last.')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='costs.source')),
                    ],
                    options={
                        'ordering': ['source', '-month'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'month'), name='source_month_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='source_month_is_first_day'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('month'))), name='source_month_has_days'), models.CheckConstraint(condition=models.Q(('stable_for__gte', 1)), name='source_month_was_heard')],
                    },
                ),
                migrations.CreateModel(
                    name='TagKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=256)),
                        ('kind', models.CharField(help_text='AWSGenerated or UserDefined.', max_length=20)),
                        ('is_active', models.BooleanField()),
                        ('last_updated', models.DateField(help_text='When it was switched on or off; empty: it never was on.', null=True)),
                        ('last_used', models.DateField(help_text='The last month in which a resource carried it.', null=True)),
                        ('first_seen', models.DateTimeField(help_text='When AWS listed it here for the first time.')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listed_tags', to='costs.source')),
                    ],
                    options={
                        'ordering': ['source', 'key'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='tag_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TagListing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tried_at', models.DateTimeField()),
                        ('listed_at', models.DateTimeField(help_text='When the keys that are stored were listed.', null=True)),
                        ('error', models.TextField(blank=True, help_text='One sentence for people; empty when the last try succeeded.')),
                        ('error_code', models.CharField(blank=True, help_text='As the provider calls it.', max_length=80)),
                        ('what_to_do', models.TextField(blank=True)),
                        ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='tag_listing', to='costs.source')),
                    ],
                ),
                migrations.CreateModel(
                    name='TagValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.TextField()),
                        ('value', models.TextField()),
                        ('first_day', models.DateField(help_text='The first day on which it was billed, of the days that were ever stored.')),
                        ('noticed_at', models.DateTimeField(help_text='When the portal saw it for the first time.')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['noticed_at'], name='tag_value_noticed')],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.MD5('key'), django.db.models.functions.text.MD5('value'), name='tag_value_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CostRecord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('billed_cost', models.DecimalField(decimal_places=10, help_text='FOCUS BilledCost.', max_digits=28)),
                        ('effective_cost', models.DecimalField(decimal_places=10, help_text='FOCUS EffectiveCost (amortized).', max_digits=28)),
                        ('quantity', models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                        ('series', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='records', to='costs.costseries')),
                        ('pull', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cost_records', to='costs.pull')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['day'], name='record_day')],
                        'constraints': [models.UniqueConstraint(fields=('series', 'day'), name='record_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='RequiredTag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(help_text='As at the provider; case counts. For example: env', max_length=128)),
                        ('team', models.ForeignKey(blank=True, help_text='Empty: every team.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='required_tags', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['team__name', 'key'],
                        'constraints': [models.UniqueConstraint(fields=('team', 'key'), name='required_tag_once', nulls_distinct=False, violation_error_message='This key is already required there.')],
                    },
                ),
                migrations.CreateModel(
                    name='RestatedCost',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField()),
                        ('billed_before', models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                        ('billed_after', models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                        ('effective_before', models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                        ('effective_after', models.DecimalField(decimal_places=10, max_digits=28, null=True)),
                        ('pull', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='restated_costs', to='costs.pull')),
                        ('series', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='restated_costs', to='costs.costseries')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['day'], name='restated_day')],
                        'constraints': [models.UniqueConstraint(fields=('pull', 'day', 'series'), name='restated_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Restatement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('currency', models.CharField(max_length=3)),
                        ('days', models.PositiveIntegerField(help_text='Days of which something changed.')),
                        ('series', models.PositiveIntegerField(help_text='Cost series of which something changed.')),
                        ('records', models.PositiveIntegerField(help_text='Records that changed, appeared or vanished.')),
                        ('billed_before', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('billed_after', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('effective_before', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('effective_after', models.DecimalField(decimal_places=10, max_digits=28)),
                        ('pull', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restatements', to='costs.pull')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('pull', 'currency'), name='restatement_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RequestCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='The first day of the month in which the requests were made.')),
                        ('requests', models.PositiveIntegerField(default=0)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='request_counts', to='costs.source')),
                    ],
                    options={
                        'ordering': ['source', '-month'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'month'), name='request_count_once'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='request_count_month_is_first_day')],
                    },
                ),
            ],
        ),
    ]
