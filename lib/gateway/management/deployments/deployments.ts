/**
 * `Microsoft.Resources/deployments`: templates deployed to a resource group or a subscription.
 * @see https://learn.microsoft.com/rest/api/resources/deployments
 * @module
 */
import { reportDefect } from "../../../core/defects.ts";
import type { Clock } from "../../../core/clock.ts";
import type { Random } from "../../../core/random.ts";
import { ArmError, invalid, methodNotAllowed } from "../arm/error.ts";
import { isObject, type JsonObject, objectOf, textOf } from "../arm/json.ts";
import { pageOf } from "../arm/page.ts";
import type { ArmClient } from "./arm_client.ts";
import {
  type DeploymentRecord,
  errorOf,
  operationsOf,
  showDeployment,
  stateOf,
  templateHash,
} from "./record.ts";
import { DeploymentRun } from "./run.ts";
import type { DeploymentTarget } from "./scope_functions.ts";
import { whatIf } from "./what_if.ts";

/** Deployments that are remembered for each scope, as in Azure. */
const MAX_KEPT = 800;
/** A PUT answers once the deployment has ended, or after this time. */
const ANSWER_AFTER_MS = 5_000;
/** Deployments in deployments. */
const MAX_NESTED = 10;

export interface DeploymentsWorld {
  /** Sends what deployments within `depth - 1` others send. */
  readonly client: (depth: number) => ArmClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly tenantId: string;
  /** The cloud as the function `environment` gives it. */
  readonly environment: (url: URL) => JsonObject;
}

/** A request below `…/providers/Microsoft.Resources/deployments`. */
export interface DeploymentRequest {
  readonly method: string;
  readonly url: URL;
  readonly target: DeploymentTarget;
  /** The name, then what is asked of it; none for the list. */
  readonly segments: readonly string[];
  readonly body: JsonObject;
  /** Deployments that this one is within. */
  readonly depth: number;
}

export class Deployments {
  readonly #records = new Map<string, DeploymentRecord>();
  readonly #world: DeploymentsWorld;

  constructor(world: DeploymentsWorld) {
    this.#world = world;
  }

