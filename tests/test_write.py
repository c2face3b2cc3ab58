"""The pages where members write and translate: what is saved, what is refused, and that nothing typed is lost."""

import pytest

from notes.models import Draft, Language, Summary
from notes.origins import Origin
from notes.writing import Edit, save_summary
from tests.factories import make_curator, make_member, make_paper, make_summary, make_template, make_writer
from tests.pages import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    return make_paper("Gavel")


@pytest.fixture
def both(paper):
    curator = make_curator()
    save_summary(paper, "en", Edit("One of two."), curator)
    save_summary(paper, "zh-hans", Edit("二之一。"), curator)


def write_url(paper):
    return f"/papers/{paper.pk}/write/"


def translate_url(paper, code="zh"):
    return f"/papers/{paper.pk}/translate/{code}/"


def save(client, paper, code="en", body="Two of two.", seen=1, **fields):
    return client.post(f"/papers/{paper.pk}/summary/{code}/", {"body": body, "seen": seen, **fields})


def draft(client, paper, code="en", body="Begun", seen=1, **fields):
    return client.post(f"/papers/{paper.pk}/summary/{code}/draft/", {"body": body, "seen": seen, **fields})


def text_of(paper, language="en"):
    return Summary.objects.filter(paper=paper, language=language).values_list("body", flat=True).first()


def page(response):
    return response.content.decode()


# Writing


def test_it_shows_both_languages_each_in_a_form_of_its_own(pen, paper, both):
    html = page(pen.get(write_url(paper)))
    assert html.count('<form class="editor"') == 2
    assert 'lang="en" spellcheck' in html and "One of two.</textarea>" in html
    assert 'lang="zh-Hans" spellcheck' in html and "二之一。</textarea>" in html


def test_a_first_text_is_published_and_credited(pen, writer, paper):
    response = save(pen, paper, body="Gavel shares a cluster.", seen=0, state="published")
    assert (response.status_code, response["Location"]) == (302, f"{paper.get_absolute_url()}#summary-en")
    summary = Summary.objects.get(paper=paper)
    assert (summary.body, summary.state, summary.author) == ("Gavel shares a cluster.", "published", writer)


def test_a_draft_is_a_draft_until_it_is_published(pen, paper):
    save(pen, paper, seen=0, state="draft")
    assert Summary.objects.get(paper=paper).state == "draft"
    save(pen, paper, seen=1, state="published")
    assert Summary.objects.get(paper=paper).state == "published"


def test_a_message_goes_into_the_history(pen, paper, both):
    save(pen, paper, message="Say which two")
    assert Summary.history.filter(paper=paper, language="en").first().history_change_reason == "Say which two"


@pytest.mark.parametrize(("code", "other"), [("en", "zh-hans"), ("zh", "en")])
def test_an_edit_flags_the_other_language_and_now_in_step_clears_it(pen, paper, both, code, other):
    save(pen, paper, code)
    assert list(Summary.objects.out_of_step().values_list("language", flat=True)) == [other]
    assert "Out of step" in page(pen.get(paper.get_absolute_url()))
    kept = text_of(paper, other)
    save(pen, paper, Language(other).code, body=kept, seen=1, effect="in-step", other_seen=2)
    assert not Summary.objects.out_of_step().exists()
    assert "Out of step" not in page(pen.get(paper.get_absolute_url()))


@pytest.mark.parametrize("body", ["", "   \n"])
def test_an_empty_text_is_refused_and_the_saved_one_stays(pen, paper, both, body):
    response = save(pen, paper, body=body, message="Why not")
    assert response.status_code == 422
    assert "Write something first." in page(response)
    assert 'value="Why not"' in page(response)
    assert text_of(paper) == "One of two."


def test_a_text_too_long_is_refused_and_kept_whole(pen, paper, both, settings):
    settings.SUMMARY_MAX_CHARS = 30
    long = "A sentence with a very long tail that ends in a pineapple."
    response = save(pen, paper, body=long)
    assert response.status_code == 422
    assert f"{long}</textarea>" in page(response)
    assert "58 characters" in page(response)
    assert text_of(paper) == "One of two."


def test_a_nul_character_is_refused_in_words(pen, paper, both):
    response = save(pen, paper, body="One\0two")
    assert response.status_code == 422
    assert text_of(paper) == "One of two."


@pytest.mark.parametrize("seen", ["", "one", "-1", "9" * 30])
def test_a_form_without_its_version_is_refused_and_kept(pen, paper, both, seen):
    response = save(pen, paper, body="Mine.", seen=seen)
    assert response.status_code == 422
    assert "Mine.</textarea>" in page(response)
    assert text_of(paper) == "One of two."


@pytest.mark.parametrize("name", ["state", "effect"])
def test_a_word_nobody_offered_is_refused_and_the_text_kept(pen, paper, both, name):
    response = save(pen, paper, body="Mine.", **{name: "sideways"})
    assert response.status_code == 422
    assert "Mine.</textarea>" in page(response)
    assert text_of(paper) == "One of two."


