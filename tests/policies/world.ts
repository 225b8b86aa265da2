/** The embedded gateway in process, on a clock that stands still, in front of scripted backends. */
import "../defects.ts";
import { VirtualClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import { Secret } from "../../lib/core/secret.ts";
import {
  createGateway,
  HeaderMap,
  MessageBody,
  MessageUrl,
  type OutgoingRequest,
  type ResponseMessage,
  type TransportFailure,
} from "../../lib/gateway/mod.ts";
import type { Exhibit } from "../../lib/policies/exhibits/mod.ts";
import type { StrategyPolicy } from "../../lib/policies/mod.ts";
import { publishApi, publishStrategy } from "../../lib/simulation/publish.ts";

/** What a backend does with a call. */
export type Behaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | "refuses connections";

/** A call as a backend saw it. */
export interface Call {
  readonly backend: string;
  readonly request: OutgoingRequest;
  readonly body: string;
}

/** What the caller got. */
export interface Reply {
  readonly status: number;
  readonly backend: string | null;
  readonly strategy: string | null;
  readonly attempts: number;
  readonly circuit: string | null;
  readonly revision: string | null;
  readonly headers: HeaderMap;
  readonly body: string;
}

export interface World {
  readonly clock: VirtualClock;
  readonly calls: Call[];
  /** By host's first label: `a` for https://a.openai.azure.com. A backend left out answers 200. */
  readonly behaviour: Record<string, Behaviour>;
  send(body?: string, path?: string): Promise<Reply>;
  /** So many requests, one after the other. */
  sendMany(count: number): Promise<Reply[]>;
}

const KEY = "callers-key";

/** A gateway that serves the policy. */
export async function worldOf(policy: StrategyPolicy | Exhibit): Promise<World> {
  const clock = new VirtualClock();
  const calls: Call[] = [];
  const behaviour: Record<string, Behaviour> = {};
  const gateway = createGateway({
    ports: {
      clock,
      random: new Random("policies"),
      transport: {
        send(request): ResponseMessage | TransportFailure {
          const backend = new URL(request.url).hostname.split(".")[0];
          calls.push({ backend, request, body: request.body?.text() ?? "" });
          const does = behaviour[backend] ?? { status: 200 };
          if (does === "refuses connections") {
            return { failure: "BackendConnectionFailure", message: "connection refused" };
          }
          return {
            statusCode: does.status,
            statusReason: "",
            headers: HeaderMap.from(Object.entries(does.headers ?? {})),
            body: new MessageBody(`{"from":"${backend}"}`),
          };
        },
      },
    },
  });
  await publishApi(gateway.management, new Secret(KEY));
  await publishStrategy(
    gateway.management,
    "flaw" in policy
      ? { ...policy, namedValues: [], backends: [], pool: null }
      : { ...policy, format: "rawxml", xml: new Secret(policy.xml) },
  );
  const send = async (body = '{"model":"x","input":"hi"}', path = "/routing/responses") => {
    const response = await gateway.handle({
      method: "POST",
      url: MessageUrl.parse(`https://gateway.example${path}`),
      headers: HeaderMap.from([
        ["Ocp-Apim-Subscription-Key", KEY],
        ["api-key", "the-callers-own"],
        ["Content-Type", "application/json"],
      ]),
      body: new MessageBody(body),
      ipAddress: "127.0.0.1",
    });
    const header = (name: string) => response.headers.get(name) ?? null;
    return {
      status: response.statusCode,
      backend: header("x-routed-backend"),
      strategy: header("x-routing-strategy"),
      attempts: Number(header("x-routing-attempts")),
      circuit: header("x-circuit-state"),
      revision: header("x-policy-revision"),
      headers: response.headers,
      body: response.body?.text() ?? "",
    };
  };
  return {
    clock,
    calls,
    behaviour,
    send,
    async sendMany(count) {
      const replies: Reply[] = [];
      for (let i = 0; i < count; i++) replies.push(await send());
      return replies;
    },
  };
}

/** How many replies each backend gave. */
export function countByBackend(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { backend } of replies) {
    counts[backend ?? "none"] = (counts[backend ?? "none"] ?? 0) + 1;
  }
  return counts;
}
