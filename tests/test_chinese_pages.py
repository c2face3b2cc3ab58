"""No page of the Chinese interface has a word of English on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from notes.models import Reading
from papers.models import Paper
from tests.factories import make_entry, make_list, make_paper, make_reading, make_section, make_summary, make_topic
from tests.spoken import NAMES, Visible

DJANGOS = {"Search", "True", "False"}  # what stands behind icons of the stock admin and cannot be translated


def english(html: str) -> list[str]:
    return [word for word in Visible(html, r"[A-Za-z]{2,}").words if word not in NAMES]


@pytest.fixture
def paper(member: User, curator: User, settings: Any) -> Paper:
    """The first paper of a catalogue whose own words are all Chinese, of several pages and with more tags than fit."""
    settings.PAGE_SIZE = 2
    for user, name in ((member, "成员甲"), (curator, "编者乙")):
        user.username = name
        user.save()
    systems = make_topic("", "系统")
    topics = (make_topic("", "调度", parent=systems),)
    fields: dict[str, Any] = {"topics": topics, "institutions": ("某大学", "某研究院")}
    paper = make_paper(
        "异构集群调度", venue="某会议", year=2020, nickname="天平", recommended=True, kind="survey",
        publication="to-appear", abstract="摘要。", authors=("张三", "李四"), links=("https://例/一",), **fields,
    )  # fmt: skip
    papers = [paper, *(make_paper(f"论文之{place}", venue="某会议", year=2021, **fields) for place in "一二三")]
    paper.tags.add("显卡", *(f"标签之{place}" for place in range(13)))
    section = make_section(make_list("论文清单", description="一份清单。", source_url="https://例/"), "调度")
    entry = make_entry(paper, section, claimed_title="另一标题", claimed_venue="另一会议", claimed_year=2019)
    make_summary(paper, "en", "In English.", author=member, version=2, in_step_with=1)
    make_summary(paper, "zh-hans", "中文的总结。", after=entry, version=2, in_step_with=1)
    for one, status in zip(papers, Reading.Status.values, strict=False):
        make_reading(member, one, status, started="2026-11-20", finished="2026-11-21")
    make_reading(curator, paper)
    return paper


@pytest.fixture
def in_chinese(as_user: Callable[[User], Client]) -> Callable[[User | None], Client]:
    def client(user: User | None) -> Client:
        client = as_user(user) if user else Client()
        client.cookies["django_language"] = "zh-hans"
        return client

    return client


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/papers/",
        "/papers/?page=2",
        "/papers/?q=没有&topic=无&venue=无&year_min=2020&year_max=2021&status=none&summary=missing-en&sort=无",
        "/papers/?status=read&summary=both&sort=added&tag=显卡",
        "/papers/{pk}/{slug}/",
        "/lists/",
        "/lists/论文清单/",
        "/me/",
        "/me/?status=read",
        "/me/?status=to-read",
        "/accounts/password/",
        "/accounts/factor/",
        "/accounts/profile/",
        "/accounts/email/",
        "/accounts/sessions/",
        "/accounts/proof/password/",
        "/nowhere/",
    ],
)
def test_it_shows_a_member_no_english(address: str, in_chinese: Any, member: User, paper: Paper) -> None:
    answer = in_chinese(member).get(address.format(pk=paper.pk, slug=paper.slug))
    assert answer.status_code == (404 if address == "/nowhere/" else 200)
    html = answer.content.decode()
    assert '<html lang="zh-Hans"' in html
    assert english(html) == []


@pytest.mark.parametrize("address", ["/", "/papers/", "/lists/", "/me/"])
def test_it_shows_a_newcomer_no_english(address: str, in_chinese: Any, member: User) -> None:
    """With nothing there, every page says what to do next."""
    member.username = "成员甲"
    member.save()
    assert english(in_chinese(member).get(address).content.decode()) == []


def test_it_asks_a_visitor_in_chinese(in_chinese: Any, db: None) -> None:
    visitor = in_chinese(None)
    for path in (
        "login",
        "reset",
        "reset/sent",
        "reset/done",
        "reset/1-x",
        "signup",
        "invitation/x",
        "email/confirm/x",
    ):
        assert english(visitor.get(f"/accounts/{path}/").content.decode()) == [], path
    refused = visitor.post("/accounts/login/", {"username": "", "password": ""})
    assert english(refused.content.decode()) == []


def test_it_confirms_in_chinese(in_chinese: Any, member: User, paper: Paper) -> None:
    client = in_chinese(member)
    address = f"/papers/{paper.pk}/status/"
    for status in ("read", "none"):
        assert english(client.post(address, {"status": status}, follow=True).content.decode()) == []
        assert english(client.post(address, {"status": status}, headers={"HX-Request": "true"}).content.decode()) == []
    refused = client.post(address, {"status": "无"})
    assert refused.status_code == 422
    assert english(refused.content.decode()) == []


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/papers/paper/",
        "/admin/papers/paper/add/",
        "/admin/papers/paper/{pk}/change/",
        "/admin/papers/paper/{pk}/delete/",
        "/admin/papers/paperlist/",
        "/admin/papers/topic/add/",
        "/admin/papers/venue/",
        "/admin/papers/institution/add/",
        "/admin/papers/tag/add/",
        "/admin/papers/listentry/",
        "/admin/notes/summary/",
        "/admin/notes/reading/",
        "/accounts/invitations/",
    ],
)
def test_it_shows_a_curator_no_english(address: str, in_chinese: Any, curator: User, paper: Paper) -> None:
    answer = in_chinese(curator).get(address.format(pk=paper.pk))
    assert answer.status_code == 200
    assert [word for word in english(answer.content.decode()) if word not in DJANGOS] == []


def test_it_writes_dates_as_chinese_does(in_chinese: Any, member: User, paper: Paper) -> None:
    assert "2026年11月21日" in in_chinese(member).get("/me/?status=read").content.decode()
