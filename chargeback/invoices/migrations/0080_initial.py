import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models

from allocation.at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('billing', '0070_basis_fixed'),
        ('costs', '0070_no_closed_pulls'),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Invoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=60)),
                        ('issued_on', models.DateField()),
                        ('amount', models.DecimalField(decimal_places=2, help_text="In the period's currency, with all on it.", max_digits=18)),
                        ('payment_currency', models.CharField(blank=True, help_text='Where it is paid in another currency.', max_length=3)),
                        ('payment_rate', models.DecimalField(blank=True, decimal_places=8, help_text="Of the payment currency for one of the period's.", max_digits=18, null=True)),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='billing.billingperiod')),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='costs.source')),
                    ],
                    options={
                        'ordering': ['period', 'number'],
                        'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='invoice_once'), models.CheckConstraint(condition=models.Q(models.Q(('payment_currency', ''), ('payment_rate', None)), ('payment_rate__gt', 0), _connector='OR'), name='invoice_rate_with_currency', violation_error_message='A payment currency and its rate, above zero, go together.')],
                    },
                ),
                migrations.CreateModel(
                    name='InvoiceItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('tax', 'tax'), ('credit', 'credit'), ('support', 'support'), ('marketplace', 'marketplace'), ('rounding', 'rounding'), ('late data', 'late data'), ('currency', 'currency')], max_length=20)),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=18)),
                        ('text', models.CharField(blank=True, max_length=200)),
                        ('invoice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='invoices.invoice')),
                    ],
                    options={
                        'ordering': ['invoice', 'pk'],
                    },
                ),
                migrations.CreateModel(
                    name='Tolerance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('amount', models.DecimalField(decimal_places=2, default=Decimal('0.00'), max_digits=18)),
                    ],
                    options={
                        'verbose_name': 'tolerance of the tie-out',
                        'verbose_name_plural': 'tolerance of the tie-out',
                        'default_permissions': ('view', 'change'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='tolerance_not_negative')],
                    },
                ),
            ],
        ),
    ]
