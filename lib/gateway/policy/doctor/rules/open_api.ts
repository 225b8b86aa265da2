/** Whoever finds an open API uses the model at its owner's expense. */
import { literal, type Patient, type Rule, warning } from "../patient.ts";

const GUARDS = [
  "validate-jwt",
  "validate-azure-ad-token",
  "check-header",
  "ip-filter",
  "validate-client-certificate",
];

export const openApi: Rule = function* (patient) {
  if (patient.surroundings.api?.subscriptionRequired !== false) return;
  const inbound = patient.section("inbound");
  if (GUARDS.some((name) => [...patient.all(name, inbound)].length > 0)) return;
  const paid = paidAccess(patient);
  if (paid === undefined) return;
  yield warning(paid, {
    code: "open-api",
    message:
      "The API needs no subscription key and checks no caller, and adds a credential of its " +
      "own: anyone can use the backend.",
    cure: "Require a subscription, or validate the caller's token.",
  });
};

/** The policy that adds a credential. */
function paidAccess(patient: Patient) {
  const [identity] = patient.all("authentication-managed-identity");
  const keys = [...patient.all("set-header")].filter((element) =>
    /^(?:api-key|authorization)$/i.test(literal(element, "name") ?? "") &&
    literal(element, "exists-action") !== "delete"
  );
  const { backends } = patient.surroundings;
  const [entity] = [...patient.all("set-backend-service")].filter((element) => {
    const backend = backends?.get(literal(element, "backend-id")?.toLowerCase() ?? "");
    return backend?.type === "Single" && backend.credentials.headers.size > 0;
  });
  return identity ?? keys[0] ?? entity;
}
