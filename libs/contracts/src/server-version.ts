// The oldest nats-server that Dome works with: per-message TTL and what the commands rely on are not below it.
import { coerce, gte } from 'semver';

export const SERVER_VERSION_MIN = '2.12.0';

/** Pre-releases count as their release: a 2.12.0-RC.1 speaks what 2.12 speaks. What is no version is too old. */
export function isServerSupported(version: string): boolean {
  const release = coerce(version);
  return release !== null && gte(release, SERVER_VERSION_MIN);
}
