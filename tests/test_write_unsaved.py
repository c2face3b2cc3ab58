"""What is typed and not yet saved is never lost: not by its writer, nor by others or other devices who save."""

import pytest

from notes.models import Draft, Summary
from notes.origins import Origin
from notes.writing import Edit, save_summary
from tests.editor import draft, page, save, text_of, translate_url, write_both, write_url
from tests.factories import make_curator, make_paper, make_writer
from tests.pages import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return make_paper("Gavel")


@pytest.fixture
def both(paper):
    write_both(paper)


# Unsaved text


def test_what_is_typed_is_kept_for_its_writer_alone(pen, paper, both, as_user):
    html = page(draft(pen, paper, body="Begun **here**"))
    assert "<strong>here</strong>" in html and "Kept at" in html
    assert "Begun **here**</textarea>" in page(pen.get(write_url(paper)))
    assert text_of(paper) == "One of two."
    for other in (make_writer("another"), make_curator("chief")):
        client = as_user(other)
        for address in (write_url(paper), translate_url(paper, "en"), paper.get_absolute_url(), "/papers/?q=Begun"):
            assert "Begun **here**" not in page(client.get(address))


def test_what_says_no_more_than_what_is_saved_is_not_kept(pen, paper, both):
    draft(pen, paper, body="Begun")
    draft(pen, paper, body="One of two.")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("body", ["", " \n "])
def test_an_emptied_field_is_no_draft(pen, paper, both, body):
    draft(pen, paper, body="Begun")
    draft(pen, paper, body=body)
    assert not Draft.objects.exists()


def test_unsaved_text_can_be_thrown_away(pen, paper, both):
    draft(pen, paper, body="Begun")
    assert draft(pen, paper, discard="1").status_code == 302
    assert "One of two.</textarea>" in page(pen.get(write_url(paper)))


def test_a_save_clears_it(pen, paper, both):
    draft(pen, paper, body="Begun")
    save(pen, paper, body="Begun and ended.")
    assert not Draft.objects.exists()


def test_unsaved_text_over_an_older_version_says_so_and_ends_in_both_texts(pen, paper, both):
    draft(pen, paper, body="One of three.")
    save_summary(paper, "en", Edit("Theirs of two.", seen=1), make_curator("chief"))
    html = page(pen.get(write_url(paper)))
    assert "Somebody has saved another version since" in html
    assert 'name="seen" value="1"' in html
    assert save(pen, paper, body="One of three.", seen=1).status_code == 409


def test_a_field_of_another_form_can_be_kept_too(pen, paper, both):
    pen.post(
        f"/papers/{paper.pk}/summary/en/draft/?field=summaries-0-body&over=summaries-0-over",
        {"summaries-0-body": "From curation", "summaries-0-over": "1"},
    )
    assert Draft.objects.get().body == "From curation"


def test_keeping_too_long_a_text_says_how_long_it_is(pen, paper, both, settings):
    settings.SUMMARY_MAX_CHARS = 10
    html = page(draft(pen, paper, body="Twelve letters"))
    assert "Too long: 14 of at most 10 characters." in html
    assert Draft.objects.get().body == "Twelve letters"


@pytest.mark.parametrize(
    ("code", "body", "said"),
    [
        ("en", "Two words", "2 words"),
        ("en", "One", "1 word"),
        ("zh", "两个字 and two", "3 Chinese characters, 2 words"),
        ("zh", "甲", "1 Chinese character, 0 words"),
    ],
)
def test_it_counts_words_and_chinese_characters(pen, paper, code, body, said):
    assert said in page(draft(pen, paper, code, body=body, seen=0)).replace("</span>", "")


def test_a_paper_that_is_not_there_yet_has_a_preview_too(pen):
    response = pen.post("/preview/zh/?field=summaries-1-body", {"summaries-1-body": "**强调。**中文"})
    assert "<strong>强调。</strong>中文" in page(response)
    assert not Draft.objects.exists()


