"""Where the values of a paper come from, and where its sources disagree."""

from papers.provenance.claims import Claim, Difference, claims_on, disagreements, folded_claim, names_of, settled_claims
from papers.provenance.queue import open_disagreements_count
from papers.provenance.signing import sign, sign_all, signing
from papers.provenance.sources import Fact, Source, sources_of
from papers.provenance.values import FIELDS, values_of, values_of_all

__all__ = [
    "FIELDS",
    "Claim",
    "Difference",
    "Fact",
    "Source",
    "claims_on",
    "disagreements",
    "folded_claim",
    "names_of",
    "open_disagreements_count",
    "settled_claims",
    "sign",
    "sign_all",
    "signing",
    "sources_of",
    "values_of",
    "values_of_all",
]
