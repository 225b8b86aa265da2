/** `<mock-response>`: ends the pipeline with an example of what the operation returns. */
import { HeaderMap, MessageBody } from "../../contracts/message.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { reasonPhrase } from "../../contracts/reason_phrase.ts";
import type { Run } from "../../contracts/run.ts";
import type { MockReply } from "../../contracts/mock_reply.ts";

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
    const index = node.number("index", 0);
    return (run) => {
      const code = statusCode(run);
      const reply = replyOf(run, code, contentType);
      const body = reply?.bodies[index(run)];
      const headers = new HeaderMap();
      const type = contentType ?? reply?.contentType;
      if (type !== undefined) headers.set("Content-Type", type);
      run.context.response = {
        statusCode: code,
        statusReason: reasonPhrase(code),
        headers,
        body: body === undefined ? null : new MessageBody(body),
      };
      return "respond";
    };
  },
});

/** What the operation's resource says about that response. */
function replyOf(
  { mockReplies }: Run,
  statusCode: number,
  contentType: string | null,
): MockReply | undefined {
  return mockReplies.find((reply) =>
    reply.statusCode === statusCode &&
    (contentType === null || reply.contentType.toLowerCase() === contentType.toLowerCase())
  );
}
