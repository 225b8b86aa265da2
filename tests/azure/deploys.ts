/** Runs deploy_all.ts as an attendee does a notebook, and listens to what it is at. */
import { lines } from "../../lib/core/lines.ts";
import type { Application } from "./stand_in/sign_in.ts";
import type { StandIn } from "./stand_in/stand_in.ts";

const PROGRAM = new URL("deploy_all.ts", import.meta.url).pathname;
const LONGEST_LINE = 100_000;

/** What it said: what it is at, what answered after a deployment, how it ended. */
export interface Line {
  readonly at?: string;
  readonly deployed?: string;
  readonly statuses?: readonly number[];
  readonly done?: true;
  readonly failed?: string;
}

export interface DeploysOptions {
  /** How the gateway signs in to the models; default keys. */
  readonly auth?: "key" | "managed-identity";
  /** Told what it is at; the process is killed when this says so. */
  readonly kill?: (line: Line) => boolean;
  /** Kills it, too. */
  readonly signal?: AbortSignal;
}

/** @param folder for the stand-in's certificate, and results */
export async function deployAll(
  standIn: StandIn,
  who: Application,
  folder: string,
  { auth, kill = () => false, signal }: DeploysOptions = {},
): Promise<{ readonly lines: readonly Line[]; readonly code: number }> {
  const authority = `${folder}/authority.pem`;
  await Deno.writeTextFile(authority, standIn.authority);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", PROGRAM],
    env: {
      ...standIn.environment(who, authority, auth),
      WORKSHOP_RESULTS: folder,
      WORKSHOP_PACE: "instant",
      NO_COLOR: "1",
    },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const end = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", end);
  const said: Line[] = [];
  for await (const text of lines(child.stdout.pipeThrough(new TextDecoderStream()), LONGEST_LINE)) {
    const line: Line = JSON.parse(text);
    said.push(line);
    if (kill(line)) end();
  }
  signal?.removeEventListener("abort", end);
  return { lines: said, code: (await child.status).code };
}