def test_a_preview_without_javascript_saves_nothing_and_keeps_the_text(pen, paper, both):
    response = save(pen, paper, body="**Bold** words", preview="1")
    assert response.status_code == 200
    assert "<strong>Bold</strong>" in page(response)
    assert "**Bold** words</textarea>" in page(response)
    assert text_of(paper) == "One of two."


@pytest.mark.parametrize("code", ["xx", "zh-hans", "english"])
def test_an_unknown_language_is_no_page(pen, paper, code):
    for address in (f"/papers/{paper.pk}/summary/{code}/", f"/papers/{paper.pk}/summary/{code}/draft/"):
        assert pen.post(address, {"body": "x", "seen": 0}).status_code == 404
    assert pen.get(translate_url(paper, code)).status_code == 404


# Outlines


def test_an_outline_can_be_started_from_and_is_offered_only_where_nothing_is_written(pen, paper, both):
    outline = make_template("zh-hans", "**问题：**\n\n**思路：**")
    assert "Start from" not in page(pen.get(write_url(paper)))
    Summary.objects.filter(paper=paper, language="zh-hans").delete()
    html = page(pen.get(write_url(paper)))
    assert f"?start={outline.pk}" in html
    started = page(pen.get(write_url(paper), {"start": outline.pk}))
    assert f"{outline.body}</textarea>" in started
    assert "One of two.</textarea>" in started
    assert not Draft.objects.exists()


@pytest.mark.parametrize("start", ["x", "0", "-1", "9" * 30, ""])
def test_an_unknown_outline_is_ignored(pen, paper, start):
    assert pen.get(write_url(paper), {"start": start}).status_code == 200


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


# Who may


def test_members_without_the_permission_write_nothing(shelf, paper, both):
    assert shelf.get(write_url(paper)).status_code == 403
    assert shelf.get(translate_url(paper)).status_code == 403
    assert save(shelf, paper).status_code == 403
    assert draft(shelf, paper).status_code == 403
    assert shelf.post("/preview/en/", {"body": "x"}).status_code == 403
    assert "/write/" not in page(shelf.get(paper.get_absolute_url()))
    assert text_of(paper) == "One of two."


def test_a_draft_of_another_is_closed_to_writers_and_open_to_curators(pen, paper, as_user):
    make_summary(paper, "en", "Not for you yet.", state="draft", author=make_member("somebody"))
    html = page(pen.get(write_url(paper)))
    assert "Not for you yet." not in html and "Somebody else is drafting" in html
    assert save(pen, paper).status_code == 404
    assert draft(pen, paper).status_code == 404
    assert pen.get(translate_url(paper, "en")).status_code == 404
    assert text_of(paper) == "Not for you yet."
    assert "Not for you yet." in page(as_user(make_curator("chief")).get(write_url(paper)))


def test_what_was_typed_comes_back_when_the_sign_in_has_run_out(client, paper, both):
    response = client.post(
        f"/papers/{paper.pk}/summary/en/", {"body": "An hour's work", "seen": 1, "next": write_url(paper)}
    )
    assert response.status_code == 403
    assert "An hour&#x27;s work" in page(response)
    assert f"/accounts/login/?next={write_url(paper)}" in page(response)
    assert text_of(paper) == "One of two."


def test_what_was_typed_comes_back_when_the_form_is_too_old(writer, paper, both):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    response = save(client, paper, body="An hour of work")
    assert response.status_code == 403
    assert "An hour of work" in page(response)


# Translating


def test_the_translator_sees_original_changes_and_own_text(pen, paper, both):
    save_summary(paper, "en", Edit("One of three.", seen=1), make_curator("chief"))
    html = page(pen.get(translate_url(paper)))
    assert "from version 1 to 2" in html
    assert "<del>two</del>" in html and "<ins>three</ins>" in html
    assert "<p>One of three.</p>" in html
    assert "二之一。</textarea>" in html
    assert "now in step" in html and "still to do" in html


def test_it_ends_in_step_or_still_to_do(pen, paper, both):
    save_summary(paper, "en", Edit("One of three.", seen=1), make_curator("chief"))
    save(pen, paper, "zh", body="三之", effect="still-to-do", other_seen=2, page="translate")
    assert Summary.objects.out_of_step().count() == 1
    save(pen, paper, "zh", body="三之一。", seen=2, effect="in-step", other_seen=2, page="translate")
    assert Summary.objects.out_of_step().count() == 0


def test_a_missing_language_is_translated_from_an_outline_or_nothing(pen, paper):
    make_summary(paper, "en", "One of two.")
    html = page(pen.get(translate_url(paper)))
    assert "<p>One of two.</p>" in html and "Publish" in html and "Start from" in html
    save(pen, paper, "zh", body="二之一。", seen=0, other_seen=1, state="published", page="translate")
    assert Summary.objects.get(language="zh-hans").is_translation


def test_without_an_original_there_is_nothing_to_translate(pen, paper):
    assert pen.get(translate_url(paper))["Location"] == write_url(paper)


