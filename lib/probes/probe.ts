/**
 * A probe settles one fidelity switch on a service: entities and a policy to put, calls to make, a judgement of
 * what came back.
 * @module
 */
import type { Fidelity } from "../gateway/mod.ts";

export type SwitchName = keyof Fidelity;

/** The sections of the probe's operation policy; what is left out does nothing but, in backend, forward. */
export interface Sections {
  readonly inbound?: string;
  readonly backend?: string;
  readonly outbound?: string;
  readonly onError?: string;
}

/** What a probe finds when its calls begin. */
export interface SetUp {
  /** Properties by local name. */
  readonly backends?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly policy: Sections;
  /** Of the probe's operation; default POST. */
  readonly method?: "GET" | "POST";
}

/** Full names for a probe's local ones. */
export interface Names {
  /** Name of the backend entity: `parity-breaker-window-a`. */
  backend(local: string): string;
  /** ARM id of the backend entity. */
  backendId(local: string): string;
  /** URL of a mock of that name on the service itself: see mock.ts. */
  mock(local: string): string;
}

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** An address that no operation has. */
  readonly unknownOperation?: boolean;
}

export interface Reply {
  readonly status: number;
  /** null where there is none. */
  header(name: string): string | null;
  readonly body: string;
}

/** What a probe has in its hands while it runs. */
export interface Bench {
  readonly names: Names;
  /**
   * One call to the probe's operation. Breakers, pools' turns and counters are each gateway instance's own, so
   * replies of other instances than the first one's are dropped and the call is made again.
   */
  call(options?: CallOptions): Promise<Reply>;
  /** Puts a policy that nothing calls: null when it is accepted, else what the service says. */
  refusal(policy: Sections): Promise<string | null>;
  /** The same for the policy of a product that nobody can subscribe to. */
  productRefusal(policy: Sections): Promise<string | null>;
  /** The same for a fragment; its full name is that of a backend with this local name. */
  fragmentRefusal(local: string, fragment: string): Promise<string | null>;
  /**
   * Puts a backend by one api-version, and gives its properties as another one reads them.
   * @throws Undecided when the service refuses it.
   */
  storedBackend(
    local: string,
    properties: Readonly<Record<string, unknown>>,
    versions: { readonly put: string; readonly read: string },
  ): Promise<Readonly<Record<string, unknown>>>;
  wait(ms: number): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface Probe<S extends SwitchName = SwitchName> {
  readonly settles: S;
  /** How long its calls take on a service, waits included. */
  readonly seconds: number;
  readonly setUp?: (names: Names) => SetUp;
  /** @throws Undecided when what came back fits no choice. */
  run(bench: Bench): Promise<Fidelity[S]>;
}

/** What was seen fits none of the switch's choices, or the service could not be asked. */
export class Undecided extends Error {
  override name = "Undecided";
}

/** Keeps a probe's choices checked against its switch. */
export function probe<const S extends SwitchName>(definition: Probe<S>): Probe<S> {
  return definition;
}

/** @throws Undecided with the reply, for a judge that has no case for it. */
export function unexpected(reply: Reply): never {
  throw new Undecided(`status ${reply.status}: ${reply.body.slice(0, 200)}`);
}

/** Policy XML that goes to one backend. */
export function toBackend(name: string): string {
  return `<set-backend-service backend-id="${name}" />`;
}

/** Policy XML that answers 200 with a header made by an expression. */
export function answer(header: string, expression: string): string {
  return `<return-response>
      <set-status code="200" reason="OK" />
      <set-header name="${header}" exists-action="override"><value>${expression}</value></set-header>
    </return-response>`;
}
