import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from allocation.at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('allocation', '0070_unallocated_limit'),
        ('billing', '0070_basis_fixed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Adjustment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('cause', models.CharField(choices=[('provider', 'the provider restated its bill'), ('rule', 'a rule changed'), ('reading', 'a reading was corrected'), ('organisation', 'the organisation changed')], max_length=20)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=28)),
                        ('created_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('proposed', 'proposed'), ('accepted', 'accepted'), ('held', 'held'), ('written off', 'written off'), ('replaced', 'replaced by a new version of the month')], default='proposed', max_length=12)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='billing.billingperiod')),
                        ('posted_in', models.ForeignKey(help_text='The open period that bills it.', on_delete=django.db.models.deletion.PROTECT, related_name='posted', to='billing.billingperiod')),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['-created_at', 'pk'],
                        'indexes': [models.Index(fields=['posted_in', 'state'], name='adjustment_posted')],
                    },
                ),
                migrations.CreateModel(
                    name='AdjustmentLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('project', models.CharField(blank=True, max_length=100)),
                        ('project_name', models.CharField(blank=True, max_length=200)),
                        ('service', models.CharField(max_length=256)),
                        ('pool', models.CharField(blank=True, max_length=100)),
                        ('pool_name', models.CharField(blank=True, max_length=200)),
                        ('reason', models.CharField(blank=True, help_text='Why it is with nobody.', max_length=60)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=28)),
                        ('adjustment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='closing.adjustment')),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['adjustment', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Closing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField()),
                        ('at', models.DateTimeField()),
                        ('note', models.TextField(blank=True, help_text='Printed on all statements.')),
                        ('checks', models.JSONField(help_text='The checklist at that moment, overrides with their reasons.')),
                        ('bill', models.DecimalField(decimal_places=2, help_text='What the provider had billed for the month.', max_digits=28)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='billing.billingperiod')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='billing.run')),
                    ],
                    options={
                        'ordering': ['period', 'version'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'version'), name='closing_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Comparison',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('made_at', models.DateTimeField()),
                        ('inputs_fingerprint', models.CharField(max_length=64)),
                        ('rulebook_fingerprint', models.CharField(max_length=64)),
                        ('seen', models.CharField(help_text="The pulls of the month's days and the rulebook, as SHA-256.", max_length=64)),
                        ('base_run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.run')),
                        ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='closing.closing')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.run')),
                    ],
                    options={
                        'ordering': ['closing', 'made_at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Override',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField(help_text='The version of the statements that is closed in spite of it.')),
                        ('check_name', models.CharField(max_length=60)),
                        ('at', models.DateTimeField()),
                        ('reason', models.CharField(max_length=500)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='overrides', to='billing.billingperiod')),
                    ],
                    options={
                        'ordering': ['period', 'at', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'version', 'check_name'), name='override_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Reopening',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('reason', models.CharField(max_length=500)),
                        ('asked_at', models.DateTimeField()),
                        ('is_approved', models.BooleanField(help_text='Empty: nobody has decided yet.', null=True)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='closing.closing')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['closing', 'asked_at'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('is_approved', None), ('is_approved', True), _connector='OR'), fields=('closing',), name='reopening_once'), models.CheckConstraint(condition=models.Q(models.Q(('is_approved', True), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='reopening_needs_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('is_approved', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('is_approved__isnull', False)), _connector='OR'), name='reopening_decided_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('note', models.CharField(blank=True, max_length=500)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='billing.billingperiod')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.run')),
                    ],
                    options={
                        'ordering': ['period', 'at', 'pk'],
                        'constraints': [models.UniqueConstraint(fields=('period', 'run', 'by'), name='review_once')],
                    },
                ),
                migrations.CreateModel(
                    name='StateChange',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('before', models.CharField(choices=[('open', 'open'), ('in review', 'in review'), ('closed', 'closed')], max_length=10)),
                        ('after', models.CharField(choices=[('open', 'open'), ('in review', 'in review'), ('closed', 'closed')], max_length=10)),
                        ('at', models.DateTimeField()),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='state_changes', to='billing.billingperiod')),
                        ('run', models.ForeignKey(help_text='The current one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='billing.run')),
                    ],
                    options={
                        'ordering': ['period', 'at', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Statement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField()),
                        ('year', models.PositiveIntegerField(help_text='The year of the billed month.')),
                        ('number', models.PositiveIntegerField()),
                        ('position', models.PositiveIntegerField()),
                        ('team_name', models.CharField(max_length=200)),
                        ('owner', models.CharField(blank=True, max_length=200)),
                        ('cost_centre', models.CharField(blank=True, max_length=80)),
                        ('gl_account', models.CharField(blank=True, max_length=80)),
                        ('rulebook_fingerprint', models.CharField(max_length=64)),
                        ('direct', models.DecimalField(decimal_places=2, max_digits=28)),
                        ('shared', models.DecimalField(decimal_places=2, max_digits=28)),
                        ('adjusted', models.DecimalField(decimal_places=2, help_text='Adjustments of earlier months, less what an earlier version billed as adjustments.', max_digits=28)),
                        ('total', models.DecimalField(decimal_places=2, max_digits=28)),
                        ('issued_at', models.DateTimeField()),
                        ('body', models.TextField(help_text='All that page and files show, as canonical JSON.')),
                        ('checksum', models.CharField(help_text='SHA-256 of the body.', max_length=64)),
                        ('closing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='closing.closing')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='billing.billingperiod')),
                        ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='closing.statement')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='billing.run')),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['year', 'number'],
                        'indexes': [models.Index(fields=['checksum'], name='statement_checksum')],
                        'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='statement_number_once'), models.UniqueConstraint(fields=('period', 'position'), name='statement_position_once'), models.UniqueConstraint(fields=('period', 'version', 'team'), name='statement_once_a_version', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('total', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('direct'), '+', models.F('shared')), '+', models.F('adjusted')))), name='statement_adds_up')],
                    },
                ),
                migrations.CreateModel(
                    name='IssuedLine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(help_text='Place on the statement, from 0.')),
                        ('kind', models.CharField(choices=[('charge', 'charge of the month'), ('adjustment', 'adjustment of an earlier month'), ('settled', 'already billed as an adjustment')], max_length=10)),
                        ('project', models.CharField(blank=True, max_length=200)),
                        ('service', models.CharField(blank=True, max_length=256)),
                        ('pool', models.CharField(blank=True, max_length=200)),
                        ('month', models.DateField(help_text='The month in which the cost arose.')),
                        ('cause', models.CharField(blank=True, help_text='Why it is there, in words.', max_length=80)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=28)),
                        ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                        ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='closing.statement')),
                    ],
                    options={
                        'ordering': ['statement', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('statement', 'number'), name='issued_line_once')],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='adjustment',
            name='comparison',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='closing.comparison'),
        ),
        migrations.AddField(
            model_name='adjustment',
            name='statement',
            field=models.ForeignKey(help_text='The first that bills it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='adjustments', to='closing.statement'),
        ),
        migrations.AddConstraint(
            model_name='adjustment',
            constraint=models.UniqueConstraint(fields=('comparison', 'team', 'cause'), name='adjustment_once_a_cause', nulls_distinct=False),
        ),
    ]
