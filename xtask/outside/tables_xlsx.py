"""openpyxl opens every published workbook and compares it with the CSV files beside it, cell by cell, kind by kind.

Usage: tables_xlsx.py PUBLIC [--broken]. Exit 0: all agree; 1: something doesn't, and what. `--broken` changes one figure of one workbook's
XML, which must be found. Shares no code with Saksi.
"""

import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import openpyxl


def opened(path, broken):
    """A workbook's bytes; broken: its first number is another."""
    content = path.read_bytes()
    if not broken:
        return io.BytesIO(content)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                member, changed = re.subn(rb"<c><v>(\d+)</v>", rb"<c><v>1\1</v>", member, count=1)
                assert changed, f"{path}: no number to change"
            new.writestr(name, member)
    return out


def formulas(path):
    """How many cells would be formulas if every text of a workbook began with `=`: a place can be named like one."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            if name.startswith("xl/worksheets/"):
                member, changed = re.subn(rb"(<is><t[^>]*>)", rb"\1=1+", member)
                assert changed, f"{path}: no text in {name}"
            new.writestr(name, member)
    workbook = openpyxl.load_workbook(out, read_only=True)
    cells = [cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    named = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("=1+")]
    assert named, f"{path}: no text was read"
    return sum(cell.data_type == "f" for cell in named)


def same(cell, text, kind):
    """Whether a cell is what the CSV's text says, and of the kind that the schema says."""
    value = cell.value
    if text == "":
        return value is None
    if cell.data_type == "f":
        return False
    if kind == "boolean":
        return value is (text == "true")
    if kind == "integer":
        return type(value) is int and value == int(text) and str(value) == text
    return type(value) is str and value == text


def compare(package, workbook, found):
    descriptor = json.loads((package / "datapackage.json").read_text())
    kinds = {one["name"]: [field["type"] for field in one["schema"]["fields"]] for one in descriptor["resources"]}
    cells = 0
    tables = {}
    for name in workbook.sheetnames:
        tables.setdefault(name.split(" (")[0], []).append(name)
    for table, sheets in tables.items():
        with open(package / f"{table}.csv", newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            header = next(rows)
            for sheet in sheets:
                lines = workbook[sheet].iter_rows()
                if [cell.value for cell in next(lines)] != header:
                    found.append(f"{package}: header of sheet {sheet}")
                for number, line in enumerate(lines, 2):
                    row = next(rows, None)
                    # Empty cells at the end of a row may be left out.
                    line = list(line) + [openpyxl.cell.read_only.EMPTY_CELL] * (len(header) - len(line))
                    if row is None or len(line) != len(row):
                        found.append(f"{package}: sheet {sheet} has row {number}, the CSV none")
                        break
                    for cell, text, kind, column in zip(line, row, kinds[table], header):
                        cells += 1
                        if not same(cell, text, kind):
                            found.append(f"{package}: {sheet} row {number}, {column}: {cell.value!r}, in the CSV {text!r}")
            if next(rows, None) is not None:
                found.append(f"{package}: the CSV of {table} goes on")
    return cells


def main():
    public, broken = Path(sys.argv[1]), "--broken" in sys.argv
    found, cells, books = [], 0, 0
    for path in sorted((public / "data").rglob("*.xlsx")):
        workbook = openpyxl.load_workbook(opened(path, broken and books == 0), read_only=True)
        cells += compare(path.parent, workbook, found)
        books += 1
        if books == 1 and formulas(path):
            found.append(f"{path}: a text that begins with = is taken for a formula")
    for line in found[:20]:
        print(line)
    print(f"{cells} cells of {books} workbooks read by openpyxl {openpyxl.__version__}: {len(found)} differ")
    return 1 if found or not cells else 0


if __name__ == "__main__":
    sys.exit(main())
