/**
 * What reading JSON at one go costs, known before it is read.
 * @module
 */
import { chargeForCopy, hold, spend } from "../../csharp/runtime/budget.ts";

/** Shorter texts are not worth a look. */
const SHORT = 1024;

/** Of a value or member, and of a list or object besides. */
const VALUE_BYTES = 16;
const CONTAINER_BYTES = 64;
const STEPS_PER_CONTAINER = 2;

/** Counts what the platform makes of a JSON text. @throws LimitExceededError */
export function chargeForJson(text: string): void {
  if (text.length < SHORT) return;
  chargeForCopy(text);
  let values = 0;
  let containers = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2c || code === 0x3a) values++;
    else if (code === 0x5b || code === 0x7b) containers++;
  }
  spend((text.length >> 8) + values + containers * STEPS_PER_CONTAINER);
  hold(values * VALUE_BYTES + containers * CONTAINER_BYTES);
}
