/**
 * Gateways by others, where they are installed: each with the first deployment first, and the second for what that
 * one answers with 429.
 * @module
 */
import { type ServerProcess, startCommand } from "./process.ts";

/** Two deployments behind a gateway, by their base URLs. */
export interface Deployments {
  readonly ptu: string;
  readonly payg: string;
}

/** A gateway that has been started. */
export interface OtherGateway {
  readonly server: ServerProcess;
  /** What is POSTed to. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly version: string;
}

export interface OtherGatewayKind {
  readonly name: string;
  /** Its command: from the environment variable, else from PATH; null where there is none. */
  find(): Promise<string | null>;
  /** How to get it, and how it is found. */
  readonly hint: string;
  /** Started, on 127.0.0.1. */
  start(command: string, deployments: Deployments): Promise<OtherGateway>;
}

const START_LIMIT_MS = 180_000;
const KEY = "sk-bench-0123456789abcdef";

const ENVIRONMENT = { NODE_ENV: "production", NO_COLOR: "1" };

const liteLlm: OtherGatewayKind = {
  name: "LiteLLM",
  hint: "pip install 'litellm[proxy]'; LITELLM names its command",
  find: () => findCommand("LITELLM", "litellm", () => true),
  async start(command, { ptu, payg }) {
    const cwd = await Deno.makeTempDir();
    const model = (name: string, url: string) => ({
      model_name: name,
      litellm_params: { model: "openai/gpt-4.1", api_base: `${url}/openai/v1`, api_key: "key" },
    });
    const config = {
      model_list: [model("gpt-4.1", ptu), model("gpt-4.1-payg", payg)],
      router_settings: { num_retries: 0, fallbacks: [{ "gpt-4.1": ["gpt-4.1-payg"] }] },
      litellm_settings: { set_verbose: false, request_timeout: 60 },
      general_settings: { master_key: KEY },
    };
    await Deno.writeTextFile(`${cwd}/config.yaml`, JSON.stringify(config)); // JSON is YAML
    const server = await startCommand({
      command,
      args: (port) => [
        "--config=config.yaml",
        "--host=127.0.0.1",
        `--port=${port}`,
        "--num_workers=1",
      ],
      env: {
        ...ENVIRONMENT,
        LITELLM_MODE: "PRODUCTION",
        LITELLM_LOG: "ERROR",
        LITELLM_LOCAL_MODEL_COST_MAP: "True",
        DISABLE_ADMIN_UI: "True",
      },
      cwd,
      readyPath: "/health/liveliness",
      startLimitMs: START_LIMIT_MS,
    });
    const headers = { Authorization: `Bearer ${KEY}` };
    const answer = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "hi" }] }),
      signal: AbortSignal.timeout(START_LIMIT_MS),
    });
    await answer.body?.cancel();
    return {
      server: { ...server, [Symbol.asyncDispose]: () => ended(server, cwd) },
      path: "/v1/chat/completions",
      headers,
      version: answer.headers.get("x-litellm-version") ?? "of unknown version",
    };
  },
};

const portkey: OtherGatewayKind = {
  name: "Portkey",
  hint: "npm install @portkey-ai/gateway; PORTKEY_GATEWAY names its command",
  find: () =>
    findCommand("PORTKEY_GATEWAY", "gateway", (path) => path.includes("@portkey-ai/gateway")),
  async start(command, { ptu, payg }) {
    const cwd = await Deno.makeTempDir();
    const preload = new URL("listen_on_loopback.cjs", import.meta.url).pathname;
    const server = await startCommand({
      command,
      args: (port) => [`--port=${port}`, "--headless"],
      env: { ...ENVIRONMENT, NODE_OPTIONS: `--require=${preload}` },
      cwd,
      readyPath: "/",
      startLimitMs: START_LIMIT_MS,
    });
    const target = (url: string) => ({
      provider: "openai",
      api_key: "key",
      custom_host: `${url}/openai/v1`,
    });
    const config = {
      strategy: { mode: "fallback", on_status_codes: [429] },
      targets: [target(ptu), target(payg)],
    };
    const manifest = new URL("../package.json", `file://${await Deno.realPath(command)}`);
    return {
      server: { ...server, [Symbol.asyncDispose]: () => ended(server, cwd) },
      path: "/v1/chat/completions",
      headers: { "x-portkey-config": JSON.stringify(config) },
      version: JSON.parse(await Deno.readTextFile(manifest)).version,
    };
  },
};

/** Those that are known, in the order in which they are measured. */
export const OTHER_GATEWAYS: readonly OtherGatewayKind[] = [liteLlm, portkey];

async function ended(server: ServerProcess, folder: string): Promise<void> {
  await server[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
}

/** @param isIt told the file that a command of this name in PATH is, links followed */
async function findCommand(
  variable: string,
  name: string,
  isIt: (path: string) => boolean,
): Promise<string | null> {
  const given = Deno.env.get(variable);
  if (given) {
    return await Deno.realPath(given).then(() => given, () => {
      throw new Error(`${variable} names ${given}, which is not there`);
    });
  }
  for (const folder of (Deno.env.get("PATH") ?? "").split(":").filter(Boolean)) {
    const path = `${folder}/${name}`;
    const real = await Deno.realPath(path).catch(() => null);
    if (real !== null && isIt(real)) return path;
  }
  return null;
}
