import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from allocation.at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('billing', '0070_basis_fixed'),
        ('costs', '0010_tags'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='LedgerAccounts',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('clearing', models.CharField(blank=True, help_text='Credited for a source that has none of its own, and for adjustments.', max_length=40, verbose_name='clearing account')),
                        ('accrual', models.CharField(blank=True, help_text='Credited while a month is open; reversed on the first of the next.', max_length=40, verbose_name='accrual account')),
                        ('rounding', models.CharField(blank=True, help_text="Takes the cents between the sources' bills and the statements, once.", max_length=40, verbose_name='rounding account')),
                        ('rounding_cost_centre', models.CharField(blank=True, max_length=40, verbose_name='rounding cost centre')),
                    ],
                    options={
                        'verbose_name': 'accounts of the general ledger',
                        'verbose_name_plural': 'accounts of the general ledger',
                        'default_permissions': ('view', 'change'),
                    },
                ),
                migrations.CreateModel(
                    name='ClearingAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.CharField(max_length=40)),
                        ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='clearing_account', to='costs.source')),
                    ],
                    options={
                        'ordering': ['source'],
                    },
                ),
                migrations.CreateModel(
                    name='JournalExport',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveIntegerField(help_text='The year of the month that is posted.')),
                        ('number', models.PositiveIntegerField()),
                        ('kind', models.CharField(help_text='final, of a closed month, or accrual.', max_length=10)),
                        ('template', models.CharField(max_length=20)),
                        ('file_kind', models.CharField(max_length=10)),
                        ('fingerprint', models.CharField(help_text='SHA-256 of what is posted, and in which form.', max_length=64)),
                        ('total', models.DecimalField(decimal_places=2, help_text='The debits, which are the credits.', max_digits=28)),
                        ('content', models.BinaryField()),
                        ('checksum', models.CharField(help_text='SHA-256 of the content.', max_length=64)),
                        ('audit_head', models.CharField(blank=True, help_text="The audit log's newest block at that moment.", max_length=90)),
                        ('created_at', models.DateTimeField()),
                        ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journals', to='billing.billingperiod')),
                        ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='journals', to='billing.run')),
                    ],
                    options={
                        'ordering': ['-year', '-number'],
                        'default_permissions': ('view', 'add'),
                        'constraints': [models.UniqueConstraint(fields=('year', 'number'), name='journal_number_once'), models.UniqueConstraint(fields=('period', 'fingerprint'), name='journal_once_as_it_is')],
                    },
                ),
            ],
        ),
    ]
