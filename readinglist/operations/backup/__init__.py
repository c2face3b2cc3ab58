"""The whole database in one file, made while people write; and back again, tried before anything is replaced."""

from readinglist.operations.backup.archive import BadBackup
from readinglist.operations.backup.making import make
from readinglist.operations.backup.restoring import restore
from readinglist.operations.backup.sealing import SealFailed

__all__ = ["BadBackup", "SealFailed", "make", "restore"]