  /** @throws ArmError */
  async request(request: DeploymentRequest): Promise<Response> {
    const { segments, method, url, target } = request;
    const [name, what, operation] = segments;
    if (name === undefined) {
      only("GET", method);
      const records = [...this.#records.values()]
        .filter(({ id, name }) => id.toLowerCase() === idOf(target, name).toLowerCase());
      return Response.json(pageOf(records.map((record) => this.#show(record)), url));
    }
    if (what === undefined) return await this.#own(request, name);
    switch (what.toLowerCase()) {
      case "validate":
        only("POST", method);
        return await this.#validate(request, name);
      case "whatif": {
        only("POST", method);
        const { resultFormat } = objectOf(objectOf(request.body.properties).whatIfSettings);
        return Response.json(await whatIf(await this.#plan(request, name), resultFormat));
      }
      case "exporttemplate": {
        only("POST", method);
        return Response.json({
          template: this.#get(target, name).run.options.properties.template ?? null,
        });
      }
      case "cancel": {
        only("POST", method);
        const state = stateOf(this.#get(target, name));
        const message = `The deployment '${name}' cannot be canceled: its state is '${state}'.`;
        throw new ArmError(409, "DeploymentCannotBeCancelled", message);
      }
      case "operations":
        only("GET", method);
        return this.#operations(this.#get(target, name), operation, url);
      case "operationstatuses": {
        only("GET", method);
        const record = this.#get(target, name);
        const status = stateOf(record);
        return Response.json({
          status,
          ...(status === "Failed" && { error: errorOf(record) }),
        });
      }
    }
    throw notFound(name);
  }

  async #own(request: DeploymentRequest, name: string): Promise<Response> {
    const { method, target } = request;
    const key = idOf(target, name).toLowerCase();
    switch (method) {
      case "GET":
        return Response.json(this.#show(this.#get(target, name)));
      case "HEAD":
        this.#get(target, name);
        return new Response(null, { status: 204 });
      case "PUT":
        return await this.#put(request, name);
      case "DELETE":
        this.#records.delete(key);
        return new Response(null, { status: 204 });
    }
    throw methodNotAllowed(method, ["GET", "HEAD", "PUT", "DELETE"]);
  }

  async #put(request: DeploymentRequest, name: string): Promise<Response> {
    const { target, url, body } = request;
    if (!/^[-\w.()]{1,64}$/.test(name)) {
      const message =
        `The deployment name '${name.slice(0, 80)}' is not valid: it has 1 to 64 letters, ` +
        "digits and _-.().";
      throw new ArmError(400, "InvalidDeploymentName", message);
    }
    const id = idOf(target, name);
    const existing = this.#records.get(id.toLowerCase());
    if (existing && existing.endedAt === null) {
      const message =
        `Unable to edit or replace deployment '${name}': previous deployment is still active.`;
      throw new ArmError(409, "DeploymentActive", message);
    }
    const { clock, random } = this.#world;
    const record: DeploymentRecord = {
      id,
      name,
      location: textOf(body.location),
      tags: objectOf(body.tags),
      run: await this.#plan(request, name),
      correlationId: random.uuid(),
      operationId: random.uuid(),
      startedAt: clock.now(),
      endedAt: null,
      failed: false,
      error: null,
    };
    this.#keep(record);
    const limit = new AbortController();
    await Promise.race([
      this.#execute(record),
      clock.sleep(ANSWER_AFTER_MS, limit.signal).catch(() => {}),
    ]);
    limit.abort();
    const status = new URL(`${id}/operationStatuses/${record.operationId}`, url);
    status.searchParams.set("api-version", url.searchParams.get("api-version") ?? "");
    return Response.json(this.#show(record), {
      status: existing ? 200 : 201,
      headers: { "azure-asyncoperation": status.href, "retry-after": "0" },
    });
  }

  async #execute(record: DeploymentRecord): Promise<void> {
    try {
      record.failed = !await record.run.execute();
    } catch (error) {
      record.failed = true;
      if (error instanceof ArmError) {
        const { code, message } = error;
        record.error = { code, target: record.id, message };
      } else {
        reportDefect(error); // ours to mend
        const message = "The server met an internal error.";
        record.error = { code: "InternalServerError", target: record.id, message };
      }
    } finally {
      record.endedAt = this.#world.clock.now();
    }
  }

  async #validate(request: DeploymentRequest, name: string): Promise<Response> {
    const run = await this.#plan(request, name);
    const { clock } = this.#world;
    return Response.json({
      id: idOf(request.target, name),
      name,
      type: "Microsoft.Resources/deployments",
      properties: {
        templateHash: templateHash(objectOf(run.options.properties.template)),
        parameters: run.template.shownParameters(),
        mode: "Incremental",
        provisioningState: "Succeeded",
        timestamp: new Date(clock.now()).toISOString(),
        duration: "PT0S",
        correlationId: this.#world.random.uuid(),
        providers: [],
        dependencies: [],
        validatedResources: run.resources
          .filter(({ existing, deployed }) => !existing && deployed)
          .map(({ id }) => ({ id })),
      },
    });
  }

  async #plan(
    { body, target, url, depth }: DeploymentRequest,
    name: string,
  ): Promise<DeploymentRun> {
    const { clock, random, tenantId, environment } = this.#world;
    if (depth > MAX_NESTED) {
      const message = `Deployments are nested deeper than ${MAX_NESTED} levels.`;
      throw new ArmError(400, "InvalidTemplate", message);
    }
    const client = this.#world.client(depth + 1);
    if (!isObject(body.properties)) throw invalid("properties", "'properties' is required.");
    if (target.resourceGroup === null && textOf(body.location) === undefined) {
      const message = "The 'location' property is required for deployments to a subscription.";
      throw new ArmError(400, "LocationRequired", message);
    }
    const ask = async (path: string) => (await client.send("GET", path, "2022-12-01")).body;
    const subscription = `/subscriptions/${target.subscriptionId}`;
    return new DeploymentRun({
      name,
      target,
      properties: body.properties,
      client,
      clock,
      newGuid: () => random.uuid(),
      tenantId,
      environment: environment(url),
      resourceGroup: target.resourceGroup === null ? null : await ask(scopeOf(target)),
      subscription: await ask(subscription),
    });
  }

  #operations(record: DeploymentRecord, id: string | undefined, url: URL): Response {
    const operations = operationsOf(record);
    if (id === undefined) return Response.json(pageOf(operations, url));
    const found = operations.find(({ operationId }) =>
      String(operationId).toLowerCase() === id.toLowerCase()
    );
    if (found) return Response.json(found);
    const message = `Deployment operation '${id.slice(0, 80)}' could not be found.`;
    throw new ArmError(404, "DeploymentOperationNotFound", message);
  }

  #get(target: DeploymentTarget, name: string): DeploymentRecord {
    const record = this.#records.get(idOf(target, name).toLowerCase());
    if (record) return record;
    throw notFound(name);
  }

  #keep(record: DeploymentRecord): void {
    const key = record.id.toLowerCase();
    this.#records.delete(key);
    this.#records.set(key, record);
    if (this.#records.size > MAX_KEPT) this.#records.delete(this.#records.keys().next().value!);
  }

  #show(record: DeploymentRecord): JsonObject {
    return showDeployment(record, this.#world.clock.now());
  }
}

function scopeOf({ subscriptionId, resourceGroup }: DeploymentTarget): string {
  const group = resourceGroup === null ? "" : `/resourceGroups/${resourceGroup}`;
  return `/subscriptions/${subscriptionId}${group}`;
}

function idOf(target: DeploymentTarget, name: string): string {
  return `${scopeOf(target)}/providers/Microsoft.Resources/deployments/${name}`;
}

function notFound(name: string): ArmError {
  return new ArmError(
    404,
    "DeploymentNotFound",
    `Deployment '${name.slice(0, 80)}' could not be found.`,
  );
}

function only(allowed: string, method: string): void {
  if (method !== allowed) throw methodNotAllowed(method, [allowed]);
}
