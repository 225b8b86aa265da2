/**
 * Ids of time zones: Windows' and IANA's.
 * @module
 */
import { findIana } from "windows-iana";

/** What Windows still has and Unicode's table has dropped. */
const OBSOLETE: ReadonlyMap<string, string> = new Map([
  ["Mid-Atlantic Standard Time", "Etc/GMT+2"],
  ["Kamchatka Standard Time", "Asia/Kamchatka"],
]);

/** The IANA id of the zone that Windows knows by that id; undefined when it knows none. */
export function ianaOf(windowsId: string): string | undefined {
  return findIana(windowsId)[0] ?? OBSOLETE.get(windowsId);
}
