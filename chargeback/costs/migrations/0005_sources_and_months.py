import chargeback.costs.source_models
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('costs', '0003_records_without_checks'),
        ('jobs', '0002_job_nudged_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='RequestCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month in which the requests were made.')),
                ('requests', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['source', '-month'],
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
            ],
            options={
                'ordering': ['source', '-month'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='source',
            name='source_pull_hour',
        ),
        migrations.AddField(
            model_name='pull',
            name='asked_from',
            field=models.DateField(help_text='First day asked in detail; empty: only totals were asked.', null=True),
        ),
        migrations.AddField(
            model_name='pull',
            name='asked_until',
            field=models.DateField(help_text='Exclusive.', null=True),
        ),
        migrations.AddField(
            model_name='pull',
            name='because',
            field=models.CharField(blank=True, help_text='Why these days were asked, or why none were.', max_length=300),
        ),
        migrations.AddField(
            model_name='pull',
            name='breakdown',
            field=models.CharField(blank=True, help_text='Fingerprint of what cost was pulled apart by.', max_length=64),
        ),
        migrations.AddField(
            model_name='pull',
            name='error_code',
            field=models.CharField(blank=True, help_text='As the provider calls it.', max_length=80),
        ),
        migrations.AddField(
            model_name='pull',
            name='expected_requests',
            field=models.PositiveIntegerField(help_text='What the pull was expected to take in all.', null=True),
        ),
        migrations.AddField(
            model_name='pull',
            name='learnt',
            field=models.JSONField(help_text='What occurred in the bill, for the price of the next pull.', null=True),
        ),
        migrations.AddField(
            model_name='pull',
            name='planned_requests',
            field=models.PositiveIntegerField(default=0, help_text='Pages of the details if all were dense.'),
        ),
        migrations.AddField(
            model_name='pull',
            name='survey_requests',
            field=models.PositiveIntegerField(default=0, help_text='Made to see what occurs in the bill.'),
        ),
        migrations.AddField(
            model_name='pull',
            name='trigger',
            field=models.CharField(choices=[('schedule', 'schedule'), ('person', 'person'), ('backfill', 'backfill')], default='person', max_length=10),
        ),
        migrations.AddField(
            model_name='pull',
            name='what_to_do',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='source',
            name='again_because',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='source',
            name='again_before',
            field=models.DateTimeField(blank=True, editable=False, help_text='Days pulled before this moment are asked for again.', null=True),
        ),
        migrations.AddField(
            model_name='source',
            name='billed_metric',
            field=models.CharField(choices=[('UnblendedCost', 'unblended: what each account used at its own price'), ('NetUnblendedCost', 'net unblended: after all discounts'), ('BlendedCost', 'blended: at the average price of the organisation')], default='UnblendedCost', max_length=20, verbose_name='billed cost'),
        ),
        migrations.AddField(
            model_name='source',
            name='by_region',
            field=models.BooleanField(default=False, help_text='More requests.', verbose_name='by region'),
        ),
        migrations.AddField(
            model_name='source',
            name='by_usage_type',
            field=models.BooleanField(default=False, help_text='Many more requests.', verbose_name='by usage type'),
        ),
        migrations.AddField(
            model_name='source',
            name='cost_categories',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=50), blank=True, default=list, help_text='Names of AWS cost categories, one a line. Pulled only while the rulebook uses them.', size=None),
        ),
        migrations.AddField(
            model_name='source',
            name='effective_metric',
            field=models.CharField(choices=[('AmortizedCost', 'amortized: upfront fees spread over their term'), ('NetAmortizedCost', 'net amortized: the same after all discounts')], default='AmortizedCost', max_length=20, verbose_name='effective cost'),
        ),
        migrations.AddField(
            model_name='source',
            name='external_id',
            field=models.CharField(blank=True, help_text="The external id that the role's trust policy asks for, if it does. It is no secret.", max_length=1224, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9_+=,.@:/-]{2,}$', 'An external id has two or more letters, digits and characters of _+=,.@:/-')]),
        ),
        migrations.AddField(
            model_name='source',
            name='findings',
            field=models.JSONField(blank=True, default=list, editable=False, help_text='What the last test of the connection found.'),
        ),
        migrations.AddField(
            model_name='source',
            name='history_months',
            field=models.PositiveSmallIntegerField(default=13, help_text='How many months before the present one a backfill brings.', validators=[django.core.validators.MinValueValidator(1, 'At least one month before the present one.'), django.core.validators.MaxValueValidator(13, 'AWS keeps 13 months before the present one by day.')], verbose_name='months of history'),
        ),
        migrations.AddField(
            model_name='source',
            name='product_attributes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=list, help_text='Product attributes, one a line, for example model and inferenceType: they tell apart what AI models cost in Amazon Bedrock. AWS has them from 2026-09-01 on.', size=None),
        ),
        migrations.AddField(
            model_name='source',
            name='pull_hours',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=chargeback.costs.source_models.morning, help_text='Hours of the day (UTC), with commas, from which a pull is due: for example 6, 14. AWS refreshes its figures up to three times a day.', size=3),
        ),
        migrations.AddField(
            model_name='source',
            name='request_budget',
            field=models.PositiveIntegerField(default=300, help_text='How many requests may be made in a calendar month; AWS asks $0.01 for each. Pulls stop before it is passed. Part of it is kept for looking every day whether the bill changed.'),
        ),
        migrations.AddField(
            model_name='source',
            name='role_arn',
            field=models.CharField(blank=True, help_text="The role in the payer account that the worker takes on, for example arn:aws:iam::123456789012:role/chargeback. Empty: the worker's own AWS credentials are used as they are.", max_length=2048, validators=[django.core.validators.RegexValidator('^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+$', 'A role looks like arn:aws:iam::123456789012:role/chargeback.')], verbose_name='role ARN'),
        ),
        migrations.AddField(
            model_name='source',
            name='tag_keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=chargeback.costs.source_models.project_tag, help_text='Up to three tag keys, one a line; case counts. Cost is always pulled apart by the first; by the others only while the rulebook uses them, as each of them multiplies the number of requests.', size=3),
        ),
        migrations.AddField(
            model_name='source',
            name='tested_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(
            "UPDATE costs_source SET tag_keys = ARRAY[tag_key], pull_hours = ARRAY[pull_hour]", migrations.RunSQL.noop
        ),
        migrations.RemoveField(
            model_name='source',
            name='pull_hour',
        ),
        migrations.RemoveField(
            model_name='source',
            name='tag_key',
        ),
        migrations.AlterField(
            model_name='pull',
            name='error',
            field=models.TextField(blank=True, help_text='One sentence for people: what happened.'),
        ),
        migrations.AlterField(
            model_name='pull',
            name='state',
            field=models.CharField(choices=[('running', 'running'), ('stored', 'stored'), ('unchanged', 'unchanged'), ('postponed', 'changed, details wait for the budget'), ('closed', 'changed after the month was closed'), ('no budget', 'stopped by the budget, old data kept'), ('refused', 'refused, old data kept')], default='running', max_length=12),
        ),
        migrations.AlterField(
            model_name='source',
            name='is_enabled',
            field=models.BooleanField(default=True, help_text='Pulled at the hours below, every day.', verbose_name='enabled'),
        ),
        migrations.AlterField(
            model_name='source',
            name='payer_account',
            field=models.CharField(blank=True, help_text='The payer (management) account, 12 digits. A payer is asked one thing at a time.', max_length=20, validators=[django.core.validators.RegexValidator('^\\d{12}$', 'An AWS account id has 12 digits.')]),
        ),
        migrations.AddConstraint(
            model_name='pull',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('source',), name='pull_running_once'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('payer_account', ''), ('payer_account__regex', '^\\d{12}$'), _connector='OR'), name='source_payer_account', violation_error_message='An AWS account id has 12 digits.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('role_arn', ''), ('role_arn__regex', '^arn:aws[a-z-]*:iam::\\d{12}:role/[A-Za-z0-9+=,.@_/-]+$'), _connector='OR'), name='source_role_arn', violation_error_message='A role looks like arn:aws:iam::123456789012:role/chargeback.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('external_id', ''), models.Q(models.Q(('role_arn', ''), _negated=True), ('external_id__regex', '^[A-Za-z0-9_+=,.@:/-]{2,}$')), _connector='OR'), name='source_external_id', violation_error_message='An external id goes with a role; fill in the role ARN or leave it empty.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('tag_keys__len__lte', 3)), name='source_tag_keys', violation_error_message='Choose at most three tag keys: each further one multiplies the requests.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('pull_hours__contained_by', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]), ('pull_hours__len__range', (1, 3))), name='source_pull_hours', violation_error_message='Give one to three hours between 0 and 23.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('history_months__range', (1, 13))), name='source_history_months', violation_error_message='A backfill brings 1 to 13 months.'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('billed_metric__in', ['UnblendedCost', 'NetUnblendedCost', 'BlendedCost'])), name='source_billed_metric'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('effective_metric__in', ['AmortizedCost', 'NetAmortizedCost'])), name='source_effective_metric'),
        ),
        migrations.AddField(
            model_name='requestcount',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='request_counts', to='costs.source'),
        ),
        migrations.AddField(
            model_name='sourcemonth',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='months', to='costs.source'),
        ),
        migrations.AddConstraint(
            model_name='requestcount',
            constraint=models.UniqueConstraint(fields=('source', 'month'), name='request_count_once'),
        ),
        migrations.AddConstraint(
            model_name='requestcount',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='request_count_month_is_first_day'),
        ),
        migrations.AddConstraint(
            model_name='sourcemonth',
            constraint=models.UniqueConstraint(fields=('source', 'month'), name='source_month_once'),
        ),
        migrations.AddConstraint(
            model_name='sourcemonth',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='source_month_is_first_day'),
        ),
        migrations.AddConstraint(
            model_name='sourcemonth',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('month'))), name='source_month_has_days'),
        ),
        migrations.AddConstraint(
            model_name='sourcemonth',
            constraint=models.CheckConstraint(condition=models.Q(('stable_for__gte', 1)), name='source_month_was_heard'),
        ),
    ]