def test_a_refused_translation_comes_back_on_the_translators_page(pen, paper, both):
    response = save(pen, paper, "zh", body="", page="translate")
    assert response.status_code == 422
    assert "The original, in English" in page(response)


def test_the_pages_ask_the_same_number_of_queries_however_long_the_history(
    pen, paper, both, django_assert_max_num_queries
):
    curator = make_curator("chief")
    for version in range(1, 12):
        save_summary(paper, "en", Edit(f"Text {version}", seen=version), curator)
    for address in (write_url(paper), translate_url(paper)):
        with django_assert_max_num_queries(24):
            pen.get(address)


# What only other people's drafts said


def test_a_conflict_shows_nothing_of_a_version_that_was_only_a_draft(pen, paper, as_user):
    author = make_writer("author")
    save_summary(paper, "en", Edit("Alpha, not for you, gamma.", state="draft"), author)
    save_summary(paper, "en", Edit("Alpha gamma.", seen=1), author)
    html = page(save(pen, paper, body="Mine", seen=1))
    assert "Alpha gamma." in html and "not for you" not in html
    assert "not for you" in page(save(as_user(author), paper, body="Mine", seen=1))


def test_a_translator_sees_nothing_of_a_version_that_was_only_a_draft(pen, paper):
    author = make_writer("author")
    save_summary(paper, "en", Edit("Alpha, not for you, gamma.", state="draft"), author)
    save_summary(paper, "zh-hans", Edit("甲。", other_seen=1), author)
    save_summary(paper, "en", Edit("Alpha gamma.", seen=1), author)
    html = page(pen.get(translate_url(paper)))
    assert "Alpha gamma." in html and "not for you" not in html


def test_nobody_makes_a_draft_of_what_another_published(pen, paper, both, as_user):
    save(pen, paper, body="Better.", state="draft")
    assert Summary.objects.get(paper=paper, language="en").state == "published"
    save(as_user(make_curator("chief")), paper, body="Withdrawn.", seen=2, state="draft")
    assert Summary.objects.get(paper=paper, language="en").state == "draft"


def test_unsaved_text_is_shown_where_somebody_else_has_begun_a_draft_since(pen, paper):
    draft(pen, paper, body="Typed before", seen=0)
    make_summary(paper, "en", "Theirs.", state="draft", author=make_member("somebody"))
    html = page(pen.get(write_url(paper)))
    assert "Typed before" in html and "Theirs." not in html
    response = save(pen, paper, body="Typed since", seen=0)
    assert response.status_code == 404
    assert "Typed since" in page(response)


# In step only with what one has seen


def test_two_first_texts_whose_writers_saw_neither_are_not_compared(pen, paper, as_user):
    save(as_user(make_curator()), paper, "zh", body="甲。", seen=0, other_seen=0)
    save(pen, paper, "en", body="Alpha.", seen=0, other_seen=0)
    assert set(Summary.objects.values_list("in_step_with", "is_translation")) == {(None, False)}


def test_a_hidden_draft_is_no_original(pen, paper):
    make_summary(paper, "zh-hans", "草稿", state="draft", author=make_member("somebody"))
    save(pen, paper, "en", body="Alpha.", seen=0)
    english = Summary.objects.get(language="en")
    assert (english.in_step_with, english.is_translation) == (None, False)


def test_nobody_is_in_step_with_a_version_to_come(pen, paper, both):
    save(pen, paper, "zh", body="一", seen=1, effect="in-step", other_seen=2**31 - 1)
    save(pen, paper, "en", body="Two", seen=1)
    assert [late.language for late in Summary.objects.out_of_step()] == ["zh-hans"]


def test_a_draft_translation_is_published_in_step(pen, paper):
    save(pen, paper, "en", body="Alpha.", seen=0, other_seen=0)
    save(pen, paper, "zh", body="甲", seen=0, other_seen=1, state="draft")
    html = page(pen.get(write_url(paper)))
    assert 'value="in-step" checked' in html


def test_still_to_do_puts_a_text_that_was_in_step_into_the_queue(pen, paper, both):
    save(pen, paper, "zh", body="一", seen=1, effect="still-to-do", other_seen=1)
    assert [late.language for late in Summary.objects.out_of_step()] == ["zh-hans"]


# Hostile


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "unicode_escape"])
def test_a_form_in_another_encoding_is_refused(pen, client, paper, charset):
    for someone, address in ((pen, f"/papers/{paper.pk}/summary/en/"), (client, "/accounts/login/")):
        response = someone.post(address, b"body=x&seen=0", f"application/x-www-form-urlencoded; charset={charset}")
        assert response.status_code == 400


def test_a_header_that_is_no_address_does_no_harm(shelf, paper):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://[::bad"}
    assert shelf.get("/papers/", headers=headers).status_code == 200


def test_a_number_that_no_paper_has_is_no_page(pen):
    for tail in ("summary/en.md", "summary/en/history/", "write/", "translate/zh/"):
        assert pen.get(f"/papers/{10**20}/{tail}").status_code == 404


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
