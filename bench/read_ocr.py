"""General text readers on the digit boxes that the reader's own net never saw: what `cargo xtask bench ocr` prints.

read_ocr.py BOXES.tar LABELS.csv SAKSI_READER: the real boxes of held-out stations (crates/reader/weights/MODEL-CARD.md:
first eight bytes of SHA-256 of the station's code, modulo 100, below 15), each read by Tesseract (one character, 0-9
and X allowed), by RapidOCR's recognition net, and by the net that ships.

Text readers are not made for frames, so each gets every box two ways, as it was cut and with the frame cut away and white put
around it four times as large, and the better way counts. Times are processor time, all threads, of reading alone.
"""

import csv
import hashlib
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import time

import numpy
from PIL import Image, ImageOps
from rapidocr_onnxruntime import RapidOCR

SIGNS = "0123456789X"


def held_out(station):
    return int.from_bytes(hashlib.sha256(station.encode()).digest()[:8], "big") % 100 < 15


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def spawned(*command, **options):
    """Standard output and processor time of a program."""
    before = children()
    done = subprocess.run(command, check=True, capture_output=True, **options)
    return done.stdout, children() - before


def bare(box):
    """The box without its frame, enlarged, white around."""
    inner = ImageOps.crop(box, round(0.14 * min(box.size)))
    inner = ImageOps.autocontrast(inner, cutoff=1).resize((inner.width * 4, inner.height * 4), Image.BICUBIC)
    return ImageOps.expand(inner, border=40, fill=255)


def sign(text):
    """The one sign that a text reader found; anything else is no reading."""
    text = text.strip().upper()
    return text if len(text) == 1 and text in SIGNS else None


def tesseract(boxes):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for at, box in enumerate(boxes):
            paths.append(os.path.join(folder, f"{at}.png"))
            box.save(paths[-1])
        listed = os.path.join(folder, "list.txt")
        with open(listed, "w") as file:
            file.write("\n".join(paths))
        text, seconds = spawned("tesseract", listed, "stdout", "--psm", "10", "-l", "eng",
                                "-c", f"tessedit_char_whitelist={SIGNS}", env={**os.environ, "OMP_THREAD_LIMIT": "1"})
    # A page each, a form feed behind it.
    return [sign(page) for page in text.decode().split("\f")][:len(boxes)], seconds


ENGINE = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)


def rapidocr(boxes):
    pictures = [numpy.array(box.convert("RGB")) for box in boxes]
    begun = time.process_time()
    said = []
    for picture in pictures:
        lines, _ = ENGINE(picture, use_det=False, use_cls=False, use_rec=True)
        said.append(sign(lines[0][0]) if lines else None)
    return said, time.process_time() - begun


def ours(boxes, program):
    # As `Patch::from_gray` does it: every value the mean of what it covers.
    patches = b"".join(box.resize((32, 32), Image.BOX).tobytes() for box in boxes)
    text, seconds = spawned(program, "boxes", input=patches)
    return [json.loads(line)["shows"] for line in text.decode().splitlines()], seconds


def main():
    archive, labels, program = sys.argv[1:4]
    with open(labels) as file:
        wanted = {row["file"]: row["label"] for row in csv.DictReader(file) if held_out(row["station"])}
    boxes, truth = [], []
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.name in wanted:
                boxes.append(Image.open(io.BytesIO(tar.extractfile(member).read())).convert("L"))
                truth.append(wanted[member.name])
    figures = sum(label != "X" for label in truth)
    print(f"{len(boxes)} boxes of held-out stations, {figures} of them figures, as labelled.")
    print()
    print("| reader | figures right | with X right | boxes a second |")
    print("|---|---|---|---|")
    for name, read in [("Tesseract, one character", tesseract), ("RapidOCR, recognition", rapidocr),
                       ("Saksi's net", lambda boxes: ours(boxes, program))]:
        ways = [boxes] if name.startswith("Saksi") else [boxes, [bare(box) for box in boxes]]
        best = max((scored(read(way), truth) for way in ways), key=lambda score: score[0])
        right, all_right, seconds = best
        print(f"| {name} | {100 * right / figures:.1f} % | {100 * all_right / len(boxes):.1f} % "
              f"| {len(boxes) / seconds:,.0f} |")


def scored(read, truth):
    said, seconds = read
    right = [label == sign for label, sign in zip(truth, said)]
    return sum(ok for ok, label in zip(right, truth) if label != "X"), sum(right), seconds


main()
