/** `<jsonp>`: a JSON response as a call of the function that the caller names, for scripts of other origins. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody, MessageBody } from "../../contracts/message.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";

/** A JavaScript name, or several with dots between. Anything else could be a script of its own. */
const CALLBACK = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

export const jsonp = definePolicy({
  name: "jsonp",
  sections: ["outbound"],
  once: "section",
  documentation: policyPage("jsonp"),
  attributes: { "callback-parameter-name": attribute.requiredValue },
  compile(node) {
    const parameter = node.text("callback-parameter-name");
    return (run) => {
      const { request, response } = run.context;
      const callback = request.originalUrl.query.get(parameter(run))?.[0];
      if (callback === undefined || response === null || response.body === null) return "next";
      if (!CALLBACK.test(callback)) {
        throw FAILURE.callbackParameterInvalid(parameter(run));
      }
      return chain(loadBody(response.body, run), () => {
        response.body = new MessageBody(`${callback}(${response.body!.text()})`);
        response.headers.set("Content-Type", "application/javascript");
        response.headers.delete("Content-Length");
        return "next";
      });
    };
  },
});
