"""flip.py AUDITPACK EDITION: changes one byte of a copy of every file in an edition, at many
places, removes a file and adds one; `verify` must refuse each time and name the file."""

import os
import shutil
import subprocess
import sys
import tempfile

PLACES = 12


def verify(auditpack, folder):
    done = subprocess.run([auditpack, "verify", folder], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def places(size):
    """First, last and spread between."""
    return sorted({min(size - 1, size * k // (PLACES - 1)) for k in range(PLACES)})


def flipped(auditpack, folder, name):
    path = os.path.join(folder, name)
    with open(path, "rb") as file:
        data = file.read()
    os.chmod(path, 0o644)
    for at in places(len(data)):
        changed = bytearray(data)
        changed[at] ^= 1 << (at % 7)
        with open(path, "wb") as file:
            file.write(changed)
        status, said = verify(auditpack, folder)
        if status != 2 or name not in said:
            yield f"{name} byte {at}: exit {status}, {said.strip()[:200]}"
    with open(path, "wb") as file:
        file.write(data)


def removed_and_added(auditpack, folder):
    extra = os.path.join(folder, "added.txt")
    with open(extra, "w", encoding="ascii") as file:
        file.write("not of this edition\n")
    status, said = verify(auditpack, folder)
    if status != 2 or "added.txt" not in said:
        yield f"added.txt: exit {status}, {said.strip()[:200]}"
    os.remove(extra)
    os.remove(os.path.join(folder, "figures.json"))
    status, said = verify(auditpack, folder)
    if status != 2 or "figures.json" not in said:
        yield f"figures.json removed: exit {status}, {said.strip()[:200]}"


def main(auditpack, edition):
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, "r1")
        shutil.copytree(edition, folder)
        os.chmod(folder, 0o755)
        wrong = []
        for name in sorted(os.listdir(folder)):
            wrong += flipped(auditpack, folder, name)
        wrong += removed_and_added(auditpack, folder)
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
