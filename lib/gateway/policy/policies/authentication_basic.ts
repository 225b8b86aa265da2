/** `<authentication-basic>`: a user name and password for the backend. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import { BASIC_CREDENTIALS, basicCredentials } from "../edits/basic_credentials.ts";

export const authenticationBasic = definePolicy({
  name: "authentication-basic",
  sections: ["inbound"],
  once: "section",
  documentation: policyPage("authentication-basic"),
  ...BASIC_CREDENTIALS,
  compile(node) {
    const credentials = basicCredentials(node);
    return (run) => {
      run.context.request.headers.set("Authorization", credentials(run));
      return "next";
    };
  },
});
