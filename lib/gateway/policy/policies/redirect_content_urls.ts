/** `<redirect-content-urls>`: links to the backend become links to the gateway, and the other way round inbound. */
import { spend } from "../../expression/values.ts";
import { counted } from "../engine/counted.ts";
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody, MessageBody } from "../../contracts/message.ts";
import { definePolicy, policyPage } from "../definition/definition.ts";
import { changesRequest, messageOf } from "../engine/message_of.ts";
import type { Run } from "../../contracts/run.ts";

export const redirectContentUrls = definePolicy({
  name: "redirect-content-urls",
  sections: ["inbound", "outbound"],
  once: "section",
  documentation: policyPage("redirect-content-urls"),
  compile: () => (run) => {
    const message = messageOf(run);
    const bases = basesOf(run);
    if (message === null || bases === null) return "next";
    const [from, to] = changesRequest(run)
      ? [bases.gateway, bases.backend]
      : [bases.backend, bases.gateway];
    const location = message.headers.get("Location");
    if (location !== undefined) message.headers.set("Location", redirect(location, from, to));
    const type = message.headers.get("Content-Type") ?? "";
    if (message.body === null || !/\b(?:text|json|xml|javascript)\b/i.test(type)) return "next";
    return chain(loadBody(message.body, run), () => {
      if (message.body === null || message.body.consumed) return "next";
      const text = message.body.text();
      message.body = new MessageBody(counted(run, () => redirect(text, from, to)));
      message.headers.delete("Content-Length");
      return "next";
    });
  },
});

/** Where the API is for callers and where its backend is, without slash at the end; null without a backend. */
function basesOf({ context: { api, request }, target }: Run) {
  const { originalUrl } = request;
  const backend = target === null
    ? api?.serviceUrl
    : target.kind === "url"
    ? target.url
    : target.backend.type === "Single"
    ? target.backend.url
    : null;
  if (!backend) return null;
  const gateway = `${originalUrl.scheme}://${originalUrl.authority}/${api?.path ?? ""}`;
  return { backend: backend.replace(/\/$/, ""), gateway: gateway.replace(/\/$/, "") };
}

/** Only whole: `https://a.test/x` is no part of `https://a.test/xyz`. */
function redirect(text: string, from: string, to: string): string {
  let out = "";
  let at = 0;
  for (let next = text.indexOf(from); next >= 0; next = text.indexOf(from, at)) {
    spend();
    out += text.slice(at, next);
    at = next + from.length;
    out += /[\w.-]/.test(text.charAt(at)) ? from : to;
  }
  return out + text.slice(at);
}
