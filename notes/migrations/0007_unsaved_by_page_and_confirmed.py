from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notes', '0006_summary_in_step'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='page',
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.AlterField(
            model_name='historicalsummary',
            name='effect',
            field=models.CharField(choices=[('meaning', 'It says something else: the other language has to follow'), ('wording', 'No change of meaning, such as a slip corrected'), ('in-step', 'Now in step: both languages say the same'), ('still-to-do', 'Nearer to the other language, still to do'), ('confirmed', 'Found to say the same as the other language, without an edit')], default='meaning', editable=False, max_length=12, verbose_name='effect'),
        ),
        migrations.AlterField(
            model_name='summary',
            name='effect',
            field=models.CharField(choices=[('meaning', 'It says something else: the other language has to follow'), ('wording', 'No change of meaning, such as a slip corrected'), ('in-step', 'Now in step: both languages say the same'), ('still-to-do', 'Nearer to the other language, still to do'), ('confirmed', 'Found to say the same as the other language, without an edit')], default='meaning', editable=False, max_length=12, verbose_name='effect'),
        ),
    ]