# Two at once


def test_a_second_save_over_one_version_sees_both_texts(pen, paper, both, as_user):
    chief = as_user(make_curator("chief"))
    save(chief, paper, body="Theirs: one of two.")
    response = save(pen, paper, body="Mine: one of two.")
    html = page(response)
    assert response.status_code == 409
    assert "Theirs: one of two." in html and "Mine: one of two.</textarea>" in html
    assert "chief saved version 2" in html
    assert 'name="seen" value="2"' in html
    assert text_of(paper) == "Theirs: one of two."
    assert Draft.objects.get().body == "Mine: one of two."
    save(pen, paper, body="Both: one of two.", seen=2)
    assert text_of(paper) == "Both: one of two."


def test_changes_that_do_not_touch_are_proposed_together(pen, paper, as_user):
    curator = make_curator()
    save_summary(paper, "en", Edit("First paragraph.\n\nSecond paragraph."), curator)
    save(as_user(curator), paper, body="First paragraph, improved.\n\nSecond paragraph.")
    html = page(save(pen, paper, body="First paragraph.\n\nSecond paragraph, extended."))
    assert "First paragraph, improved.\n\nSecond paragraph, extended.</textarea>" in html
    assert "Both together" in html


def test_chinese_changes_that_do_not_touch_are_proposed_together(pen, paper, as_user):
    curator = make_curator()
    save_summary(paper, "zh-hans", Edit("第一段。\n\n第二段。"), curator)
    save(as_user(curator), paper, "zh", body="第一段，改过。\n\n第二段。")
    html = page(save(pen, paper, "zh", body="第一段。\n\n第二段，补充。"))
    assert "第一段，改过。\n\n第二段，补充。</textarea>" in html


def test_a_text_that_was_deleted_meanwhile_comes_back_to_its_writer(pen, paper, both):
    Summary.objects.filter(paper=paper, language="en").delete()
    response = save(pen, paper, body="Mine.")
    assert response.status_code == 409
    assert "Mine.</textarea>" in page(response)
    assert 'name="seen" value="0"' in page(response)
    save(pen, paper, body="Mine.", seen=0)
    assert text_of(paper) == "Mine."


def test_two_first_texts_meet(pen, paper, as_user):
    save(as_user(make_curator()), paper, body="Theirs.", seen=0)
    response = save(pen, paper, body="Mine.", seen=0)
    assert response.status_code == 409
    assert "Theirs." in page(response) and "Mine.</textarea>" in page(response)


def test_english_and_chinese_saved_at_once_are_both_kept(pen, paper, both, as_user):
    assert save(pen, paper, "en", body="Two.").status_code == 302
    assert save(as_user(make_curator("chief")), paper, "zh", body="二。").status_code == 302
    assert (text_of(paper, "en"), text_of(paper, "zh-hans")) == ("Two.", "二。")


def test_a_second_click_on_create_makes_one_row(pen, paper):
    save(pen, paper, body="Mine.", seen=0)
    assert save(pen, paper, body="Mine.", seen=0).status_code == 409
    assert Summary.objects.count() == 1


# Two devices of one writer


@pytest.fixture
def devices(pen, paper, both):
    """The writing page as two devices have it open: what each says of itself."""
    return [elements(pen.get(write_url(paper)), "input", name="origin")[0].get("value") for _device in range(2)]


def unsaved():
    return list(Draft.objects.values_list("body", flat=True))


def test_a_save_leaves_what_another_device_has_kept_meanwhile(pen, paper, devices):
    phone, desktop = devices
    draft(pen, paper, body="On the train", origin=phone)
    assert save(pen, paper, body="At the desk", origin=desktop).status_code == 302
    assert (text_of(paper), unsaved()) == ("At the desk", ["On the train"])
    assert "On the train</textarea>" in page(pen.get(write_url(paper)))


