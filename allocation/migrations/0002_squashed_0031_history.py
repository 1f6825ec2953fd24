import allocation.models.options
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from allocation.at_once import AtOnce


class Migration(migrations.Migration):

    replaces = [
        ('allocation', '0020_history_and_drafts'),
        ('allocation', '0031_history_of_new_columns'),
    ]

    dependencies = [
        ('allocation', '0001_squashed_0070_unallocated_limit'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='DriverEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('slug', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(max_length=120)),
                        ('unit', models.CharField(blank=True, help_text='For example GB, requests, heads.', max_length=40)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.driver')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='driverevent_at'), models.Index(fields=['pgh_obj'], name='driverevent_row')],
                    },
                ),
                migrations.CreateModel(
                    name='MappingRuleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty: since ever.', null=True)),
                        ('valid_until', models.DateField(blank=True, help_text='First day after; empty: until further notice.', null=True)),
                        ('position', models.PositiveIntegerField(help_text='Rules are tried from the lowest position up; the first match wins.')),
                        ('name', models.CharField(help_text='Shown wherever this rule explains an amount.', max_length=120)),
                        ('note', models.TextField(blank=True, help_text='Why the rule exists.')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.mappingrule')),
                        ('pool', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.project')),
                        ('team', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='mappingruleevent_at'), models.Index(fields=['pgh_obj'], name='mappingruleevent_row')],
                    },
                ),
                migrations.CreateModel(
                    name='MembershipEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('role', models.CharField(choices=[('lead', 'Lead: sees and exports'), ('viewer', 'Viewer: sees only')], default='lead', max_length=10)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.membership')),
                        ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='membershipevent_at'), models.Index(fields=['pgh_obj'], name='membershipevent_row'), models.Index(fields=['team'], name='membershipevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='OwnerEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('name', models.CharField(help_text='The person answerable, as printed on statements.', max_length=120)),
                        ('email', models.EmailField(blank=True, help_text="Where questions about the team's bill go.", max_length=254)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.owner')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='ownerevent_at'), models.Index(fields=['pgh_obj'], name='ownerevent_row')],
                    },
                ),
                migrations.CreateModel(
                    name='PoolEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('is_retired', models.BooleanField(default=False, help_text='Kept because old statements name it. It takes part in no rule, split or month any more.', verbose_name='retired')),
                        ('slug', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(help_text='As printed on statements.', max_length=120)),
                        ('note', models.TextField(blank=True, help_text='What is in it and why it is shared; leads can read this.')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.pool')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='poolevent_at'), models.Index(fields=['pgh_obj'], name='poolevent_row')],
                    },
                ),
                migrations.CreateModel(
                    name='ProjectEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('is_retired', models.BooleanField(default=False, help_text='Kept because old statements name it. It takes part in no rule, split or month any more.', verbose_name='retired')),
                        ('slug', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(help_text='As printed on statements.', max_length=120)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.project')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='projectevent_at'), models.Index(fields=['pgh_obj'], name='projectevent_row')],
                    },
                ),
                migrations.CreateModel(
                    name='ProjectTagEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('value', models.CharField(error_messages={'unique': 'Another project has this tag value; a value names one project only.'}, max_length=256)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.projecttag')),
                        ('project', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.project')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='projecttagevent_at'), models.Index(fields=['pgh_obj'], name='projecttagevent_row'), models.Index(fields=['project'], name='projecttagevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='ReadingEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('month', models.DateField(help_text='The first day of the month.')),
                        ('value', models.DecimalField(decimal_places=10, max_digits=28, validators=[django.core.validators.MinValueValidator(Decimal('0'))])),
                        ('driver', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.driver')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.reading')),
                        ('pool', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.project')),
                        ('team', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='readingevent_at'), models.Index(fields=['pgh_obj'], name='readingevent_row'), models.Index(fields=['driver'], name='readingevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleConditionEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('dimension', models.CharField(help_text='service, account, account_name, region, charge_category, record_type, source, provider, resource, usage_type, tags.KEY (for example tags.env), cost_category.NAME or product.KEY.', max_length=140)),
                        ('negated', models.BooleanField(default=False, help_text='The condition holds when the rest does not.', verbose_name='not')),
                        ('operator', models.CharField(choices=[('is', 'is one of (* matches anything)'), ('prefix', 'begins with'), ('suffix', 'ends with'), ('contains', 'contains'), ('regex', 'matches the regular expression'), ('absent', 'is absent or empty')], default='is', max_length=10)),
                        ('values', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=256), blank=True, default=list, help_text='One value a line; the condition holds when one of them does.', size=None)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.rulecondition')),
                        ('rule', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.mappingrule')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='ruleconditionevent_at'), models.Index(fields=['pgh_obj'], name='ruleconditionevent_row'), models.Index(fields=['rule'], name='ruleconditionevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='ShareEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('weight', models.DecimalField(decimal_places=10, default=Decimal('1'), help_text='For fixed weights: any numbers; the parts are weight / sum of weights.', max_digits=28, validators=[django.core.validators.MinValueValidator(Decimal('0'), 'A weight cannot be negative; use 0 for a receiver that gets nothing.')])),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.share')),
                        ('pool', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.pool')),
                        ('project', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.project')),
                        ('split_rule', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.splitrule')),
                        ('team', models.ForeignKey(blank=True, db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='shareevent_at'), models.Index(fields=['pgh_obj'], name='shareevent_row'), models.Index(fields=['split_rule'], name='shareevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='SplitRuleEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty: since ever.', null=True)),
                        ('valid_until', models.DateField(blank=True, help_text='First day after; empty: until further notice.', null=True)),
                        ('method', models.CharField(choices=[('fixed', 'fixed weights'), ('even', 'even parts'), ('proportional', 'in proportion to cost'), ('driver', 'by readings of a driver')], max_length=20)),
                        ('basis', models.CharField(choices=[('direct', 'direct cost'), ('total', 'direct cost and shares received so far')], default='direct', help_text="For 'in proportion to cost' only.", max_length=10)),
                        ('fallback', models.CharField(default='unallocated', help_text='When there is nothing to share by: even, previous, unallocated or team:SLUG.', max_length=100)),
                        ('to_all_teams', models.BooleanField(default=False, help_text='Share among all teams active in the month; leave the receivers below empty.', verbose_name='all teams')),
                        ('driver', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text="For 'by readings of a driver' only.", null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.driver')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.splitrule')),
                        ('pool', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.pool')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='splitruleevent_at'), models.Index(fields=['pgh_obj'], name='splitruleevent_row'), models.Index(fields=['pool'], name='splitruleevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('is_retired', models.BooleanField(default=False, help_text='Kept because old statements name it. It takes part in no rule, split or month any more.', verbose_name='retired')),
                        ('slug', models.CharField(help_text='Short name in rules, links and file names.', max_length=80, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9._-]*$', "Use letters, digits, '.', '_' and '-', beginning with a letter or digit.")])),
                        ('name', models.CharField(help_text='As printed on statements.', max_length=120)),
                        ('cost_centre', models.CharField(blank=True, help_text='Booked to this cost centre.', max_length=40)),
                        ('gl_account', models.CharField(blank=True, help_text='General-ledger account.', max_length=40, verbose_name='GL account')),
                        ('active_from', models.DateField(blank=True, help_text='First day on which the team can be charged.', null=True)),
                        ('active_until', models.DateField(blank=True, help_text='First day on which it can no longer be charged. Its history stays.', null=True)),
                        ('owner', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.owner')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='teamevent_at'), models.Index(fields=['pgh_obj'], name='teamevent_row')],
                    },
                ),
                migrations.CreateModel(
                    name='TenureEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('valid_from', models.DateField(blank=True, help_text='First day; empty: since ever.', null=True)),
                        ('valid_until', models.DateField(blank=True, help_text='First day after; empty: until further notice.', null=True)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.tenure')),
                        ('project', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.project')),
                        ('team', models.ForeignKey(db_constraint=False, db_index=False, limit_choices_to={'is_retired': False}, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='tenureevent_at'), models.Index(fields=['pgh_obj'], name='tenureevent_row'), models.Index(fields=['project'], name='tenureevent_of')],
                    },
                ),
                migrations.CreateModel(
                    name='AllocationOptionsEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('id', models.BigIntegerField()),
                        ('tag_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=allocation.models.options.project_tag, help_text='Tag keys that name the project; one a line; the first one present on a cost wins.', size=None)),
                        ('folded_tag_keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=128), blank=True, default=list, help_text='Tag keys whose values name the project whatever their case: Alpha, ALPHA and alpha are one. Without this, case counts, as it does at the provider.', size=None, verbose_name='tag keys in any case')),
                        ('environment_key', models.CharField(blank=True, help_text="Tag key that tells production from test, for the statement's table by environment. Empty: the first of env, environment and stage that a team's costs carry.", max_length=128, verbose_name='environment tag')),
                        ('default_owner', models.CharField(blank=True, help_text='Shown where a team has no owner.', max_length=120)),
                        ('services', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=256), blank=True, default=list, help_text="One a line; short names such as EC2 are understood. Only these services are charged, the rest is shown as 'not in scope'. Empty: all services.", size=None)),
                        ('settlement', models.CharField(choices=[('direct', 'direct: pools do not charge each other'), ('step-down', 'step-down: pools are closed one after the other'), ('reciprocal', 'reciprocal: solved as simultaneous equations')], default='direct', max_length=12)),
                        ('settlement_order', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='For step-down: short names of pools, one a line, in the order in which they are closed.', size=None)),
                        ('needs_second_person', models.BooleanField(default=False, help_text='Rules, projects, teams, pools and splits are then changed through drafts only, and a draft is published only after somebody other than its author approved it. Only a superuser switches this off.', verbose_name='changes need a second person')),
                        ('unallocated_limit', models.DecimalField(decimal_places=2, default=Decimal('2'), help_text='Percent of the bill. A month with more is closed only by name and with a reason.', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='limit of unallocated cost')),
                        ('pgh_context', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='allocation.allocationoptions')),
                        ('unallocated_team', models.ForeignKey(blank=True, db_constraint=False, db_index=False, help_text='Who looks after cost that no rule covers. It stays visible as unallocated.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='allocation.team')),
                    ],
                    options={
                        'abstract': False,
                        'default_permissions': (),
                        'indexes': [models.Index(fields=['pgh_created_at'], name='allocationoptionsevent_at'), models.Index(fields=['pgh_obj'], name='allocationoptionsevent_row')],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='driver',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_driverevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "unit") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug", new_values."unit" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2cf4cef5e9a493d027804270b38cbaaa4d2d7925', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_02688', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_driver', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='driver',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_driverevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "unit") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slug", new_values."unit" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e505aca2ac5f10a24a3343cf005783db4b1a0f5c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_55439', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_driver', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='driver',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_driverevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "unit") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."slug", old_values."unit" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='15c949c9f3985036951d030136b7f4b07aea1227', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6253e', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_driver', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owner',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_ownerevent" ("email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."email", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da2d915516c12e8bce926f47315f9f82b25644ca', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c2ad0', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_owner', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owner',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_ownerevent" ("email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."email", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5087a0bd6a7ff0997ac6a98a1c905212b10a248c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a7551', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_owner', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='owner',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_ownerevent" ("email", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."email", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a0e414b62538ac1cc469b75c8c45f085e68fe5aa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f9dd0', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_owner', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pool',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_poolevent" ("id", "is_retired", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."id", new_values."is_retired", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a381f88174e9d45b672254ca767a29d1f03d15a6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f753e', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_pool', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pool',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_poolevent" ("id", "is_retired", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."id", new_values."is_retired", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b604c4c069d255484bc0296a90408bfa611f4070', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_525a8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_pool', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='pool',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_poolevent" ("id", "is_retired", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT old_values."id", old_values."is_retired", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='12e2a25d800e377070a031a7195d48782f1567b3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e4dfb', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_pool', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='project',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_projectevent" ("id", "is_retired", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."id", new_values."is_retired", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2fc4662f674fcca66d1d542c9c4b2074e1c5239b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0078a', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_project', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='project',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_projectevent" ("id", "is_retired", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."id", new_values."is_retired", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5797d8a6da65d54301eaac110829ee92a4a5398c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bceea', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_project', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='project',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_projectevent" ("id", "is_retired", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT old_values."id", old_values."is_retired", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='08eda5bc08230ef4f64977b7471f85f7aed1a91b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0f837', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_project', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='driverevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='246ae403d1fa1ebb076dd8cf317c2a441bb22865', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ca4f7', table='allocation_driverevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ownerevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a86ed64f4e5f277ec6a2fbf2eed1cdc07e53cb03', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6c563', table='allocation_ownerevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='poolevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8bf2e6ea8d55615cd56f7619fe5dee06ba6045d5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cb446', table='allocation_poolevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='projectevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d62a2f46fc800b38be9106b1c4e356bad2093ab6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_774c2', table='allocation_projectevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='projecttag',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_projecttagevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "value") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4e8cc13258e629a45438b5786c2e07d4979f81f7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_cdf1c', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_projecttag', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='projecttag',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_projecttagevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "value") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7b1bd09c4a0a7ee374fd5128de9858d880737d2e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0e0fe', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_projecttag', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='projecttag',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_projecttagevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "value") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cd86a0c8b01cbe72d4a4e5b17cae0eae82932577', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5b768', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_projecttag', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='projecttagevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ea4b6b28a3dceff08703a90dc5bce6d0af9cfd52', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f697f', table='allocation_projecttagevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rulecondition',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_ruleconditionevent" ("dimension", "id", "negated", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id", "values") SELECT new_values."dimension", new_values."id", new_values."negated", new_values."operator", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rule_id", new_values."values" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='febc4072cfba8ca9e303dd8a28cdfa728fe8189c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_8f42d', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_rulecondition', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rulecondition',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_ruleconditionevent" ("dimension", "id", "negated", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id", "values") SELECT new_values."dimension", new_values."id", new_values."negated", new_values."operator", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rule_id", new_values."values" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68b63e41034e12de6fc53485dcdf90d4f67bcee3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3464d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_rulecondition', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='rulecondition',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_ruleconditionevent" ("dimension", "id", "negated", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule_id", "values") SELECT old_values."dimension", old_values."id", old_values."negated", old_values."operator", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rule_id", old_values."values" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7f176a31f0e62009a59a2b9bffeb3a29a7b8f706', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cdca6', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_rulecondition', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='ruleconditionevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6388b5ce0ea28b218986216a4da49a79da806e55', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0f824', table='allocation_ruleconditionevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='splitrule',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_splitruleevent" ("basis", "driver_id", "fallback", "id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "to_all_teams", "valid_from", "valid_until") SELECT new_values."basis", new_values."driver_id", new_values."fallback", new_values."id", new_values."method", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."to_all_teams", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b0e2b83f0deb9157dd193d41f5f93775a3b5a3ac', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_778ef', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_splitrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='splitrule',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_splitruleevent" ("basis", "driver_id", "fallback", "id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "to_all_teams", "valid_from", "valid_until") SELECT new_values."basis", new_values."driver_id", new_values."fallback", new_values."id", new_values."method", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."to_all_teams", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e3b2117e3da83211b0b4563faebe061777c01030', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_572c7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_splitrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='splitrule',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_splitruleevent" ("basis", "driver_id", "fallback", "id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "to_all_teams", "valid_from", "valid_until") SELECT old_values."basis", old_values."driver_id", old_values."fallback", old_values."id", old_values."method", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pool_id", old_values."to_all_teams", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a84bb4132ccd58738aa3e038c2bb949a7307c1c5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a5b7a', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_splitrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='splitruleevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b9b5ac245d23a8bc2ce7ca09177e0a920b1a99de', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_137c0', table='allocation_splitruleevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_teamevent" ("active_from", "active_until", "cost_centre", "gl_account", "id", "is_retired", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."active_from", new_values."active_until", new_values."cost_centre", new_values."gl_account", new_values."id", new_values."is_retired", new_values."name", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9946d51d872538a87139ed57a4f93a10fa512cd9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0c458', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_teamevent" ("active_from", "active_until", "cost_centre", "gl_account", "id", "is_retired", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."active_from", new_values."active_until", new_values."cost_centre", new_values."gl_account", new_values."id", new_values."is_retired", new_values."name", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ac073633e5d916ea881fe2923c1fb6e2e7cea3d0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fec43', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='team',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_teamevent" ("active_from", "active_until", "cost_centre", "gl_account", "id", "is_retired", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT old_values."active_from", old_values."active_until", old_values."cost_centre", old_values."gl_account", old_values."id", old_values."is_retired", old_values."name", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e8b91111e733d869c3a7302880f851fc2ddd78c0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_45ce8', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_team', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='shareevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6fa156a36e8f19dee86a900d40c6474237064c8f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_43522', table='allocation_shareevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='share',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_shareevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "project_id", "split_rule_id", "team_id", "weight") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."project_id", new_values."split_rule_id", new_values."team_id", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c2445cddf6c98451d04d2f2f8bbba633d0f07cc1', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1ab70', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_share', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='share',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_shareevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "project_id", "split_rule_id", "team_id", "weight") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."project_id", new_values."split_rule_id", new_values."team_id", new_values."weight" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0ff87dcfafd3efe9c7b86973f471594b65c392b9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a8b77', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_share', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='share',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_shareevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "project_id", "split_rule_id", "team_id", "weight") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pool_id", old_values."project_id", old_values."split_rule_id", old_values."team_id", old_values."weight" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='aeb6653a37f2adfb2057db9c7dbbff9cded45bd7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_86521', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_share', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='readingevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b278f4bb3cec8e18fb538e546f7d3c26296ae933', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bc618', table='allocation_readingevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reading',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_readingevent" ("driver_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "project_id", "team_id", "value") SELECT new_values."driver_id", new_values."id", new_values."month", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."project_id", new_values."team_id", new_values."value" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9fb1cf738dcb6add7ccc92b82a1c28f0fc628d3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d5796', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_reading', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reading',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_readingevent" ("driver_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "project_id", "team_id", "value") SELECT new_values."driver_id", new_values."id", new_values."month", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."project_id", new_values."team_id", new_values."value" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='27aac3b076a9a1fd2d043a8796e35c77ed7a783e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e9aeb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_reading', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='reading',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_readingevent" ("driver_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "project_id", "team_id", "value") SELECT old_values."driver_id", old_values."id", old_values."month", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pool_id", old_values."project_id", old_values."team_id", old_values."value" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='105a9e6070d69a66c83443bb4b3c3622323175b5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_20351', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_reading', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membershipevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f5cbbbe773586feaa79c2f2082289455043a7ab1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0cef4', table='allocation_membershipevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_membershipevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "user_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."team_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e4b64afc854f49bacaafbeb42ba5260e84e8877a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5ae36', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_membershipevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "user_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."team_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cbbf5f18fc51c7ed6206877850680464ed65b78a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_386ce', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='membership',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_membershipevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "team_id", "user_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."team_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a89b4bec183c1416bef69b2dcb4711c6ef976e71', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d7900', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_membership', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mappingruleevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='bc42fd4fca6fe49bfcaa3fb4e221dc847f584021', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_409e6', table='allocation_mappingruleevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mappingrule',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_mappingruleevent" ("id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "position", "project_id", "team_id", "valid_from", "valid_until") SELECT new_values."id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."position", new_values."project_id", new_values."team_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ac3d101fd3ee22ad948a2472581a5afc6797ebc0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a57ed', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_mappingrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mappingrule',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_mappingruleevent" ("id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "position", "project_id", "team_id", "valid_from", "valid_until") SELECT new_values."id", new_values."name", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."position", new_values."project_id", new_values."team_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a4618be30c0755a879070b512461646cb8c36f09', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1cda2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_mappingrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='mappingrule',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_mappingruleevent" ("id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "position", "project_id", "team_id", "valid_from", "valid_until") SELECT old_values."id", old_values."name", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pool_id", old_values."position", old_values."project_id", old_values."team_id", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='273d22934623a2b865c9cc734884a09555251070', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_82a05', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_mappingrule', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='allocationoptionsevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1f088880de69f719ce72ab8a5df35f97e2c6c7f7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_317eb', table='allocation_allocationoptionsevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='allocationoptions',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_allocationoptionsevent" ("default_owner", "environment_key", "folded_tag_keys", "id", "needs_second_person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "services", "settlement", "settlement_order", "tag_keys", "unallocated_limit", "unallocated_team_id") SELECT new_values."default_owner", new_values."environment_key", new_values."folded_tag_keys", new_values."id", new_values."needs_second_person", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."services", new_values."settlement", new_values."settlement_order", new_values."tag_keys", new_values."unallocated_limit", new_values."unallocated_team_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c72197e50006ee4370d1f2be4282be4172ab6f00', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fbf72', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_allocationoptions', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='allocationoptions',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_allocationoptionsevent" ("default_owner", "environment_key", "folded_tag_keys", "id", "needs_second_person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "services", "settlement", "settlement_order", "tag_keys", "unallocated_limit", "unallocated_team_id") SELECT new_values."default_owner", new_values."environment_key", new_values."folded_tag_keys", new_values."id", new_values."needs_second_person", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."services", new_values."settlement", new_values."settlement_order", new_values."tag_keys", new_values."unallocated_limit", new_values."unallocated_team_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='378582d02ff23618b035d14f6092eff31b47b3e3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_53149', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_allocationoptions', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='allocationoptions',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_allocationoptionsevent" ("default_owner", "environment_key", "folded_tag_keys", "id", "needs_second_person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "services", "settlement", "settlement_order", "tag_keys", "unallocated_limit", "unallocated_team_id") SELECT old_values."default_owner", old_values."environment_key", old_values."folded_tag_keys", old_values."id", old_values."needs_second_person", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."services", old_values."settlement", old_values."settlement_order", old_values."tag_keys", old_values."unallocated_limit", old_values."unallocated_team_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6da6363d6f3b1197a22784287b7f5ef0b3295a74', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_6d8d2', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_allocationoptions', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='teamevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ddfb406bc9848c89269fe2e261a1c4a1a2c70123', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2e6eb', table='allocation_teamevent', when='BEFORE')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='tenure',
                    trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_tenureevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "team_id", "valid_from", "valid_until") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."project_id", new_values."team_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='82014d8778cffe2ad580249981e393c942798d96', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_747f2', referencing='REFERENCING NEW TABLE AS new_values ', table='allocation_tenure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='tenure',
                    trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_tenureevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "team_id", "valid_from", "valid_until") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."project_id", new_values."team_id", new_values."valid_from", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='275d0e8652503d41385015c2fa799f2a54b7b7fe', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7aa9e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='allocation_tenure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='tenure',
                    trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "allocation_tenureevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "team_id", "valid_from", "valid_until") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."project_id", old_values."team_id", old_values."valid_from", old_values."valid_until" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0a80e3da169224c0a9b3b53318381d119b88735f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_34a6a', referencing='REFERENCING OLD TABLE AS old_values ', table='allocation_tenure', when='AFTER')),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name='tenureevent',
                    trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f0eb48519c185985f352ed7842d231f9f62a2795', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f2d2c', table='allocation_tenureevent', when='BEFORE')),
                ),
            ],
        ),
    ]
