/** `<authentication-certificate>`: the client certificate that the gateway shows to the backend. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import {
  certificateOf,
  checkCertificate,
  CLIENT_CERTIFICATE,
} from "../edits/client_certificate.ts";

export const authenticationCertificate = definePolicy({
  name: "authentication-certificate",
  sections: ["inbound"],
  documentation: policyPage("authentication-certificate"),
  ...CLIENT_CERTIFICATE,
  check: checkCertificate,
  compile(node) {
    const certificate = certificateOf(node);
    return (run) => {
      run.clientCertificate = certificate(run);
      const { source, id } = run.clientCertificate;
      run.trace?.add(run, node.name, `certificate by ${source}: ${id}`);
      return "next";
    };
  },
});
