/**
 * What surrounds a policy in its service, read from a file of ARM resources: the routing doctor's advice on
 * backends, pools and open APIs needs it.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import { Random } from "../core/random.ts";
import type { GatewayConfiguration } from "../gateway/contracts/configuration.ts";
import { createManagementPlane } from "../gateway/management/mod.ts";
import { UsageError } from "./command.ts";
import { DEFAULT_SERVICE } from "../gateway/mod.ts";
import { compileDocument } from "../gateway/policy/compile/compile.ts";
import type { Surroundings } from "../gateway/policy/doctor/mod.ts";
import { TraceStore } from "../gateway/contracts/trace.ts";

/** One resource: its kind below the service, as in `backends`, its name, and ARM's properties. */
interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The file cannot be used; the message says where and why. */
export class ServiceFileError extends UsageError {
  override name = "ServiceFileError";
}

/**
 * Reads `{"resources": [{"type": "backends", "name": "ptu", "properties": {...}}, ...]}`, in the order in which ARM
 * would take them: members before their pool. `type` may carry ARM's prefix `Microsoft.ApiManagement/service/`.
 * @throws ServiceFileError
 */
export async function readServiceFile(path: string): Promise<Surroundings> {
  const resources = await readResources(path);
  const published: GatewayConfiguration[] = [];
  const clock = new SystemClock();
  const random = new Random("service-file");
  const plane = createManagementPlane({
    clock,
    random,
    service: DEFAULT_SERVICE,
    compile: compileDocument,
    publish: (configuration) => void published.push(configuration),
    traces: new TraceStore({ clock, random }),
  });
  const headers = { "content-type": "application/json" };
  for (const [index, { type, name, properties }] of resources.entries()) {
    const kind = type.replace(/^Microsoft\.ApiManagement\/service\//i, "");
    const url = `http://localhost${plane.serviceId}/${kind}/${
      encodeURIComponent(name)
    }?api-version=2024-05-01`;
    const body = JSON.stringify({ properties });
    const response = await plane.handle(new Request(url, { method: "PUT", headers, body }));
    if (!response.ok) {
      throw new ServiceFileError(
        `${path}: resources[${index}] (${kind}/${name}) is refused: ${await response.text()}`,
      );
    }
  }
  const { backends, apis } = published.at(-1)!;
  const open = apis.find(({ subscriptionRequired }) => !subscriptionRequired) ?? apis[0];
  return { backends, api: open && { subscriptionRequired: open.subscriptionRequired } };
}

async function readResources(path: string): Promise<readonly Resource[]> {
  let file: { resources?: unknown };
  try {
    file = JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    throw new ServiceFileError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const resources = file?.resources;
  if (!Array.isArray(resources)) {
    throw new ServiceFileError(`${path}: an object with a list "resources" was expected`);
  }
  resources.forEach((resource, index) => {
    const { type, name, properties } = resource ?? {};
    if (typeof type !== "string" || typeof name !== "string" || typeof properties !== "object") {
      throw new ServiceFileError(
        `${path}: resources[${index}] needs "type", "name" and "properties", as in ` +
          '{"type": "backends", "name": "ptu", "properties": {"url": "https://...", "protocol": "http"}}',
      );
    }
  });
  return resources;
}
