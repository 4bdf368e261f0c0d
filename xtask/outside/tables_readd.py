"""DuckDB adds the published tables up again: every level from the stations, the standing figures from the long table, CSV against Parquet.

Usage: tables_readd.py PUBLIC [--broken]. Exit 0: everything agrees; 1: something doesn't, and what. `--broken` adds one vote to one
station of what was read, which must be found. Shares no code with Saksi and knows no contest: it goes by the columns' names.
"""

import json
import sys
from pathlib import Path

import duckdb


def columns(connection, table):
    return [row[0] for row in connection.execute(f'describe "{table}"').fetchall()]


def fields_of(package, table):
    """Names of a table's columns that hold a form's field, each with the field."""
    resources = json.loads((package / "datapackage.json").read_text())["resources"]
    columns = next(one for one in resources if one["name"] == table)["schema"]["fields"]
    return [(column["name"], column["field"]) for column in columns if "field" in column]


def read(connection, table, paths):
    listed = ", ".join(f"'{path}'" for path in paths)
    connection.execute(f'create or replace table "{table}" as select * from read_parquet([{listed}])')


def totals(connection, contest, levels, fields, sums, found):
    """Every sum of every region, made from its stations."""
    names = columns(connection, "stations")
    checked = 0
    for mine, field in fields:
        for kind, flag in (("all", "counted"), ("sound", "sound")):
            total = next(name for name, of in sums if of == field and name.startswith(f"{kind}_"))
            for level in ["nation", *levels]:
                key = f'"{level}"' if level in names else "(select region from totals where parent is null)"
                wrong = connection.execute(
                    f"""with mine as (select {key} as region, coalesce(sum("{mine}") filter ("{flag}"), 0) as added
                                      from stations group by 1)
                        select region, added, "{total}" from mine join totals using (region)
                        where "{total}" is not null and added <> "{total}" """
                ).fetchall()
                checked += 1
                found.extend(f"{contest} {total} of {row[0]}: {row[1]}, published {row[2]}" for row in wrong)
    return checked


def long_table(connection, contest, fields, found):
    """The figures that stand, once each, against the stations'."""
    for name, field in fields:
        wrong = connection.execute(
            f"""with long as (select station, value from figures where stands and field = '{field}')
                select count(*) from stations left join long using (station)
                where "{name}" is distinct from value"""
        ).fetchone()[0]
        if wrong:
            found.append(f"{contest} {field}: {wrong} stations differ in the long table")
    twice = connection.execute(
        "select count(*) from (select 1 from figures where stands group by station, field having count(*) > 1)"
    ).fetchone()[0]
    if twice:
        found.append(f"{contest}: {twice} figures stand twice")


def same_in_csv(connection, package, found):
    """Each Parquet file against its CSV, as texts."""
    descriptor = json.loads((package / "datapackage.json").read_text())
    for copied in descriptor["copies"]:
        if copied["format"] != "parquet":
            continue
        path = package / copied["path"]
        names = [row[0] for row in connection.execute(f"describe select * from '{path}'").fetchall()]
        texts = ", ".join(f'nullif(cast("{name}" as varchar), \'\') as "{name}"' for name in names)
        csv = f"read_csv('{path.with_suffix('.csv')}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
        for one, other in ((f"'{path}'", csv), (csv, f"'{path}'")):
            rows = connection.execute(
                f"select count(*) from (select {texts} from {one} except all select {texts} from {other})"
            ).fetchone()[0]
            if rows:
                found.append(f"{path}: {rows} rows differ from the CSV")


def nation(connection, contest, found):
    """All stations in one file, twice, against the provinces' files."""
    names = columns(connection, "stations")
    texts = ", ".join(f'nullif(cast("{name}" as varchar), \'\') as "{name}"' for name in names)
    csv = f"read_csv('{contest / 'stations.csv.gz'}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
    for whole in (f"'{contest / 'stations.parquet'}'", csv):
        for one, other in ((whole, "stations"), ("stations", whole)):
            rows = connection.execute(
                f"select count(*) from (select {texts} from {one} except all select {texts} from {other})"
            ).fetchone()[0]
            if rows:
                found.append(f"{contest.name}: {rows} rows differ in {whole[:60]}")


def main():
    public, broken = Path(sys.argv[1]), "--broken" in sys.argv
    connection = duckdb.connect()
    found, checked = [], 0
    for contest in sorted(path for path in (public / "data").iterdir() if path.is_dir()):
        provinces = sorted(path.parent for path in contest.glob("*/stations.parquet"))
        read(connection, "stations", [province / "stations.parquet" for province in provinces])
        read(connection, "figures", [path for province in provinces for path in sorted((province / "figures").glob("*.parquet"))])
        parts = [province / "totals.parquet" for province in provinces]
        read(connection, "totals", [contest / "totals.parquet"])
        upper = {row[0] for row in connection.execute("select region from totals").fetchall()}
        read(connection, "lower", parts)
        connection.execute("insert into totals select * from lower where region not in (select region from totals)")
        fields, sums = fields_of(provinces[0], "stations"), fields_of(contest, "totals")
        levels = [row[0] for row in connection.execute("select distinct level from totals where parent is not null").fetchall()]
        if broken:
            name = fields[0][0]
            one = connection.execute(f'select station from stations where counted and "{name}" > 0 limit 1').fetchone()[0]
            connection.execute(f'update stations set "{name}" = "{name}" + 1 where station = \'{one}\'')
        assert upper and levels, f"{contest.name}: no totals"
        checked += totals(connection, contest.name, levels, fields, sums, found)
        nation(connection, contest, found)
        long_table(connection, contest.name, fields, found)
        for package in [contest, *provinces]:
            same_in_csv(connection, package, found)
    for line in found[:20]:
        print(line)
    print(f"{checked} columns of levels added up again by DuckDB {duckdb.__version__}: {len(found)} differ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
