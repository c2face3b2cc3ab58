"""Answers are sent compressed, with a length that tells nothing."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from readinglist.compression import CompressionMiddleware

LONG = "Gavel 调度\n" * 400


def sent(response, accepted):
    request = RequestFactory().get("/", headers={"Accept-Encoding": accepted})
    return CompressionMiddleware(lambda _request: response)(request)


@pytest.mark.parametrize("accepted", ["br", "gzip, deflate, br", "br;q=1.0, gzip;q=0.5", "gzip, br;q=0.3"])
def test_brotli_where_it_is_taken(accepted):
    response = sent(HttpResponse(LONG), accepted)
    assert response["Content-Encoding"] == "br"
    assert brotli.decompress(response.content).decode() == LONG
    assert int(response["Content-Length"]) == len(response.content) < len(LONG)
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br;q=0", "gzip, br; q=0.0", "gzip, brr"])
def test_gzip_where_brotli_is_not(accepted):
    response = sent(HttpResponse(LONG), accepted)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == LONG


@pytest.mark.parametrize("accepted", ["", "identity", "deflate"])
def test_nothing_where_nothing_is_taken(accepted):
    response = sent(HttpResponse(LONG), accepted)
    assert "Content-Encoding" not in response
    assert response.content.decode() == LONG
    assert response["Vary"] == "Accept-Encoding"  # a cache must not hand this one to others


@pytest.mark.parametrize("accepted", ["br", "gzip, br"])
def test_what_is_short_or_encoded_stays_as_it_is(accepted):
    assert "Content-Encoding" not in sent(HttpResponse("short"), accepted)
    assert sent(HttpResponse(LONG, headers={"Content-Encoding": "zstd"}), accepted)["Content-Encoding"] == "zstd"


def test_what_is_sent_while_it_is_made_is_not_waited_for():
    made = []

    def pieces():
        for number in range(3):
            made.append(number)
            yield f"{number}\n" * 50_000

    response = sent(StreamingHttpResponse(pieces()), "gzip, br")
    assert response.streaming
    pieces_sent = iter(response)
    first = next(pieces_sent)
    assert made == []
    whole = gzip.decompress(first + b"".join(pieces_sent))
    assert made == [0, 1, 2]
    assert whole.startswith(b"0\n")


@pytest.mark.parametrize(("given", "expected"), [('"a"', 'W/"a"'), ('W/"a"', 'W/"a"')])
@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_its_word_is_a_weak_one_then(given, expected, accepted):
    assert sent(HttpResponse(LONG, headers={"ETag": given}), accepted)["ETag"] == expected


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_its_length_says_nothing(accepted):
    lengths = set()
    for _turn in range(20):
        response = sent(HttpResponse(LONG), accepted)
        lengths.add(len(response.content) + len(response.get("X-Padding", "")))
    assert len(lengths) > 1
