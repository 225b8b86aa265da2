/** Several units of one gateway that take up each change at a moment of their own. */
import { SystemClock } from "../../../lib/core/clock.ts";
import type { MaybePromise } from "../../../lib/core/maybe_promise.ts";
import type { Random } from "../../../lib/core/random.ts";
import type { GatewayConfiguration } from "../../../lib/gateway/contracts/configuration.ts";
import type { IncomingRequest, ResponseMessage } from "../../../lib/gateway/contracts/message.ts";
import type { Ports } from "../../../lib/gateway/contracts/ports.ts";
import type { Caller } from "../../../lib/gateway/http1/caller_connection.ts";
import { chooseFidelity, DataPlane, type TraceStore } from "../../../lib/gateway/mod.ts";
import { draw, type Manners } from "./manners.ts";

interface Unit {
  readonly plane: DataPlane;
  /** When it has taken up all that is stored. */
  upToDateAt: number;
}

export class GatewayUnits {
  readonly #units: Unit[] = [];
  /** Requests that reached the gateway. */
  requests = 0;

  constructor(
    readonly ports: Ports,
    readonly traces: TraceStore,
    readonly manners: Pick<Manners, "units" | "propagationMs">,
    readonly random: Random,
  ) {}

  publish(configuration: GatewayConfiguration): void {
    const { clock } = this.ports;
    const now = clock.now();
    for (let i = this.#units.length; i < this.manners.units; i++) {
      const plane = new DataPlane({
        ports: this.ports,
        fidelity: chooseFidelity(),
        traces: this.traces,
        configuration,
        instanceId: String(i),
      });
      this.#units.push({ plane, upToDateAt: now });
    }
    for (const unit of this.#units) {
      unit.upToDateAt = Math.max(
        unit.upToDateAt,
        now + draw(this.manners.propagationMs, this.random),
      );
      clock.schedule(unit.upToDateAt - now, () => {
        if (configuration.revision > unit.plane.revision) unit.plane.publish(configuration);
      });
    }
  }

  /** Answers a request; a connection stays with its unit. Linux gives clients even ports. */
  handle(request: IncomingRequest, caller: Caller): MaybePromise<ResponseMessage> {
    this.requests++;
    const { plane } = this.#units[(caller.remote.port >> 1) % this.#units.length];
    return plane.handle(request, caller, null);
  }
}

/** A clock that is `speed` times faster than life. */
export function clockOf({ speed }: Pick<Manners, "speed">): SystemClock {
  return new SystemClock({ speed });
}
