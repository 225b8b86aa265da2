"""Sends the requests of plan.json and arrivals.csv at their times, over any number of Locust workers.

An open loop: a request is sent when it is due, whether or not earlier ones were answered, and its latency counts from
then. Each worker takes every n-th arrival and writes a line of JSON a request into records/, as they end.

Environment:
  ROUTING_URL      where requests are posted: the operation's whole address
  ROUTING_KEY      the subscription key, sent as Ocp-Apim-Subscription-Key
  ROUTING_RECORDS  the folder for records; default: records/ beside this file
"""

import csv
import json
import logging
import os
import random
import socket
import ssl
import time
from pathlib import Path
from urllib.parse import urlsplit

import gevent
from geventhttpclient import HTTPClient
from locust import LoadTestShape, User, events, task
from locust.runners import MasterRunner, WorkerRunner

HERE = Path(__file__).parent
PLAN = json.loads((HERE / "plan.json").read_text(encoding="utf-8"))
SHARE = "routing-share"  # the master's message to a worker: which arrivals are its own
LEAD_SECONDS = 1.0  # between the message and the first arrival, so that all workers are ready
LINGER_SECONDS = 30.0  # how long the test waits for what is still under way after the last timeout
MOST_CONNECTIONS = 4096  # a worker's, at the same time
OBEYED_SECONDS = 60.0  # the longest Retry-After that the openai client obeys

log = logging.getLogger("routing")


class Target:
    """The address that requests are posted to, and what they carry."""

    def __init__(self):
        url = os.environ.get("ROUTING_URL", "")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SystemExit(f"Set ROUTING_URL to the address that requests are posted to: it is {url!r}")
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.headers = {"Content-Type": "application/json"}
        key = os.environ.get("ROUTING_KEY", "")
        if key:
            self.headers["Ocp-Apim-Subscription-Key"] = key
        self.client = HTTPClient(
            parts.hostname,
            port=parts.port,
            ssl=parts.scheme == "https",
            # the system's authorities, or those of SSL_CERT_FILE
            ssl_context_factory=ssl.create_default_context if parts.scheme == "https" else None,
            concurrency=MOST_CONNECTIONS,
            connection_timeout=PLAN["timeoutSeconds"],
            network_timeout=PLAN["timeoutSeconds"],
        )


class Records:
    """The folder's file of this worker: one line a request, whole at every moment."""

    def __init__(self):
        folder = Path(os.environ.get("ROUTING_RECORDS") or HERE / "records")
        folder.mkdir(parents=True, exist_ok=True)
        self.file = open(folder / f"{socket.gethostname()}-{os.getpid()}.jsonl", "w", encoding="utf-8", buffering=1)

    def write(self, record):
        self.file.write(json.dumps(record, separators=(",", ":")) + "\n")


