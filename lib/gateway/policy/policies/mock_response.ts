/** `<mock-response>`: ends the pipeline with a response for the operation. */
import { HeaderMap } from "../../message.ts";
import { attribute, definePolicy, policyPage } from "../definition.ts";
import { reasonPhrase } from "../reason_phrase.ts";

export const mockResponse = definePolicy({
  name: "mock-response",
  sections: ["inbound", "outbound", "on-error"],
  documentation: policyPage("mock-response"),
  attributes: {
    "status-code": { type: "integer", min: 100, max: 999 },
    "content-type": attribute.text,
    index: { type: "integer", min: 0 },
  },
  compile(node) {
    const statusCode = node.number("status-code", 200);
    const contentType = node.literal("content-type");
    return (run) => {
      const code = statusCode(run);
      const headers = new HeaderMap();
      if (contentType !== null) headers.set("Content-Type", contentType);
      run.context.response = {
        statusCode: code,
        statusReason: reasonPhrase(code),
        headers,
        body: null,
      };
      return "respond";
    };
  },
});
