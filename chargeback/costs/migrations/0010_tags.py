
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('allocation', '0001_initial'),
        ('costs', '0005_sources_and_months'),
    ]

    operations = [
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
    ]
