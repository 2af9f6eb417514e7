// What the fleet can run. Any daemon answers for all of them from its copy of the announcements; if the copy does not
// have the answer, it is refreshed first.
import { DomeError, LIMITS, RANGE_DEFAULT, rangeFault, selectSkill } from '@dome/contracts';
import type { Announcement, CapabilityGetReply, CapabilityGetRequest, Digest } from '@dome/contracts';
import type { CapabilityListReply, CapabilityListRequest, Selection, SelectionRefusal } from '@dome/contracts';

import type { DescriptorStore, Directory } from '../ports.ts';

export interface CapabilityPorts {
  readonly directory: Directory;
  readonly descriptors: DescriptorStore;
}

/** A list may be this old; a lease lasts longer. */
export const LIST_AGE_MS_MAX = 500;

export async function listCapabilities(
  request: CapabilityListRequest,
  { directory }: CapabilityPorts,
): Promise<CapabilityListReply> {
  const after = request.after ?? '';
  const find = () => directory.list().filter(({ key, announcement }) => key > after && matches(announcement, request));
  await freshen(directory, () => request.after !== undefined || find().length > 0);
  const matching = find();
  const limit = request.limit ?? LIMITS.listDefault;
  const page = matching.slice(0, limit);
  const last = page.at(-1);
  return {
    capabilities: page.map(({ announcement }) => announcement),
    ...(matching.length > page.length && last !== undefined ? { next: last.key } : {}),
  };
}

/**
 * A name and a range mean the same as in a plan; a digest means its descriptor, even if nobody announces it any more.
 * @throws DomeError INVALID_REQUEST, CAPABILITY_MISSING
 */
export async function getCapability(
  request: CapabilityGetRequest,
  { directory, descriptors }: CapabilityPorts,
): Promise<CapabilityGetReply> {
  const digest = await digestMeant(request, directory);
  // Checked by the schema of the request, or of the announcement.
  const descriptor = await descriptors.get(digest as Digest);
  if (descriptor === undefined) {
    const pointer = request.digest === undefined ? '/name' : '/digest';
    throw new DomeError('CAPABILITY_MISSING', { detail: `no descriptor is stored under ${digest}`, pointer });
  }
  const announcements = announcedIn(directory).filter(
    (one) => one.descriptorDigest === digest && matches(one, request),
  );
  return { descriptor, descriptorDigest: digest, announcements: announcements.slice(0, LIMITS.listMax) };
}

async function digestMeant(request: CapabilityGetRequest, directory: Directory): Promise<string> {
  const { name, range = RANGE_DEFAULT, pool, digest } = request;
  const fault = rangeFault(name ?? 'skill', range);
  if (fault !== undefined) throw refusalOf(fault);
  if (digest !== undefined) {
    await freshen(directory, () => announcedIn(directory).some((one) => one.descriptorDigest === digest));
    return digest;
  }
  if (name === undefined) {
    throw new DomeError('INVALID_REQUEST', { detail: 'a name or a digest is required', pointer: '/name' });
  }
  const select = () => selected(announcedIn(directory), { name, range, pool });
  await freshen(directory, () => select().ok);
  const selection = select();
  if (selection.ok) return selection.chosen.descriptorDigest;
  throw refusalOf(selection.refusal);
}

/** Whoever asks for a drained version alone is shown it, though no plan would be locked to it. */
function selected(
  announced: readonly Announcement[],
  wish: { readonly name: string; readonly range: string; readonly pool: string | undefined },
): Selection<Announcement> {
  const chosen = selectSkill(announced, wish);
  if (chosen.ok) return chosen;
  const shown = selectSkill(announced, { ...wish, evenDrained: true });
  return shown.ok ? shown : chosen;
}

/** The copy may be a moment old, unless it has no answer. */
async function freshen(directory: Directory, isAnswered: () => boolean): Promise<void> {
  await directory.freshen(LIST_AGE_MS_MAX);
  if (!isAnswered()) await directory.freshen(0);
}

const announcedIn = (directory: Directory): Announcement[] => directory.list().map(({ announcement }) => announcement);

function matches(
  announcement: Announcement,
  { name, pool }: { readonly name?: string; readonly pool?: string },
): boolean {
  return (name ?? announcement.name) === announcement.name && (pool ?? announcement.pool) === announcement.pool;
}

const POINTERS: Readonly<Record<SelectionRefusal['part'], string>> = {
  name: '/name',
  pool: '/pool',
  range: '/range',
  version: '/range',
  digest: '/digest',
};

function refusalOf({ code, part, detail, hint }: SelectionRefusal): DomeError {
  return new DomeError(code, { detail, pointer: POINTERS[part], ...(hint === undefined ? {} : { hint }) });
}
