/**
 * Kubernetes writes the address of every Service into the environment of a pod: of one called `dome`, `DOME_PORT` and
 * `DOME_SERVICE_HOST`. Such a variable is no setting that somebody misspelt. It is known by its name and its value
 * together, so that a setting of such a name with another value is still called unknown.
 */

const NUMBER = /^\d{1,5}$/;
const ADDRESS = /^(?:\d+(?:\.\d+){3}|[\da-f:.]*:[\da-f:.]*)$/;
const URL_OF_PORT = /^(?:tcp|udp|sctp):\/\/(?:\d+(?:\.\d+){3}|\[[\da-f:.]+\]):\d{1,5}$/;
const PROTOCOL = /^(?:tcp|udp|sctp)$/;

/** What follows the name of the Service, and its value. */
const LINKS: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/_SERVICE_HOST$/, ADDRESS],
  [/_SERVICE_PORT(?:_[A-Z0-9_]+)?$/, NUMBER],
  [/_PORT$/, URL_OF_PORT],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)$/, URL_OF_PORT],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)_PROTO$/, PROTOCOL],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)_PORT$/, NUMBER],
  [/_PORT_\d{1,5}_(?:TCP|UDP|SCTP)_ADDR$/, ADDRESS],
];

/** Whether it looks like what Kubernetes writes for some Service. */
export function isServiceLink(variable: string, value: string): boolean {
  return LINKS.some(([name, written]) => name.test(variable) && written.test(value));
}
