/** `<forward-request>`: calls the backend; its reply becomes the response, whatever its status. */
import { FINDING } from "../../contracts/texts/findings.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain } from "../../../core/maybe_promise.ts";
import type { ResponseMessage } from "../../contracts/message.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { Flow, Run } from "../../contracts/run.ts";
import type { ForwardOptions } from "../../contracts/forward.ts";

export const forwardRequest = definePolicy({
  name: "forward-request",
  sections: ["backend"],
  documentation: policyPage("forward-request"),
  attributes: {
    timeout: { type: "integer", expressions: true, min: 0 },
    "timeout-ms": { type: "integer", expressions: true, min: 0 },
    "continue-timeout": { type: "integer", expressions: true, min: 0 },
    "http-version": { type: ["1", "2or1", "2"] },
    "follow-redirects": attribute.booleanValue,
    "buffer-request-body": attribute.boolean,
    "buffer-response": attribute.boolean,
    "fail-on-error-status-code": attribute.boolean,
  },
  check(element, check) {
    if (element.attributes.has("timeout") && element.attributes.has("timeout-ms")) {
      check.report(FINDING.oneTimeout);
    }
  },
  compile(node) {
    const timeout = node.number("timeout", 300);
    const timeoutMs = node.optionalNumber("timeout-ms");
    const followRedirects = node.boolean("follow-redirects", false);
    const bufferRequestBody = node.boolean("buffer-request-body", false).constant === true;
    const bufferResponse = node.boolean("buffer-response", true).constant !== false;
    const failOnErrorStatusCode =
      node.boolean("fail-on-error-status-code", false).constant === true;
    const options = (run: Run): ForwardOptions => ({
      timeoutMs: timeoutMs === null ? timeout(run) * 1000 : timeoutMs(run),
      followRedirects: followRedirects(run),
      bufferRequestBody,
      bufferResponse,
      failOnErrorStatusCode,
    });
    const fixed = (timeoutMs ?? timeout).constant !== undefined &&
      followRedirects.constant !== undefined;
    const constantOptions = fixed ? Object.freeze(options(undefined as never)) : null;
    return (run) =>
      chain(
        run.forwarder.forward(run, constantOptions ?? options(run)),
        (response) => settle(run, response, failOnErrorStatusCode),
      );
  },
});

function settle(run: Run, response: ResponseMessage, failOnError: boolean): Flow {
  run.context.response = response;
  const { statusCode } = response;
  if (failOnError && statusCode >= 400 && statusCode < 600) {
    throw FAILURE.backendErrorStatusCode(String(statusCode));
  }
  return "next";
}