def test_a_save_puts_away_what_its_own_page_has_kept_and_shown(pen, paper, both):
    draft(pen, paper, body="On the train", origin=str(Origin()))
    opened = str(Origin())
    save(pen, paper, body="At the desk", origin=opened)
    assert unsaved() == []
    draft(pen, paper, body="Begun", seen=2, origin=opened)
    save(pen, paper, body="At the desk again", seen=2, origin=opened)
    assert unsaved() == []


def test_what_was_kept_elsewhere_and_is_now_saved_is_put_away(pen, paper, devices):
    phone, desktop = devices
    draft(pen, paper, body="The same", origin=phone)
    save(pen, paper, body="The same", origin=desktop)
    assert unsaved() == []


def test_typing_does_not_write_over_what_another_device_has_kept(pen, paper, devices):
    phone, desktop = devices
    draft(pen, paper, body="On the train", origin=phone)
    said = page(draft(pen, paper, body="At the desk", origin=desktop))
    assert unsaved() == ["On the train"]
    assert "Another window or device of yours has kept another text" in said and "data-elsewhere" in said
    draft(pen, paper, body="", origin=desktop)
    assert unsaved() == ["On the train"]
    draft(pen, paper, body="On the train, on", origin=phone)
    assert unsaved() == ["On the train, on"]


def test_a_conflict_leaves_what_another_device_has_kept(pen, paper, devices):
    phone, desktop = devices
    draft(pen, paper, body="On the train", origin=phone)
    save_summary(paper, "en", Edit("Theirs.", seen=1), make_curator("chief"))
    response = save(pen, paper, body="At the desk", origin=desktop)
    assert response.status_code == 409
    assert "At the desk</textarea>" in page(response)
    assert unsaved() == ["On the train"]


def test_what_is_kept_after_the_save_of_the_same_text_is_no_unsaved_text(pen, paper, devices):
    """The request that keeps a text may come in after the one that saves it."""
    save(pen, paper, body="At the desk", origin=devices[0])
    draft(pen, paper, body="At the desk", origin=devices[0])
    assert unsaved() == []


@pytest.mark.parametrize("origin", ["", "x", "x y", " 1", "x 99999999999999999", "\x00 1", "x" * 40 + " 1", "x -1"])
def test_a_page_that_does_not_say_which_it_is_is_taken_as_the_only_one(pen, paper, both, origin):
    draft(pen, paper, body="Begun", origin=origin)
    assert unsaved() == ["Begun"]
    assert save(pen, paper, origin=origin.replace("\x00", "")).status_code == 302
    assert unsaved() == []


def test_the_curators_page_keeps_what_another_device_has_kept(paper, both, as_user):
    desk = as_user(make_curator("chief"))
    opened = desk.get(f"/admin/papers/paper/{paper.pk}/change/")
    sent = {field.get("name"): field.get("value") for field in elements(opened, "input") if field.get("name")}
    origin = sent["summaries-0-origin"]
    draft(desk, paper, body="On the train", origin=str(Origin()))
    address = (
        f"/papers/{paper.pk}/summary/en/draft/?field=summaries-0-body&over=summaries-0-over&from=summaries-0-origin"
    )
    typed = {"summaries-0-body": "At the desk", "summaries-0-over": "1", "summaries-0-origin": origin}
    assert "data-elsewhere" in page(desk.post(address, typed))
    summary = Summary.objects.get(paper=paper, language="en")
    form = desk.get(f"/admin/notes/summary/{summary.pk}/change/")
    sent = {field.get("name"): field.get("value") for field in elements(form, "input") if field.get("name")}
    late = str(Origin(opened=summary.added))
    sent |= {"body": "At the desk", "state": "published", "paper": str(paper.pk), "language": "en", "origin": late}
    sent["other_language"] = "meaning"
    assert desk.post(f"/admin/notes/summary/{summary.pk}/change/", sent).status_code == 302
    assert (text_of(paper), unsaved()) == ("At the desk", ["On the train"])
