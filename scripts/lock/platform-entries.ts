// Adds the optional packages of other platforms to package-lock.json. npm omits what its registry does not serve, for
// example a mirror for one platform, and then `npm ci` refuses the file on every platform. A tool's platform packages
// follow a naming scheme, so their entries can be written without asking the registry.

import { placeFrom } from './places.ts';
import type { LockEntries, LockEntry } from './places.ts';

const PLATFORM_NAME =
  /(?<os>android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(?<abi>\w+))?$/;

/** The entries that are missing, by their place. Pure: the same lock gives the same entries. */
export function missingPlatformEntries(entries: LockEntries): LockEntries {
  const missing = new Map<string, LockEntry>();
  const placed = { ...entries };
  for (const [place, entry] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const platform = PLATFORM_NAME.exec(name)?.groups;
      if (platform === undefined || placed[placeFrom(placed, place, name) ?? '']?.version === version) continue;
      const top = `node_modules/${name}`;
      const at = placed[top] === undefined ? top : `${place}/${top}`;
      placed[at] = entryOf(version, platform, entry['dev'] === true);
      missing.set(at, placed[at]);
    }
  }
  return Object.fromEntries(missing);
}

function entryOf(version: string, platform: Readonly<Record<string, string>>, isDev: boolean): LockEntry {
  const { os, cpu, abi } = platform;
  const libc = abi?.startsWith('musl') === true ? 'musl' : 'glibc';
  return {
    version,
    cpu: [cpu],
    ...(isDev ? { dev: true } : {}),
    ...(os === 'linux' && abi !== undefined ? { libc: [libc] } : {}),
    optional: true,
    os: [os],
  };
}
