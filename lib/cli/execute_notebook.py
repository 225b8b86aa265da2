"""Executes one notebook on its kernel and keeps what it has after every cell.

usage: execute_notebook.py INPUT OUTPUT HTML TIMEOUT_SECONDS

Prints one JSON object a line: {"cell": i, "of": n} before each code cell, then {"ok": true} or
{"ok": false, "cell": i, "error": text}. The executed notebook and its HTML are written in every case.
"""

import json
import re
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

source, target, html, timeout = sys.argv[1:5]


def say(**line):
    print(json.dumps(line), flush=True)


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", str(text))


notebook = nbformat.read(source, as_version=4)
client = NotebookClient(
    notebook,
    timeout=int(timeout),
    kernel_name="deno",
    resources={"metadata": {"path": sys.argv[5]}},
)
outcome = {"ok": True}
last = 0
try:
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            last = index + 1
            say(cell=last, of=len(notebook.cells))
            client.execute_cell(cell, index)
            nbformat.write(notebook, target)
except CellExecutionError as error:
    outcome = {"ok": False, "cell": last, "error": plain(error.evalue or error)}
except CellTimeoutError:
    outcome = {"ok": False, "cell": last, "error": f"the cell took more than {timeout} s"}
except DeadKernelError:
    outcome = {"ok": False, "cell": last, "error": "the kernel died"}
except Exception as error:  # the caller shows it; the notebook so far is written below
    outcome = {"ok": False, "cell": last, "error": plain(error)}
finally:
    # Execution timestamps change at every run and say nothing to a reader.
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, target)
    body, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook)
    with open(html, "w", encoding="utf-8") as file:
        file.write(body)
say(**outcome)
sys.exit(0 if outcome["ok"] else 1)
