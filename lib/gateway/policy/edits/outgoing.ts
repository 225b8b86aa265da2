/**
 * Requests that policies send by themselves: send-request and send-one-way-request.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain, inOrder, type MaybePromise } from "../../../core/maybe_promise.ts";
import { HeaderMap, loadBody, MessageBody } from "../../contracts/message.ts";
import type { ResponseMessage } from "../../contracts/message.ts";
import type {
  ClientCertificate,
  OutgoingRequest,
  TransportFailure,
} from "../../contracts/ports.ts";
import { readWithin } from "../../contracts/read_within.ts";
import type { AttributeRule, Check, ChildrenRule, ElementRule } from "../definition/definition.ts";
import { FINDING } from "../../contracts/texts/findings.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";
import { BASIC_CREDENTIALS, basicCredentials } from "./basic_credentials.ts";
import { bodyOf, SET_BODY } from "./body.ts";
import { certificateOf, CLIENT_CERTIFICATE } from "./client_certificate.ts";
import { headerEdit, SET_HEADER } from "./header.ts";
import { authorize, MANAGED_IDENTITY } from "./managed_identity.ts";
import { methodOf } from "./method.ts";

/** `new` (default): nothing of the caller's request. `copy`: its method, headers and body to start with. */
export const MODE: AttributeRule = { type: ["new", "copy"], expressions: true };

const once = (rule: ElementRule) => ({ ...rule, max: 1 });

/** What both policies may hold. */
export const OUTGOING: ChildrenRule = {
  kind: "elements",
  elements: {
    "set-url": once({ text: "required", valueRequired: true }),
    "set-method": once({ text: "required", textExpressions: false }),
    "set-header": SET_HEADER,
    "set-body": once(SET_BODY),
    "authentication-basic": once(BASIC_CREDENTIALS),
    "authentication-certificate": once(CLIENT_CERTIFICATE),
    "authentication-managed-identity": once(MANAGED_IDENTITY),
  },
};

/** A new request has to say where it goes. */
export function requireUrl({ name, attributes, children }: Element, check: Check): void {
  const mode = attributes.get("mode")?.content;
  const mayCopy = mode?.kind === "expression" || mode?.text === "copy";
  if (mayCopy || children.some((child) => child.name === "set-url")) return;
  check.report(FINDING.incomplete(name, ["set-url"]));
}

interface Draft {
  clientCertificate: ClientCertificate | null;
  method: string;
  url: string;
  readonly headers: HeaderMap;
  body: MessageBody | null;
}

type Edit = (run: Run, draft: Draft) => MaybePromise<unknown>;

/**
 * What sends the node's request; failures of transport come back as data.
 * @param options.readsReply has the reply's body in memory, within the node's time limit
 */
export function sender(
  node: PolicyNode,
  { readsReply }: { readonly readsReply: boolean },
): (run: Run) => MaybePromise<ResponseMessage | TransportFailure> {
  const mode = node.text("mode", "new");
  const timeout = node.number("timeout", 60);
  const edits = node.everyChild.map(editOf);
  return (run) => {
    const start = mode(run) === "copy" ? copyOf(run) : draft();
    const timeoutMs = timeout(run) * 1000;
    return chain(
      chain(start, (draft) => chain(inOrder(edits, run, draft), () => draft)),
      (draft) => {
        run.trace?.add(run, node.name, `${draft.method} ${draft.url}`);
        const { clock, transport } = run.ports;
        const until = clock.now() + timeoutMs;
        const limits = { timeoutMs, limitsBody: readsReply };
        const reply = transport.send(outgoing(draft, run, limits));
        if (!readsReply) return reply;
        return chain(
          reply,
          (reply) => readWithin(reply, { clock, until, budget: run.context.budget }),
        );
      },
    );
  };
}

function draft(): Draft {
  return { clientCertificate: null, method: "GET", url: "", headers: new HeaderMap(), body: null };
}

/** Fields that belong to the caller's connection. */
const NOT_COPIED = ["Host", "Content-Length", "Connection", "Transfer-Encoding", "Keep-Alive"];

function copyOf(run: Run): MaybePromise<Draft> {
  const { method, url, headers, body } = run.context.request;
  const copied = headers.clone();
  for (const name of NOT_COPIED) copied.delete(name);
  return chain(loadBody(body, run), () => ({
    clientCertificate: null,
    method,
    url: url.toString(),
    headers: copied,
    body: body === null || body.consumed ? null : new MessageBody(body.bytes()),
  }));
}

function outgoing(
  draft: Draft,
  run: Run,
  limits: Pick<OutgoingRequest, "timeoutMs" | "limitsBody">,
): OutgoingRequest {
  if (!/^https?:\/\/[^\s/?#]+/i.test(draft.url)) {
    throw FAILURE.invalidUrl(draft.url);
  }
  return { ...draft, ...limits, followRedirects: false, bufferResponse: true, signal: run.signal };
}

function editOf(child: PolicyNode): Edit {
  switch (child.name) {
    case "set-url": {
      const url = child.content;
      return (run, draft) => void (draft.url = url(run).trim());
    }
    case "set-method": {
      const method = methodOf(child);
      return (run, draft) => void (draft.method = method(run));
    }
    case "set-header": {
      const edit = headerEdit(child);
      return (run, draft) => edit(run, draft.headers);
    }
    case "set-body": {
      const body = bodyOf(child);
      return (run, draft) => chain(body(run), (content) => void (draft.body = content));
    }
    case "authentication-certificate": {
      const certificate = certificateOf(child);
      return (run, draft) => void (draft.clientCertificate = certificate(run));
    }
    case "authentication-basic": {
      const credentials = basicCredentials(child);
      return (run, draft) => draft.headers.set("Authorization", credentials(run));
    }
    default: {
      const identity = authorize(child);
      return (run, draft) => identity(run, draft.headers);
    }
  }
}

/** Whether the reply is a failure of transport. */
export function isFailure(reply: ResponseMessage | TransportFailure): reply is TransportFailure {
  return "failure" in reply;
}
