import allocation.models.options
import allocation.models.spans
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from allocation.at_once import AtOnce


def make_options_row(apps, schema_editor):
    """Until an admin says otherwise, the tag `project` names the project."""
    apps.get_model("allocation", "AllocationOptions").objects.create(pk=1)


class Migration(migrations.Migration):

    replaces = [
        ('allocation', '0001_initial'),
        ('allocation', '0006_more_dimensions'),
        ('allocation', '0030_environment_key'),
        ('allocation', '0070_unallocated_limit'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Owner',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(help_text='The person answerable, as printed on statements.', max_length=120, unique=True)),
                        ('email', models.EmailField(blank=True, help_text="Where questions about the team's bill go.", max_length=254)),
                    ],
                    options={
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Team',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_retired', models.BooleanField(default=False, help_text='Kept because old statements name it. It takes part in no rule, split or month any more.', verbose_name='retired')),
                        ('slug', models.CharField(help_text='Short name in rules, links and file names.', max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(help_text='As printed on statements.', max_length=120)),
                        ('cost_centre', models.CharField(blank=True, help_text='Booked to this cost centre.', max_length=40)),
                        ('gl_account', models.CharField(blank=True, help_text='General-ledger account.', max_length=40, verbose_name='GL account')),
                        ('active_from', models.DateField(blank=True, help_text='First day on which the team can be charged.', null=True)),
                        ('active_until', models.DateField(blank=True, help_text='First day on which it can no longer be charged. Its history stays.', null=True)),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='allocation.owner')),
                    ],
                    options={
                        'ordering': ['name', 'slug'],
                        'permissions': [('view_all_teams', 'Can read the chargeback of every team')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('active_from__lt', models.F('active_until')), ('active_from', None), ('active_until', None), _connector='OR'), name='team_active_span_forward', violation_error_message='The end must be later than the start; it is the first day that no longer counts.')],
                    },
                ),
                migrations.CreateModel(
                    name='AllocationOptions',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tag_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=allocation.models.options.project_tag, help_text='Tag keys that name the project; one a line; the first one present on a cost wins.', size=None)),
                        ('folded_tag_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=list, help_text='Tag keys whose values name the project whatever their case: Alpha, ALPHA and alpha are one. Without this, case counts, as it does at the provider.', size=None, verbose_name='tag keys in any case')),
                        ('environment_key', models.CharField(blank=True, help_text="Tag key that tells production from test, for the statement's table by environment. Empty: the first of env, environment and stage that a team's costs carry.", max_length=128, verbose_name='environment tag')),
                        ('default_owner', models.CharField(blank=True, help_text='Shown where a team has no owner.', max_length=120)),
                        ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=256), blank=True, default=list, help_text="One a line; short names such as EC2 are understood. Only these services are charged, the rest is shown as 'not in scope'. Empty: all services.", size=None)),
                        ('settlement', models.CharField(choices=[('direct', 'direct: pools do not charge each other'), ('step-down', 'step-down: pools are closed one after the other'), ('reciprocal', 'reciprocal: solved as simultaneous equations')], default='direct', max_length=12)),
                        ('settlement_order', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='For step-down: short names of pools, one a line, in the order in which they are closed.', size=None)),
                        ('needs_second_person', models.BooleanField(default=False, help_text='Rules, projects, teams, pools and splits are then changed through drafts only, and a draft is published only after somebody other than its author approved it. Only a superuser switches this off.', verbose_name='changes need a second person')),
                        ('unallocated_limit', models.DecimalField(decimal_places=2, default=Decimal('2'), help_text='Percent of the bill. A month with more is closed only by name and with a reason.', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='limit of unallocated cost')),
                        ('unallocated_team', models.ForeignKey(blank=True, help_text='Who looks after cost that no rule covers. It stays visible as unallocated.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='allocation.team')),
                    ],
                    options={
                        'verbose_name': 'allocation options',
                        'verbose_name_plural': 'allocation options',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='options_one_row')],
                    },
                ),
                migrations.CreateModel(
                    name='Driver',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('slug', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(max_length=120)),
                        ('unit', models.CharField(blank=True, help_text='For example GB, requests, heads.', max_length=40)),
                    ],
                    options={
                        'ordering': ['name', 'slug'],
                    },
                ),
                migrations.CreateModel(
                    name='Pool',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_retired', models.BooleanField(default=False, help_text='Kept because old statements name it. It takes part in no rule, split or month any more.', verbose_name='retired')),
                        ('slug', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(help_text='As printed on statements.', max_length=120)),
                        ('note', models.TextField(blank=True, help_text='What is in it and why it is shared; leads can read this.')),
                    ],
                    options={
                        'ordering': ['name', 'slug'],
                    },
                ),
                migrations.CreateModel(
                    name='Project',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('is_retired', models.BooleanField(default=False, help_text='Kept because old statements name it. It takes part in no rule, split or month any more.', verbose_name='retired')),
                        ('slug', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(help_text='As printed on statements.', max_length=120)),
                    ],
                    options={
                        'ordering': ['name', 'slug'],
                    },
                ),
                migrations.CreateModel(
                    name='MappingRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty: since ever.', null=True)),
                        ('valid_until', models.DateField(blank=True, help_text='First day after; empty: until further notice.', null=True)),
                        ('position', models.PositiveIntegerField(help_text='Rules are tried from the lowest position up; the first match wins.')),
                        ('name', models.CharField(help_text='Shown wherever this rule explains an amount.', max_length=120, unique=True)),
                        ('note', models.TextField(blank=True, help_text='Why the rule exists.')),
                        ('pool', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='allocation.project')),
                        ('team', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['position', 'name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('pool', None), ('project__isnull', False), ('team', None)), models.Q(('pool', None), ('project', None), ('team__isnull', False)), models.Q(('pool__isnull', False), ('project', None), ('team', None)), _connector='OR'), name='rule_one_target', violation_error_message='Choose exactly one of project, team and pool: where the matched cost goes.'), models.CheckConstraint(condition=models.Q(('valid_from__lt', models.F('valid_until')), ('valid_from', None), ('valid_until', None), _connector='OR'), name='rule_span_forward', violation_error_message='The end must be later than the start; it is the first day that no longer counts.')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(choices=[('lead', 'Lead: sees and exports'), ('viewer', 'Viewer: sees only')], default='lead', max_length=10)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['team', 'user'],
                        'constraints': [models.UniqueConstraint(fields=('user', 'team'), name='membership_once', violation_error_message='This user is already a member of this team; change the role there.')],
                    },
                ),
                migrations.CreateModel(
                    name='ProjectTag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('value', models.CharField(error_messages={'unique': 'Another project has this tag value; a value names one project only.'}, max_length=256, unique=True)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='allocation.project')),
                    ],
                    options={
                        'ordering': ['value'],
                    },
                ),
                migrations.CreateModel(
                    name='Reading',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('value', models.DecimalField(decimal_places=10, max_digits=28, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                        ('driver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='allocation.driver')),
                        ('pool', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='allocation.project')),
                        ('team', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['driver', '-month', 'pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='reading_month_is_first_day'), models.CheckConstraint(condition=models.Q(models.Q(('pool', None), ('project__isnull', False), ('team', None)), models.Q(('pool', None), ('project', None), ('team__isnull', False)), models.Q(('pool__isnull', False), ('project', None), ('team', None)), _connector='OR'), name='reading_one_target', violation_error_message='Choose exactly one of team, project and pool.'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='reading_not_negative'), models.UniqueConstraint(fields=('driver', 'month', 'team', 'project', 'pool'), name='reading_once_a_month', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='RuleCondition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('dimension', models.CharField(help_text='service, account, account_name, region, charge_category, record_type, source, provider, resource, usage_type, tags.KEY (for example tags.env), cost_category.NAME or product.KEY.', max_length=140)),
                        ('negated', models.BooleanField(default=False, help_text='The condition holds when the rest does not.', verbose_name='not')),
                        ('operator', models.CharField(choices=[('is', 'is one of (* matches anything)'), ('prefix', 'begins with'), ('suffix', 'ends with'), ('contains', 'contains'), ('regex', 'matches the regular expression'), ('absent', 'is absent or empty')], default='is', max_length=10)),
                        ('values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=256), blank=True, default=list, help_text='One value a line; the condition holds when one of them does.', size=None)),
                        ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='allocation.mappingrule')),
                    ],
                    options={
                        'ordering': ['pk'],
                    },
                ),
                migrations.CreateModel(
                    name='SplitRule',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty: since ever.', null=True)),
                        ('valid_until', models.DateField(blank=True, help_text='First day after; empty: until further notice.', null=True)),
                        ('method', models.CharField(choices=[('fixed', 'fixed weights'), ('even', 'even parts'), ('proportional', 'in proportion to cost'), ('driver', 'by readings of a driver')], max_length=20)),
                        ('basis', models.CharField(choices=[('direct', 'direct cost'), ('total', 'direct cost and shares received so far')], default='direct', help_text="For 'in proportion to cost' only.", max_length=10)),
                        ('fallback', models.CharField(default='unallocated', help_text='When there is nothing to share by: even, previous, unallocated or team:SLUG.', max_length=100)),
                        ('to_all_teams', models.BooleanField(default=False, help_text='Share among all teams active in the month; leave the receivers below empty.', verbose_name='all teams')),
                        ('driver', models.ForeignKey(blank=True, help_text="For 'by readings of a driver' only.", null=True, on_delete=django.db.models.deletion.PROTECT, to='allocation.driver')),
                        ('pool', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='split_rules', to='allocation.pool')),
                    ],
                    options={
                        'ordering': ['pool', models.OrderBy(models.F('valid_from'), nulls_first=True)],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__lt', models.F('valid_until')), ('valid_from', None), ('valid_until', None), _connector='OR'), name='split_span_forward', violation_error_message='The end must be later than the start; it is the first day that no longer counts.'), models.CheckConstraint(condition=models.Q(models.Q(('driver__isnull', False), ('method', 'driver')), models.Q(models.Q(('method', 'driver'), _negated=True), ('driver', None)), _connector='OR'), name='split_driver_only_for_driver', violation_error_message="Choose a driver for the method 'by readings of a driver', and only for it."), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(allocation.models.spans.OnlyId('pool'), '='), (allocation.models.spans.Days('valid_from', 'valid_until'), '&&')], name='split_one_rule_a_day', violation_error_message="The pool already has a split rule on some of these days; end the other one first ('valid until' is the first day after).")],
                    },
                ),
                migrations.CreateModel(
                    name='Share',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('weight', models.DecimalField(decimal_places=10, default=Decimal('1'), help_text='For fixed weights: any numbers; the parts are weight / sum of weights.', max_digits=28, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'A weight cannot be negative; use 0 for a receiver that gets nothing.')])),
                        ('pool', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receives', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='allocation.project')),
                        ('split_rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='allocation.splitrule')),
                        ('team', models.ForeignKey(blank=True, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='allocation.team')),
                    ],
                    options={
                        'ordering': ['pk'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('pool', None), ('project__isnull', False), ('team', None)), models.Q(('pool', None), ('project', None), ('team__isnull', False)), models.Q(('pool__isnull', False), ('project', None), ('team', None)), _connector='OR'), name='share_one_receiver', violation_error_message='Choose exactly one of team, project and pool: who receives the share.'), models.CheckConstraint(condition=models.Q(('weight__gte', 0)), name='share_weight_not_negative'), models.UniqueConstraint(fields=('split_rule', 'team', 'project', 'pool'), name='share_receiver_once', nulls_distinct=False, violation_error_message='This receiver is already in the list.')],
                    },
                ),
                migrations.CreateModel(
                    name='Tenure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty: since ever.', null=True)),
                        ('valid_until', models.DateField(blank=True, help_text='First day after; empty: until further notice.', null=True)),
                        ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tenures', to='allocation.project')),
                        ('team', models.ForeignKey(limit_choices_to={'is_retired': False}, on_delete=django.db.models.deletion.PROTECT, related_name='tenures', to='allocation.team')),
                    ],
                    options={
                        'verbose_name': 'assignment of a project',
                        'verbose_name_plural': 'assignments of projects',
                        'ordering': ['project', models.OrderBy(models.F('valid_from'), nulls_first=True)],
                        'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__lt', models.F('valid_until')), ('valid_from', None), ('valid_until', None), _connector='OR'), name='tenure_span_forward', violation_error_message='The end must be later than the start; it is the first day that no longer counts.'), django.contrib.postgres.constraints.ExclusionConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(allocation.models.spans.OnlyId('project'), '='), (allocation.models.spans.Days('valid_from', 'valid_until'), '&&')], name='tenure_one_team_a_day', violation_error_message="The project already belongs to a team on some of these days; end the other assignment first ('valid until' is the first day after).")],
                    },
                ),
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(help_text='What it is about, for example: Reorganisation of May.', max_length=120)),
                        ('reason', models.CharField(help_text='Why; kept in the history of everything that it changes.', max_length=500)),
                        ('base', models.JSONField(help_text='The rulebook that it was made on.')),
                        ('base_fingerprint', models.CharField(max_length=64)),
                        ('base_version', models.CharField(help_text='While it is the version, nothing has changed since.', max_length=64)),
                        ('rulebook', models.JSONField(help_text='The rulebook as it shall become.')),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('edition', models.PositiveIntegerField(default=1)),
                        ('state', models.CharField(choices=[('open', 'open'), ('published', 'published'), ('discarded', 'discarded')], default='open', max_length=10)),
                        ('created_at', models.DateTimeField()),
                        ('updated_at', models.DateTimeField()),
                        ('approved_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_edition', models.PositiveIntegerField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('approved_by', models.ForeignKey(blank=True, help_text='The second person. An approval is of one edition; another one needs another.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_by', models.ForeignKey(blank=True, help_text='Who published or discarded it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['-updated_at', '-pk'],
                        'default_permissions': ('view',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('approved_by', None), ('author', None), models.Q(('approved_by', models.F('author')), _negated=True), _connector='OR'), name='draft_approved_by_another', violation_error_message='Nobody approves a draft of their own.')],
                    },
                ),
            ],
        ),
        migrations.RunPython(make_options_row, migrations.RunPython.noop),
    ]
