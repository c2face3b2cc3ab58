"""A catalogue of any size, the same every time: ``python -m tests.benchmarks.corpus [papers]`` fills an empty database.

Words follow Zipf, as tags, authors and venues do; titles and texts are in both scripts; ids and times are fixed.
"""
