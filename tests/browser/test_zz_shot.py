from tests.browser.test_rich_text import paper, PHONE
def test_shot(visit, member, paper):
    page = visit(member, paper.get_absolute_url()); page.wait_for_timeout(500)
    page.screenshot(path="/tmp/rend/desk.png", full_page=True)
    page = visit(member, paper.get_absolute_url(), viewport=PHONE, language="zh-hans"); page.wait_for_timeout(500)
    page.screenshot(path="/tmp/rend/phone.png", full_page=True)
