"""readme.py README FOLDER: the README's example, as files: the indented export, the job in
the fence as shown.xml, as init writes one, and the commands that start with the program, for a shell."""

import os
import re
import sys


def main(readme, folder):
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    export = re.search(r"`mydata/(\S+\.csv)`:\n\n((?:    .*\n)+)", text)
    job = re.search(r"`mydata/(\S+\.xml)`:\n\n```xml\n(.*?)```", text, re.S)
    commands = re.findall(r"^    build/release/auditpack (\w+ mydata[/ ][^#\n]*)", text, re.M)
    os.makedirs(os.path.join(folder, "mydata"))
    for name, body in ((export.group(1), re.sub(r"(?m)^    ", "", export.group(2))),
                       ("shown.xml", job.group(2))):
        with open(os.path.join(folder, "mydata", name), "w", encoding="utf-8") as file:
            file.write(body)
    print("\n".join(command.strip() for command in commands))


if __name__ == "__main__":
    main(*sys.argv[1:])
