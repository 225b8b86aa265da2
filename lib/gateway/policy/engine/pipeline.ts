/**
 * A request's way through the sections: inbound, backend, outbound, and on-error when one of them fails.
 * @module
 */
import { chain, isPromise, type MaybePromise } from "../../../core/maybe_promise.ts";
import type { Section } from "../../contracts/context.ts";
import { HeaderMap, type ResponseMessage } from "../../contracts/message.ts";
import { asPolicyError, defectOf, reportDefectAt } from "./failure.ts";
import { errorReply } from "./reply.ts";
import type { Afterwards, Flow, Run } from "../../contracts/run.ts";
import { DEFAULT_FORWARD } from "../../contracts/forward.ts";
import { INTERNAL_SERVER_ERROR } from "../../contracts/policy_error.ts";

/**
 * Runs the sections of all scopes, from the narrowest document on. Never rejects: what fails ends as the
 * error's reply, which on-error may have changed. Straight through where nothing waits.
 */
export function runPipeline(run: Run): MaybePromise<ResponseMessage> {
  return runSections(run, 0);
}

/** Enters on-error with a failure of the pipeline itself: no operation matched, no valid key. */
export function failPipeline(run: Run, error: unknown): MaybePromise<ResponseMessage> {
  return onError(run, error);
}

/**
 * Answers a browser's preflight request by the cors policy of the narrowest scope that has one: no key is
 * asked for, and no other policy runs. null when there is none, or when it lets the request through.
 */
export function runPreflight(run: Run): MaybePromise<ResponseMessage | null> {
  for (const { scope, document } of run.documents) {
    if (!document?.preflight) continue;
    run.scope = scope;
    const { preflight } = document;
    try {
      return chain(preflight(run), (flow) => flow === "respond" ? finish(run) : null);
    } catch (error) {
      return onError(run, error);
    }
  }
  return null;
}

const FLOW: readonly Section[] = ["inbound", "backend", "outbound"];
const OUTBOUND = FLOW.indexOf("outbound");

/** `next` with what `action` gives; what fails goes to on-error. */
function guarded<T>(
  run: Run,
  action: () => MaybePromise<T>,
  next: (value: T) => MaybePromise<ResponseMessage>,
): MaybePromise<ResponseMessage> {
  let value: MaybePromise<T>;
  try {
    value = action();
  } catch (error) {
    return onError(run, error);
  }
  return isPromise(value) ? value.then(next, (error) => onError(run, error)) : next(value);
}

/** The section at `index` of the flow, and what comes after it. */
function runSections(run: Run, index: number): MaybePromise<ResponseMessage> {
  if (index === FLOW.length) return finish(run);
  const section = FLOW[index];
  if (section === "backend" && run.fidelity.responseWithoutForward === "empty-200") {
    run.context.response ??= emptyResponse();
  }
  const { documentIndex, scope } = run;
  return guarded(run, () => enterSection(run, section, 0), (flow) => {
    leaveSection(run, documentIndex, scope);
    if (flow === "respond") return finish(run);
    if (flow === "outbound") return runSections(run, OUTBOUND);
    return guarded(run, () => afterSection(run, section), () => runSections(run, index + 1));
  });
}

function afterSection(run: Run, section: Section): MaybePromise<void> {
  if (section === "backend") return runAll(run.afterBackend, run, 0);
}

/** What steps left to do, one after the other; straight through where nothing waits. */
function runAll(work: readonly Afterwards[], run: Run, index: number): MaybePromise<void> {
  for (; index < work.length; index++) {
    const done = work[index](run);
    if (isPromise(done)) return done.then(() => runAll(work, run, index + 1));
  }
}

/**
 * The section of the document at `index` of the run's documents, or of the first wider one that is stored:
 * a scope without a document behaves as if it held `<base/>` alone. Beyond the widest, a backend section
 * forwards the request, as the service's built-in global policy does.
 */
export function runSection(run: Run, section: Section, index: number): MaybePromise<Flow> {
  const { documentIndex, scope } = run;
  return chain(enterSection(run, section, index), (flow) => {
    leaveSection(run, documentIndex, scope);
    return flow;
  });
}

function enterSection(run: Run, section: Section, index: number): MaybePromise<Flow> {
  const { documents } = run;
  while (index < documents.length && documents[index].document === null) index++;
  run.section = section;
  if (index >= documents.length) {
    const missingGlobal = documents.length === 0 || documents.at(-1)!.document === null;
    return section === "backend" && missingGlobal ? forwardByDefault(run) : "next";
  }
  const { document, scope } = documents[index];
  const step = document!.sections[section];
  if (step === null) return "next";
  run.documentIndex = index;
  run.scope = scope;
  return step(run);
}

/** Back to the document that ran before. */
function leaveSection(run: Run, documentIndex: number, scope: Run["scope"]): void {
  run.documentIndex = documentIndex;
  run.scope = scope;
}

function forwardByDefault(run: Run): MaybePromise<Flow> {
  const response = run.forwarder.forward(run, DEFAULT_FORWARD);
  if (isPromise(response)) {
    return response.then((response) => {
      run.context.response = response;
      return "next";
    });
  }
  run.context.response = response;
  return "next";
}

function onError(run: Run, thrown: unknown): MaybePromise<ResponseMessage> {
  const error = asPolicyError(thrown);
  const { context } = run;
  context.budget?.grant();
  context.lastError = error.lastError(run);
  if (error.reply !== "as-it-stands") context.response = errorReply(error.reply, context.requestId);
  if (run.trace !== null) {
    const { source = "pipeline", path, line, column } = error.place ?? {};
    run.trace.add(run, source, error.message, { reason: error.reason, path, line, column });
  }
  const defect = defectOf(error);
  if (defect !== null) {
    // no policy handles what is no failure of a policy
    reportDefectAt(error, defect);
    return finish(run);
  }
  run.documentIndex = 0;
  if (run.replaying) run.replaying = false;
  try {
    const flow = runSection(run, "on-error", 0);
    return isPromise(flow)
      ? flow.then(() => finish(run), (second) => failTwice(run, second))
      : finish(run);
  } catch (second) {
    return failTwice(run, second);
  }
}

/** An error inside on-error: LastError tells of the second failure. */
function failTwice(run: Run, thrown: unknown): MaybePromise<ResponseMessage> {
  const error = asPolicyError(thrown);
  run.context.lastError = error.lastError(run);
  const defect = defectOf(error);
  if (defect !== null) reportDefectAt(error, defect);
  if (defect !== null || run.fidelity.onErrorFailure === "plain-500") {
    run.context.response = errorReply(INTERNAL_SERVER_ERROR, run.context.requestId);
  }
  return finish(run);
}

function finish(run: Run): MaybePromise<ResponseMessage> {
  run.context.response ??= emptyResponse();
  return chain(runLeftovers(run, 0), () => run.context.response!);
}

/** What steps left for after the response. It comes too late to fail the request: the trace tells. */
function runLeftovers(run: Run, index: number): MaybePromise<void> {
  const note = (thrown: unknown) => {
    const error = asPolicyError(thrown);
    const defect = defectOf(error);
    if (defect !== null) reportDefectAt(error, defect);
    run.trace?.add(run, "pipeline", error.message);
  };
  const { afterResponse } = run;
  for (; index < afterResponse.length; index++) {
    try {
      const done = afterResponse[index](run);
      if (isPromise(done)) return done.catch(note).then(() => runLeftovers(run, index + 1));
    } catch (error) {
      note(error);
    }
  }
}

function emptyResponse(): ResponseMessage {
  return { statusCode: 200, statusReason: "OK", headers: new HeaderMap(), body: null };
}
