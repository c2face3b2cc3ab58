"""What `make torture` stands on: that it counts right, and notices what it is there to notice."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.torture import __main__ as torture
from tests.torture.kills import Writer
from tests.torture.load import Load, Person, at_once
from tests.torture.outcome import Outcome, table


@pytest.fixture
def port():
    """A server that answers as its path says, or hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path != "/nothing":
                self.send_response(int(self.path[1:]))
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def asks(port, path):
    person = Person(port)
    return lambda: str(person.ask(path).status)


def test_it_counts_every_answer(port):
    load = at_once(asks(port, "/200"), asks(port, "/503"), times=5)
    assert load.counts == {"200": 5, "503": 5}
    assert load.failures("200") == 5
    assert load.failures("200", "503") == 0


def test_no_answer_is_a_failure(port):
    load = at_once(asks(port, "/nothing"), times=2)
    assert load.counts == {"unanswered: RemoteDisconnected": 2}
    assert load.failures("200") == 2


def test_it_goes_on_until_the_block_ends(port):
    with Load(asks(port, "/200"), asks(port, "/200")) as load:
        load.wait_for_more(10, "200")
    assert load.counts["200"] >= 10
    assert not any(thread.is_alive() for thread in load.threads)


def test_it_ends_when_its_time_is_over(port):
    load = at_once(asks(port, "/200"), times=10**9, seconds=0.2)
    assert load.counts["200"] > 0


def test_what_is_wrong_with_a_trial_itself_is_no_count():
    def breaks():
        raise KeyError("a mistake of ours")

    with pytest.raises(KeyError):
        at_once(breaks)


def test_it_knows_when_the_last_failure_was(port):
    now = time.monotonic()
    assert at_once(asks(port, "/200")).last_failure(now, "200") == now
    assert at_once(asks(port, "/503")).last_failure(now, "200") > now


class Site:
    """What the database says after a crash."""

    on = "SQLite"

    def __init__(self, rows):
        self.kept = rows

    def rows(self, query):
        return list(self.kept.items())


def writer(kept, now):
    made = object.__new__(Writer)
    made.name, made.site, made.kept = "writer-1", Site(now), kept
    return made


@pytest.mark.parametrize(
    ("kept", "now", "lost"),
    [
        ({1: {"read"}}, {1: "read"}, 0),
        ({1: {"read"}}, {}, 1),  # acknowledged, and gone
        ({1: {"read"}}, {1: "reading"}, 1),  # acknowledged, and as it was before
        ({1: {"read", "reading"}}, {1: "reading"}, 0),  # sent after it, and not answered
        ({1: {"", "read"}}, {}, 0),  # never acknowledged
        ({1: {"read"}, 2: {"read"}}, {}, 2),
    ],
)
def test_it_notices_what_is_lost(kept, now, lost):
    assert writer(kept, now).lost() == lost


def outcome(**fields):
    usual = {"trial": "kills", "on": "SQLite", "done": "much", "found": "0 lost", "target": "0 lost", "is_met": True}
    return Outcome(**{**usual, **fields})


def test_its_table_names_what_was_missed():
    head, _, met, missed = table([outcome(seconds=12.4), outcome(found="3 lost", is_met=False)]).splitlines()
    assert head.split() == ["trial", "on", "what", "was", "done", "what", "was", "found", "target", "seconds"]
    assert met.split()[-2:] == ["met", "12"]
    assert missed.split()[-2:] == ["MISSED", "0"]
    assert met.index("0 lost") == missed.index("3 lost")


@pytest.mark.parametrize(("is_met", "code"), [(True, 0), (False, 1)])
def test_a_missed_target_is_a_failure(monkeypatch, capsys, is_met, code):
    monkeypatch.setattr(torture, "outcomes", lambda names, is_short: iter([outcome(), outcome(is_met=is_met)]))
    assert torture.main(torture.options(["--short"])) == code
    assert ("MISSED" in capsys.readouterr().out) is not is_met


def test_it_knows_its_trials(capsys):
    assert torture.options(["kills", "reloads"]).trials == ["kills", "reloads"]
    with pytest.raises(SystemExit):
        torture.options(["killing"])
    assert "There is no trial killing; there are " in capsys.readouterr().err


@pytest.mark.parametrize("name", torture.TRIALS)
def test_every_trial_is_one(name):
    module = __import__(f"tests.torture.{name}", fromlist=["trial"])
    assert callable(module.trial)
    assert module.__doc__
