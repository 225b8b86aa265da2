"""Executes one notebook on its kernel and keeps what it has after every cell.

usage: execute_notebook.py INPUT OUTPUT HTML TIMEOUT_SECONDS WORKING_FOLDER

Prints one JSON object a line: {"cell": i, "of": n} before each code cell, then {"ok": true} or
{"ok": false, "cell": i, "error": text}. The executed notebook and its HTML are written in every case.
SIGINT, SIGTERM or the end of stdin (the caller is gone) end the run and the kernel.
"""

import json
import os
import re
import signal
import sys
import threading

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

source, target, html, timeout, working_folder = sys.argv[1:6]


def say(**line):
    """In one piece: an interrupt must not come between a line and its end."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def plain(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", str(text))


def interrupt(*_):
    """Once: a second signal must not keep the kernel from being ended."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def follow_caller():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


def write(path, text):
    """Beside first, then renamed: a full disk leaves the last whole file."""
    draft = f"{path}.part"
    try:
        with open(draft, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)
    except OSError:
        if os.path.exists(draft):
            os.remove(draft)
        raise


def unwritable(error):
    return (
        f"{error.filename or target} cannot be written: {error.strerror}. "
        "Free space or permissions there, or choose another folder with --results."
    )


def execute(notebook):
    """The last line to say."""
    client = NotebookClient(
        notebook,
        timeout=int(timeout),
        kernel_name="deno",
        resources={"metadata": {"path": working_folder}},
    )
    cell = 0
    try:
        with client.setup_kernel():
            # As JupyterLab writes it: else it takes a notebook that was only opened for changed.
            about = client.wait_for_reply(client.kc.kernel_info())
            notebook.metadata["language_info"] = about["content"]["language_info"]
            for index, content in enumerate(notebook.cells):
                if content.cell_type != "code":
                    continue
                cell = index + 1
                say(cell=cell, of=len(notebook.cells))
                client.execute_cell(content, index)
                write(target, nbformat.writes(notebook))
        return {"ok": True}
    except CellExecutionError as error:
        text = plain(error.evalue or error)
    except CellTimeoutError:
        text = f"the cell took more than {timeout} s"
    except DeadKernelError:
        text = "the kernel died"
    except KeyboardInterrupt:
        text = "interrupted"
    except OSError as error:
        text = unwritable(error)
    except Exception as error:  # whatever it is, the caller shows it
        text = plain(error)
    return {"ok": False, "cell": cell, "error": text}


for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, interrupt)
threading.Thread(target=follow_caller, daemon=True).start()
notebook = nbformat.read(source, as_version=4)
outcome = execute(notebook)
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
# Execution timestamps change at every run and say nothing to a reader.
for cell in notebook.cells:
    cell.metadata.pop("execution", None)
try:
    write(target, nbformat.writes(notebook))
    write(html, HTMLExporter(embed_images=True).from_notebook_node(notebook)[0])
except Exception as error:
    if outcome["ok"]:
        text = unwritable(error) if isinstance(error, OSError) else f"no HTML page: {plain(error)}"
        outcome = {"ok": False, "cell": len(notebook.cells), "error": text}
say(**outcome)
os._exit(0 if outcome["ok"] else 1)  # without waiting for the thread that follows the caller
