"""Runs a notebook's cells up to one, interrupts that one in the middle, runs it again, and evaluates an expression
before and after.

usage: interrupt_cell.py NOTEBOOK TEXT_IN_CELL SECONDS EXPRESSION

Prints one JSON object: {"interrupted": error, "then": value, "again": error or null, "finally": value}.
"""

import json
import os
import signal
import sys
import threading

from jupyter_client.manager import start_new_kernel

path, text, seconds, expression = sys.argv[1:5]
with open(path, encoding="utf-8") as file:
    cells = [c for c in json.load(file)["cells"] if c["cell_type"] == "code"]
LIMIT_SECONDS = 600


def run(client, code):
    """The error's text, or None; and what it showed."""
    shown = []

    def on_output(message):
        content = message["content"]
        if "data" in content:
            shown.append("".join(content["data"].get("text/plain", "")))

    reply = client.execute_interactive(
        code, timeout=LIMIT_SECONDS, output_hook=on_output
    )["content"]
    if reply["status"] == "ok":
        return None, shown
    return f'{reply.get("ename")}: {reply.get("evalue")}', shown


manager, client = start_new_kernel(
    kernel_name="deno", cwd=os.path.dirname(os.path.abspath(path)), startup_timeout=120
)
try:
    said = {}
    for cell in cells:
        code = "".join(cell["source"])
        if text not in code:
            error, _ = run(client, code)
            if error:
                raise SystemExit(f"{error} in\n{code}")
            continue
        kernel = manager.provisioner.process.pid
        timer = threading.Timer(float(seconds), os.kill, (kernel, signal.SIGINT))
        timer.start()
        said["interrupted"], _ = run(client, code)
        timer.cancel()
        _, said["then"] = run(client, expression)
        said["again"], _ = run(client, code)
        _, said["finally"] = run(client, expression)
        run(client, "await lab.close({ cleanUp: true })")
        break
    print(json.dumps(said))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
