"""Measurements, each a program: `python -m benchmarks.<name>`. The figures stand in docs/reference/performance.md."""
