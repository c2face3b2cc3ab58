"""How the application does from 100 papers to 100,000: ``make bench``, or ``python -m tests.benchmarks.scale --help``.

The whole stack runs as it is deployed: gunicorn with two workers, collected static files, a signed-in member. Pages are
asked for in turn, in the same seconds as ``/page``, which renders the template of /papers/ from constant data: what no
catalogue can be quicker than. Only ratios within one run mean anything.
"""