class Dispatcher:
    """Sends a worker's share of the arrivals."""

    def __init__(self, environment, share):
        self.environment = environment
        self.share = share
        self.target = Target()
        self.records = Records()
        self.ended = 0
        self.start = time.monotonic() + LEAD_SECONDS

    def run(self):
        with open(HERE / "arrivals.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                index = int(row["index"])
                if index % self.share["of"] != self.share["place"]:
                    continue
                wait = self.start + float(row["at_ms"]) / 1000 - time.monotonic()
                if wait > 0:
                    gevent.sleep(wait)
                gevent.spawn(self.send, index, row)

    def send(self, index, row):
        due = self.start + float(row["at_ms"]) / 1000
        record = {"index": index, "intendedStartMs": float(row["at_ms"]), "startMs": ms(self.start)}
        record |= call(self.target, body_of(row), headers_of(row), due)
        self.records.write(record)
        self.ended += 1
        backend = record["backend"] or ("unknown" if record["status"] else "nobody")
        self.environment.events.request.fire(
            request_type="POST",
            name=f"{PLAN['name']} -> {backend}",
            response_time=record["latencyMs"],
            response_length=record["tokensOut"] or 0,
            exception=None if record["error"] is None else RuntimeError(record["error"]),
            context={},
        )


def call(target, body, headers, due):
    """Posts the body until it is answered or the client's retries are used up, as the openai client does."""
    for attempt in range(PLAN["clientRetries"] + 1):
        reply = post(target, body, headers, due)
        status = reply["status"]
        if reply["error"] is None or not (status in (0, 408, 409, 429) or status >= 500):
            break
        if attempt < PLAN["clientRetries"]:
            gevent.sleep(retry_delay(reply["retryAfterMs"], attempt))
    return {**reply, "latencyMs": ms(due), "clientRetries": attempt}


def retry_delay(retry_after_ms, attempt):
    """Seconds: what the reply asks for up to a minute, else half a second doubled up to 8 s, less up to a quarter."""
    if retry_after_ms is not None and 0 <= retry_after_ms <= OBEYED_SECONDS * 1000:
        return retry_after_ms / 1000
    return min(0.5 * 2**attempt, 8.0) * (1 - random.random() * 0.25)


def post(target, body, headers, due):
    """One attempt: everything of a record but its place and its latency."""
    reply = {
        "status": 0, "ttftMs": None, "backend": None, "region": None, "attempts": None, "strategy": None,
        "circuitState": None, "retryAfterMs": None, "tokensIn": None, "tokensOut": None, "error": None, "content": "",
    }  # fmt: skip
    response = None
    try:
        with gevent.Timeout(PLAN["timeoutSeconds"]):
            response = target.client.post(target.path, body=body, headers=target.headers | headers)
            reply["status"] = response.status_code
            read_headers(reply, response)
            if (response.get("content-type") or "").startswith("text/event-stream"):
                read_stream(reply, response, due)
            else:
                read_whole(reply, response.read())
    except gevent.Timeout:
        reply["error"] = f"no reply within {PLAN['timeoutSeconds'] * 1000:g} ms"
    except Exception as failure:  # a reply that broke off, or none: data, like everything that a test measures
        what = "the reply broke off" if response is not None else "no connection"
        reply["error"] = f"{what}: {failure}"
    finally:
        if response is not None:
            response.release()
    return reply


def read_headers(reply, response):
    def number(name):
        try:
            return float(response.get(name))
        except (TypeError, ValueError):
            return None

    reply["backend"] = response.get("x-routed-backend")
    reply["region"] = response.get("x-ms-region")
    reply["strategy"] = response.get("x-routing-strategy")
    reply["circuitState"] = response.get("x-circuit-state")
    reply["attempts"] = number("x-routing-attempts")
    seconds = number("retry-after")
    reply["retryAfterMs"] = number("retry-after-ms")
    if reply["retryAfterMs"] is None and seconds is not None:
        reply["retryAfterMs"] = seconds * 1000


def read_whole(reply, data):
    try:
        body = json.loads(data)
    except ValueError:
        body = None
    if not 200 <= reply["status"] < 300:
        told = body.get("error", body) if isinstance(body, dict) else None
        message = told.get("message") if isinstance(told, dict) else told
        reply["error"] = f"{reply['status']}: {str(message or data.decode(errors='replace'))[:200]}"
    elif not isinstance(body, dict):
        reply["error"] = f"{reply['status']}: the reply is not a JSON object"
    else:
        read_usage(reply, body.get("usage"))


def read_stream(reply, response, due):
    """Reads server-sent events until the stream ends; the first piece of text ends the wait for the first token."""
    while line := response.readline(b"\n"):
        if not line.startswith(b"data:") or line.strip() == b"data: [DONE]":
            continue
        event = json.loads(line[5:])
        delta = event.get("delta") if event.get("type") == "response.output_text.delta" else None
        for choice in event.get("choices") or []:
            delta = delta or (choice.get("delta") or {}).get("content")
        if delta and reply["ttftMs"] is None:
            reply["ttftMs"] = ms(due)
        if event.get("type") in ("error", "response.failed") or event.get("error"):
            reply["error"] = str(event.get("message") or event.get("error") or event["type"])[:200]
        read_usage(reply, event.get("usage") or (event.get("response") or {}).get("usage"))


def read_usage(reply, usage):
    if usage:
        reply["tokensIn"] = usage.get("input_tokens", usage.get("prompt_tokens"))
        reply["tokensOut"] = usage.get("output_tokens", usage.get("completion_tokens"))


def body_of(row):
    """The plan's payload, or one with as many tokens as the arrival says: a common English word is one token.

    A model is asked for an answer of the arrival's length in words.
    """
    payload = dict(PLAN["payload"])
    if row["prompt_tokens"]:
        shared = PLAN["sharedTokens"] if row["conversation"] else 0
        words = [f"conversation {row['conversation']}"] if shared else []
        words += ["route"] * max(1, int(row["prompt_tokens"]) - PLAN["overheadTokens"] - 2 * len(words))
        payload["input"] = " ".join(words)
        payload["instructions"] = f"Answer in exactly {row['completion_tokens']} words."
        if row["max_tokens"]:
            payload["max_output_tokens"] = int(row["max_tokens"])
    if row["stream"] == "1":
        payload["stream"] = True
    return json.dumps(payload, separators=(",", ":"))


def headers_of(row):
    """What a simulated region is told beside: it reads no instructions. Any other ignores it."""
    return {"x-simulated-completion-tokens": row["completion_tokens"]} if row["completion_tokens"] else {}


def ms(since):
    """Milliseconds since a moment of the monotonic clock."""
    return (time.monotonic() - since) * 1000


@events.init.add_listener
def on_init(environment, **_):
    """Workers wait for their share; a wrong address ends them before the test starts."""
    if isinstance(environment.runner, MasterRunner):
        return
    Target()
    if isinstance(environment.runner, WorkerRunner):
        environment.runner.register_message(SHARE, lambda environment, msg, **_: begin(environment, msg.data))


@events.test_start.add_listener
def on_test_start(environment, **_):
    """Deals the arrivals: to the workers, or all of them to the one process that there is."""
    runner = environment.runner
    if isinstance(runner, MasterRunner):
        workers = sorted(runner.clients)
        for place, worker in enumerate(workers):
            runner.send_message(SHARE, {"place": place, "of": len(workers)}, client_id=worker)
    elif not isinstance(runner, WorkerRunner):
        begin(environment, {"place": 0, "of": 1})


def begin(environment, share):
    log.info("sends arrivals %d, %d, ... of %d", share["place"], share["place"] + share["of"], PLAN["requests"])
    gevent.spawn(Dispatcher(environment, share).run)


class Caller(User):
    """Locust wants users; what is sent and when stands in the plan, so that they have nothing to do."""

    @task
    def wait(self):
        gevent.sleep(1)


class Schedule(LoadTestShape):
    """One user a worker; the test ends by itself when every request has ended."""

    def tick(self):
        ended = self.runner.stats.total.num_requests
        patience = PLAN["timeoutSeconds"] + LINGER_SECONDS
        longest = LEAD_SECONDS + PLAN["durationMs"] / 1000 + patience * (PLAN["clientRetries"] + 1)
        if ended >= PLAN["requests"] or self.get_run_time() > longest:
            return None
        return max(1, self.runner.worker_count), 100
