/** The gateway with its console over simulated regions, under `console_gateway.ts PER_SECOND` requests a second. Prints the console's URL. */
import { SystemClock } from "../../lib/core/clock.ts";
import { routedGateway } from "../../tests/routed_gateway.ts";

const perSecond = Number(Deno.args[0]);
const clock = new SystemClock();
const gateway = await routedGateway(1);
console.log(gateway.console);

/** On a machine that cannot keep up, callers that wait would be what is measured. */
const MOST_UNDER_WAY = 300;
let underWay = 0;
const start = clock.now();
for (let i = 0;; i++) {
  const wait = start + (i * 1000) / perSecond - clock.now();
  if (wait > 0) await clock.sleep(wait);
  if (underWay >= MOST_UNDER_WAY) continue;
  underWay++;
  fetch(gateway.url, {
    method: "POST",
    headers: { "content-type": "application/json", "Ocp-Apim-Subscription-Key": gateway.key },
    body: '{"input":"What color is the sky?","max_output_tokens":20}',
  }).then((response) => response.body?.cancel(), () => {}).finally(() => underWay--);
}
