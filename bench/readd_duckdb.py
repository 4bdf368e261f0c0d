"""DuckDB's wheel adds up the same Parquet files at the same levels: the peer that `cargo xtask bench` compares with.

readd_duckdb.py PUBLIC CONTEST: the median of nine runs, after one that isn't counted, by two threads.
"""

import sys
import time

import duckdb

public, contest = sys.argv[1:3]
files = f"{public}/data/{contest}/*/stations.parquet"
connection = duckdb.connect()
connection.execute("SET threads = 2")
levels = ["province", "regency", "district", "village"]
sums = "count(*), sum(votes_1), sum(votes_2), sum(votes_3)"
query = f"""
SELECT {", ".join(levels)}, {sums} FROM read_parquet('{files}') WHERE counted
GROUP BY GROUPING SETS ((), {", ".join(f"({level})" for level in levels)})
"""


def run():
    begun = time.perf_counter()
    rows = connection.execute(query).fetchnumpy()
    return time.perf_counter() - begun, rows


_, rows = run()
times = sorted(run()[0] for _ in range(9))
groups = len(rows["province"])
print(f"re-adding, DuckDB {duckdb.__version__:5}{times[4] * 1e6:7.0f} us  median of 9; {groups} groups")
