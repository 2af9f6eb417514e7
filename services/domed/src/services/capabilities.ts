// What the fleet can run. Any daemon answers for all of them from its copy of the announcements; a copy that does not know
// the answer is read again first.
import { DomeError, LIMITS } from '@dome/contracts';
import type { Announcement, CapabilityGetReply, CapabilityGetRequest, Digest } from '@dome/contracts';
import type { CapabilityListReply, CapabilityListRequest } from '@dome/contracts';
import { maxSatisfying, satisfies, validRange } from 'semver';

import type { DescriptorStore, Directory } from '../ports.ts';

export interface CapabilityPorts {
  readonly directory: Directory;
  readonly descriptors: DescriptorStore;
}

/** A list may be this old; a lease lives longer than that. */
const listAgeMsMax = 500;

export async function listCapabilities(
  request: CapabilityListRequest,
  ports: CapabilityPorts,
): Promise<CapabilityListReply> {
  const { directory } = ports;
  const after = request.after ?? '';
  const find = () => directory.list().filter(({ key, announcement }) => key > after && matches(announcement, request));
  await directory.freshen(listAgeMsMax);
  let matching = find();
  if (matching.length === 0 && request.after === undefined) {
    await directory.freshen(0);
    matching = find();
  }
  const limit = request.limit ?? LIMITS.listDefault;
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  return {
    capabilities: page.map(({ announcement }) => announcement),
    ...(matching.length > page.length && last !== undefined ? { next: last.key } : {}),
  };
}

/** @throws DomeError INVALID_REQUEST, CAPABILITY_MISSING */
export async function getCapability(
  request: CapabilityGetRequest,
  ports: CapabilityPorts,
): Promise<CapabilityGetReply> {
  const { digest, range } = request;
  if (range !== undefined && validRange(range) === null) {
    throw new DomeError('INVALID_REQUEST', {
      detail: `${JSON.stringify(range)} is not a version range`,
      pointer: '/range',
    });
  }
  if (digest === undefined && request.name === undefined) {
    throw new DomeError('INVALID_REQUEST', { detail: 'a name or a digest is asked for', pointer: '/name' });
  }
  await ports.directory.freshen(listAgeMsMax);
  let chosen = choose(request, ports.directory);
  if (chosen === undefined) {
    await ports.directory.freshen(0);
    chosen = choose(request, ports.directory);
  }
  // Words that nobody announces any more can still be read by their digest.
  const wanted = chosen ?? digest;
  if (wanted === undefined) throw missing(request, ports.directory);
  // Checked by the schema of the request, or of the announcement.
  const descriptor = await ports.descriptors.get(wanted as Digest);
  if (descriptor === undefined) throw missing(request, ports.directory);
  const announcements = matchingOf(request, ports.directory).filter((one) => one.descriptorDigest === wanted);
  return { descriptor, descriptorDigest: wanted, announcements: announcements.slice(0, LIMITS.listMax) };
}

function matches(
  announcement: Announcement,
  { name, pool }: { readonly name?: string; readonly pool?: string },
): boolean {
  return (name ?? announcement.name) === announcement.name && (pool ?? announcement.pool) === announcement.pool;
}

function matchingOf(request: CapabilityGetRequest, directory: Directory): Announcement[] {
  return directory
    .list()
    .map(({ announcement }) => announcement)
    .filter(
      (one) =>
        matches(one, request) &&
        satisfies(one.version, request.range ?? '*', { includePrerelease: request.range === undefined }),
    );
}

/** The descriptor digest that answers the request best: the newest version, announced by most. */
function choose(request: CapabilityGetRequest, directory: Directory): string | undefined {
  const matching = matchingOf(request, directory);
  if (request.digest !== undefined) {
    return matching.some(({ descriptorDigest }) => descriptorDigest === request.digest) ? request.digest : undefined;
  }
  const versions = matching.map(({ version }) => version);
  const best = maxSatisfying(versions, request.range ?? '*', { includePrerelease: request.range === undefined });
  const digests = matching.flatMap(({ version, descriptorDigest }) => (version === best ? [descriptorDigest] : []));
  const votes = (digest: string): number => digests.filter((other) => other === digest).length;
  return [...new Set(digests)].toSorted((a, b) => votes(b) - votes(a) || (a < b ? -1 : 1))[0];
}

function missing({ name, range, digest, pool }: CapabilityGetRequest, directory: Directory): DomeError {
  const wanted = digest ?? `${name ?? ''}@${range ?? '*'}`;
  const known = directory.list().flatMap(({ announcement: one }) => (one.name === name ? [one.version] : []));
  const there = known.length === 0 ? '' : `; announced: ${[...new Set(known)].join(', ')}`;
  const where = pool === undefined ? '' : ` in the pool ${pool}`;
  return new DomeError('CAPABILITY_MISSING', {
    detail: `No daemon announces ${wanted}${where}${there}.`,
    pointer: digest === undefined ? (known.length === 0 ? '/name' : '/range') : '/digest',
  });
}
