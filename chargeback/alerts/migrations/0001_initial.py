import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from allocation.at_once import AtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name='Digest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('day', models.DateField(unique=True)),
                        ('since', models.DateTimeField()),
                        ('composed_at', models.DateTimeField()),
                        ('points', models.PositiveIntegerField(default=0, help_text='How many things it tells; 0: nothing, so no mail.')),
                    ],
                    options={
                        'ordering': ['-day'],
                    },
                ),
                migrations.CreateModel(
                    name='DigestChoice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('wants_digest', models.BooleanField(default=False, help_text='What needs attention in the data, once a day and only when there is something. For finance and admins with an e-mail address.', verbose_name='daily digest by e-mail')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='digest_choice', to=settings.AUTH_USER_MODEL)),
                    ],
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('sending', 'sending'), ('sent', 'sent'), ('failed', 'failed')], default='sending', max_length=10)),
                        ('begun_at', models.DateTimeField()),
                        ('error', models.CharField(blank=True, max_length=300)),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('digest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='alerts.digest')),
                    ],
                    options={
                        'verbose_name_plural': 'deliveries',
                        'constraints': [models.UniqueConstraint(fields=('digest', 'user'), name='delivery_once')],
                    },
                ),
            ],
        ),
    ]
