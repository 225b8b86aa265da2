/**
 * The loopback control of one region: `GET` and `PUT /_faults`, `GET /_stats`. No key is asked for: only
 * programs of this machine are answered.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import { LocalAccess, refusalResponse } from "../../core/local_access.ts";
import { Checker } from "../checker.ts";
import { checkFault } from "../configuration_file.ts";
import type { Fault } from "../fault.ts";
import type { Region } from "../region.ts";

const access = new LocalAccess();

/** Counters of one region, as `GET /_stats` gives them. */
export interface RegionStats {
  readonly id: string;
  readonly region: string;
  readonly deployments: readonly {
    readonly name: string;
    readonly type: "PTU" | "PAYG";
    readonly accepted: number;
    readonly rejected: number;
    readonly failed: number;
    readonly promptTokens: number;
    readonly cachedTokens: number;
    readonly completionTokens: number;
    /** 1 is 100%. */
    readonly utilization: number;
  }[];
}

export function regionStats(region: Region, now: number): RegionStats {
  return {
    id: region.id,
    region: region.region,
    deployments: [...region.deployments.values()].map((deployment) => ({
      name: deployment.name,
      type: deployment.type,
      ...deployment.stats,
      utilization: deployment.utilization(now),
    })),
  };
}

/** Answers the control paths; undefined for every other path. */
export async function control(
  region: Region,
  clock: Clock,
  request: Request,
): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (pathname !== "/_stats" && pathname !== "/_faults") return undefined;
  const refusal = access.refuse(request);
  if (refusal !== null) return refusalResponse(refusal);
  if (pathname === "/_stats" && request.method === "GET") {
    return Response.json(regionStats(region, clock.now()));
  }
  if (pathname === "/_stats") return undefined;
  if (request.method === "GET") return Response.json({ faults: region.faults.switched });
  if (request.method !== "PUT") return undefined;
  let body: unknown;
  try {
    body = await request.json();
  } catch (error) {
    return refused([`the body must be JSON: ${(error as Error).message}`]);
  }
  const check = new Checker();
  const faults = check.object(body, "", ["faults"])?.faults;
  if (check.problems.length > 0) return refused(check.problems);
  const problems = faultProblems(faults);
  if (problems.length > 0) return refused(problems);
  region.faults.switch(faults as Fault[]);
  return Response.json({ faults: region.faults.switched });
}

/** What is wrong with a list of faults, each problem with its path: `faults[0].kind must be one of ...`. */
export function faultProblems(faults: unknown): readonly string[] {
  const check = new Checker();
  check.list(faults, "faults", (fault, path) => checkFault(check, fault, path), 0);
  return check.problems;
}

function refused(problems: readonly string[]): Response {
  return Response.json({ problems }, { status: 400 });
}
