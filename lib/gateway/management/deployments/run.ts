/**
 * One deployment on its way: its template planned, its resources put one after the other, its outputs.
 * @module
 */
import type { Clock } from "../../../core/clock.ts";
import { ArmError, type ErrorDetail } from "../arm/error.ts";
import { isObject, type Json, type JsonObject, objectOf, textOf } from "../arm/json.ts";
import { Answers, type ArmAnswer, type ArmClient, NeedsAnswer } from "./arm_client.ts";
import { StepBudget } from "./evaluator.ts";
import { dependenciesOf, META, plan, type PlannedResource } from "./plan.ts";
import {
  type DeploymentContext,
  type DeploymentTarget,
  scopeFunctions,
} from "./scope_functions.ts";
import { Template } from "./template.ts";
import { TemplateError, unsupported } from "./template_error.ts";

/** The manager of services that are created takes its time; a deployment waits no longer. */
const MAX_WAIT_MS = 3_600_000;
const POLL_MS = 1_000;

const DEPLOYMENTS = "microsoft.resources/deployments";

export interface RunOptions {
  readonly name: string;
  readonly target: DeploymentTarget;
  /** A deployment's `properties`. */
  readonly properties: JsonObject;
  readonly client: ArmClient;
  readonly clock: Clock;
  readonly newGuid: () => string;
  readonly tenantId: string;
  readonly environment: JsonObject;
  readonly resourceGroup: JsonObject | null;
  readonly subscription: JsonObject;
}

/** One resource's part, as `deployments/operations` shows it. */
export interface DeployedResource {
  readonly resource: PlannedResource;
  readonly status: number;
  /** null when it worked */
  readonly error: ErrorDetail | null;
  readonly at: number;
}

export class DeploymentRun {
  readonly template: Template;
  readonly resources: readonly PlannedResource[];
  readonly done: DeployedResource[] = [];
  outputs: JsonObject = {};
  readonly #answers = new Answers();
  /** Empty until something is deployed. */
  readonly #progress = new Map<PlannedResource, "running" | "done" | "failed">();

