"""The archive of a backup: unpacked whole or not at all, and removed only where newer ones are."""

import gzip
import io
import json
import tarfile

import pytest

from readinglist.operations.backup import archive
from readinglist.operations.backup.archive import BadBackup, Manifest, pack, unpack
from readinglist.operations.backup.making import rotated


def test_rotation_counts_what_it_may_remove(tmp_path):
    names = [f"readinglist-2026010{day}T000000Z.backup" for day in range(1, 6)]
    for name in names:
        (tmp_path / name).touch()
    assert [path.name for path in rotated(tmp_path, 3)] == names[:2]
    assert rotated(tmp_path, 3) == []


@pytest.fixture
def packed(tmp_path):
    """A small archive of the form that backups have."""

    def make(**fields):
        (tmp_path / "part.gz").write_bytes(gzip.compress(b"rows" * 1000))
        given = {"database": "sqlite", "migrations": [["papers", "0001_initial"]], "counts": {}, **fields}
        pack(Manifest(**given), [tmp_path / "part.gz"], tmp_path / "whole")
        return tmp_path / "whole"

    return make


@pytest.fixture
def out(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def test_it_unpacks_what_was_packed(packed, out):
    manifest = unpack(packed(), out)
    assert (manifest.database, manifest.migrations) == ("sqlite", [["papers", "0001_initial"]])
    assert gzip.decompress((out / "part.gz").read_bytes()) == b"rows" * 1000


def test_every_cut_is_noticed(packed, out, tmp_path):
    whole = packed().read_bytes()
    end = len(whole.rstrip(b"\0"))
    for length in range(0, end, 97):
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises(BadBackup):
            unpack(tmp_path / "cut", out)


def test_every_changed_byte_of_a_part_is_noticed(packed, out, tmp_path):
    whole = packed().read_bytes()
    start = whole.index(b"\x1f\x8b")
    for place in range(start, start + 20):
        changed = bytearray(whole)
        changed[place] ^= 1
        (tmp_path / "changed").write_bytes(changed)
        with pytest.raises(BadBackup, match="damaged"):
            unpack(tmp_path / "changed", out)


def test_a_newer_format_is_named(packed, out):
    with pytest.raises(BadBackup, match=r"made by a newer release \(9\.0\); upgrade first"):
        unpack(packed(format=2, release="9.0"), out)


def test_under_another_key_only_damage_is_noticed(packed, out, settings):
    whole = packed()
    settings.SECRET_KEY = "another" * 10
    assert unpack(whole, out).database == "sqlite"


@pytest.mark.parametrize("name", ["../part.gz", "/part.gz", "..", "manifest.json"])
def test_no_name_leads_out_of_its_directory(packed, out, tmp_path, name):
    with tarfile.open(packed()) as old, tarfile.open(tmp_path / "evil", "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == "manifest.json":
                said = json.loads(json.loads(data)["manifest"])
                said["parts"][0]["name"] = name
                said = json.dumps(said)
                data = json.dumps(
                    {"manifest": said, "key": archive.key_word(), "signature": archive.signature(said)}
                ).encode()
            else:
                member.name = name
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(BadBackup):
        unpack(tmp_path / "evil", out)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert list(out.iterdir()) == []
