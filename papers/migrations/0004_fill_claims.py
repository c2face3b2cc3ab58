from dataclasses import replace

from django.db import migrations

from papers import citing
from papers.formats import markdown
from papers.formats.folding import name_key, title_key
from papers.formats.plain import plain

BATCH = 500


def fill(apps, schema_editor):
    """What entries said was kept in a few columns only; now all of it has one."""
    entries = apps.get_model("papers", "ListEntry").objects
    waiting = list(entries.filter(record={}).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), BATCH):
        some = list(entries.filter(pk__in=waiting[start : start + BATCH]))
        for entry in some:
            entry.record = said_by(entry)
            entry.claimed_title_key = title_key(entry.claimed_title)[:500]
            entry.claimed_venue_key = name_key(entry.claimed_venue)[:500]
        entries.bulk_update(some, ["record", "claimed_title_key", "claimed_venue_key"])


def said_by(entry):
    """What the entry's own lines say, or what its columns hold where those cannot be read by themselves."""
    read = markdown.read(entry.raw).records
    if len(read) == 1 and read[0].title == entry.claimed_title:
        return plain(replace(read[0], line=entry.line, raw=entry.raw, notes=entry.notes))
    said = {
        "title": entry.claimed_title,
        "line": entry.line,
        "raw": entry.raw,
        "venue": entry.claimed_venue,
        "year": entry.claimed_year,
        "notes": entry.notes,
        "links": [[entry.claimed_url, "other", ""]] if entry.claimed_url else [],
    }
    return {name: value for name, value in said.items() if value}


def fold_names(apps, schema_editor):
    """Names are compared with what lists claim by a folded column, not by LOWER() of each database."""
    for model in ("Venue", "VenueAlias"):
        rows = list(apps.get_model("papers", model).objects.filter(name_key=""))
        for row in rows:
            row.name_key = name_key(row.name)[:500]
        apps.get_model("papers", model).objects.bulk_update(rows, ["name_key"], batch_size=BATCH)


def give_keys(apps, schema_editor):
    """Every paper has a citation key from now on, older papers the plainer one."""
    papers = apps.get_model("papers", "Paper").objects.filter(cite_key="").order_by("pk")
    citing.assign(list(papers.only("title", "year", "nickname", "cite_key")))


class Migration(migrations.Migration):
    dependencies = [("papers", "0003_curation_desk")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
    ]