  /** Reads and plans the template; nothing is sent. @throws ArmError 400 */
  constructor(readonly options: RunOptions) {
    const { properties, clock, newGuid, target } = options;
    try {
      for (const name of ["templateLink", "parametersLink", "onErrorDeployment", "debugSetting"]) {
        if (isObject(properties[name])) throw unsupported(`'${name}' of a deployment`);
      }
      if (String(properties.mode ?? "Incremental").toLowerCase() !== "incremental") {
        throw unsupported(`the mode '${properties.mode}' of a deployment`);
      }
      if (!isObject(properties.template)) throw new TemplateError("a deployment has a 'template'");
      this.template = new Template(properties.template, {
        parameters: objectOf(properties.parameters),
        functions: scopeFunctions(this.#context()),
        budget: new StepBudget(),
        now: clock.now(),
        newGuid,
      });
      this.resources = plan(this.template, target);
      for (const { type, existing } of this.resources) if (!existing) checkType(type);
    } catch (error) {
      throw asArmError(error);
    }
  }

  /** Puts the resources. Never rejects: what fails is in {@link done}. @returns whether all worked */
  async execute(): Promise<boolean> {
    for (const resource of this.resources) await this.#ensure(resource);
    if ([...this.#progress.values()].includes("failed")) return false;
    this.outputs = objectOf(await this.answered(() => this.template.outputs()));
    return true;
  }

  /** Deploys a resource after those it depends on; one whose dependency fails is left out, and fails. */
  async #ensure(resource: PlannedResource): Promise<void> {
    if (!resource.deployed || resource.existing || this.#progress.has(resource)) return;
    this.#progress.set(resource, "running");
    for (const other of dependenciesOf(resource, this.resources)) {
      if (this.#progress.get(other) !== "failed") continue;
      this.#progress.set(resource, "failed");
      return;
    }
    const outcome = await this.#deploy(resource);
    this.done.push(outcome);
    this.#progress.set(resource, outcome.error ? "failed" : "done");
  }

  /** A reference is a dependency, too, though nothing says so. @throws TemplateError for a circle */
  async #ensureReferred(path: string): Promise<void> {
    const lower = path.toLowerCase();
    const isAt = ({ id }: PlannedResource) =>
      lower === id.toLowerCase() || lower.startsWith(`${id.toLowerCase()}/`);
    for (const resource of this.resources.filter(isAt)) {
      if (this.#progress.get(resource) === "running") {
        throw new TemplateError(`circular dependency detected on resource: '${resource.id}'`);
      }
      await this.#ensure(resource);
    }
  }

  /** The body that a resource's PUT has. @throws ArmError, NeedsAnswer */
  bodyOf({ source, type, loops }: PlannedResource): JsonObject {
    const evaluate = (value: Json | undefined) =>
      this.template.evaluator.evaluate(value ?? null, loops);
    const isNested = type.toLowerCase() === DEPLOYMENTS;
    const body: Record<string, Json> = {};
    for (const [key, value] of Object.entries(source)) {
      if (META.has(key)) continue;
      body[key] = isNested && key === "properties"
        ? nestedProperties(objectOf(value), evaluate)
        : evaluate(value);
    }
    return body;
  }

  /** A result whose references are asked for when it needs them. @throws ArmError */
  async answered<T>(evaluate: () => T): Promise<T> {
    for (;;) {
      try {
        return evaluate();
      } catch (error) {
        if (!(error instanceof NeedsAnswer)) throw asArmError(error);
        if (this.#progress.size > 0) await this.#ensureReferred(error.about);
        const { status, body } = await error.ask(this.options.client);
        if (status >= 300) {
          const { code, message } = objectOf(body.error);
          throw new ArmError(status, String(code), `${message} (${error.about})`);
        }
        this.#answers.set(error.key, body);
      }
    }
  }

  async #deploy(resource: PlannedResource): Promise<DeployedResource> {
    const { client, clock } = this.options;
    const { id, apiVersion } = resource;
    try {
      const body = await this.answered(() => this.bodyOf(resource));
      const answer = await this.#ended(resource, await client.send("PUT", id, apiVersion, body));
      this.#answers.forget(id);
      const error = answer.status >= 300 ? failure(answer, id) : null;
      return { resource, status: answer.status, error, at: clock.now() };
    } catch (error) {
      const refused = asArmError(error);
      if (!(refused instanceof ArmError)) throw refused;
      const { status, code, message } = refused;
      return { resource, status, error: { code, target: id, message }, at: clock.now() };
    }
  }

  /** The answer, once what it began has ended. */
  async #ended({ id, apiVersion }: PlannedResource, answer: ArmAnswer): Promise<ArmAnswer> {
    const { client, clock } = this.options;
    let last = answer;
    for (let waited = 0; waited < MAX_WAIT_MS; waited += POLL_MS) {
      const { provisioningState: state } = objectOf(last.body.properties);
      const running = last.status < 300 && textOf(state) !== undefined &&
        !["Succeeded", "Failed", "Canceled"].includes(String(state));
      if (!running) return last;
      await clock.sleep(POLL_MS);
      last = await client.send("GET", id, apiVersion);
    }
    return last;
  }

  #context(): DeploymentContext {
    const { name, target, tenantId, environment, resourceGroup, subscription, properties } =
      this.options;
    const { template, mode = "Incremental" } = properties;
    const { $schema, contentVersion } = objectOf(template);
    const named = (key: string) => {
      const lower = key.toLowerCase();
      return (this.resources ?? []).filter((resource) => resource.names.includes(lower));
    };
    return {
      name,
      target,
      tenantId,
      environment,
      resourceGroup,
      subscription,
      properties: {
        template: { $schema, contentVersion, resources: [] },
        mode,
        provisioningState: "Running",
      },
      resolve(key) {
        const [resource] = named(key);
        if (resource) return resource;
        if (key.startsWith("/")) return { id: key, apiVersion: undefined };
        throw new TemplateError(`the resource '${key}' is not defined in the template`);
      },
      resolveAll: named,
      ask: (method, path, apiVersion, body) => this.#answers.get(method, path, apiVersion, body),
    };
  }
}

/** Only what this resource manager has. @throws TemplateError */
function checkType(type: string): void {
  const lower = type.toLowerCase();
  if (/^microsoft\.apimanagement\/service(\/|$)/.test(lower)) return;
  if (lower === DEPLOYMENTS || lower === "microsoft.resources/resourcegroups") return;
  throw unsupported(`the resource type '${type}'`);
}

/** A nested template is evaluated by its own deployment, if its scope is `inner`; else by this one. */
function nestedProperties(
  properties: JsonObject,
  evaluate: (value: Json | undefined) => Json,
): JsonObject {
  const { template, expressionEvaluationOptions, ...rest } = properties;
  const { scope } = objectOf(evaluate(expressionEvaluationOptions));
  const inner = String(scope ?? "outer").toLowerCase() === "inner";
  return { ...objectOf(evaluate(rest)), template: inner ? template : evaluate(template) };
}

/** The provider's own answer stands in the message as text, as in Azure. */
function failure({ status, body }: ArmAnswer, target: string): ErrorDetail {
  const { code } = objectOf(body.error);
  const kind = status === 409 ? "Conflict" : status === 404 ? "NotFound" : "BadRequest";
  const message = code === undefined ? `HTTP ${status}` : JSON.stringify(body, null, 2);
  return { code: kind, target, message };
}

function asArmError(error: unknown): unknown {
  if (error instanceof TemplateError) return error.toArmError();
  if (!(error instanceof NeedsAnswer)) return error;
  // names, conditions and counts are known before anything is deployed
  return new TemplateError(`the reference to '${error.about}' is not expected here`).toArmError();
}
