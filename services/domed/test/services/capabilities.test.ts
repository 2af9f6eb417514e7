import { sha256Digest } from '@dome/contracts';
import type { Announcement, Descriptor } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import type { DescriptorStore, Directory } from '../../src/ports.ts';
import { getCapability } from '../../src/services/capabilities.ts';
import { loadedSkill } from '../support/commands.ts';

const { descriptor } = loadedSkill();

function announcementOf(version: string, pool = 'default'): Announcement {
  const { title, description: summary, hints } = descriptor;
  return {
    name: 'echo',
    version,
    title,
    summary,
    hints,
    pool,
    descriptorDigest: sha256Digest(version),
    slots: 1,
    instance: 'domed-1',
    labels: {},
  };
}

/** A fleet that announces these versions; a copy of it is as fresh as the last `freshen(0)`. */
function fleet(...announced: readonly Announcement[]) {
  let known: readonly Announcement[] = [];
  const directory: Directory = {
    list: () => known.map((announcement) => ({ key: `${announcement.pool}.${announcement.version}`, announcement })),
    elsewhere: () => ({ isServed: false, lastMs: 0 }),
    freshen: async (ageMsMax) => void (known = ageMsMax === 0 ? announced : known),
  };
  const words = new Map<string, Descriptor>(
    announced.map(({ version, descriptorDigest }) => [descriptorDigest, { ...descriptor, version }]),
  );
  const descriptors: DescriptorStore = { put: async () => {}, get: async (digest) => words.get(digest) };
  const versionOf = async (request: Parameters<typeof getCapability>[0]): Promise<string> =>
    (await getCapability(request, { directory, descriptors })).descriptor.version;
  return { versionOf, directory, descriptors };
}

describe('asked for a skill by name', () => {
  test('the answer is what a plan would be locked to', async () => {
    const { versionOf } = fleet(announcementOf('1.0.0'), announcementOf('1.1.0'), announcementOf('2.0.0-rc.1'));
    expect(await versionOf({ name: 'echo' })).toBe('1.1.0');
    expect(await versionOf({ name: 'echo', range: '~1.0' })).toBe('1.0.0');
    expect(await versionOf({ name: 'echo', range: '2.0.0-rc.1' })).toBe('2.0.0-rc.1');
  });

  test('a pre-release that nobody named is refused as such', async () => {
    const { versionOf } = fleet(announcementOf('1.2.0-rc.1'));
    await expect(versionOf({ name: 'echo' })).rejects.toMatchObject({
      code: 'CAPABILITY_MISSING',
      message: 'echo is announced as 1.2.0-rc.1; * is wanted, which takes no pre-release',
      fields: { pointer: '/range', hint: 'Name the pre-release: echo@1.2.0-rc.1.' },
    });
  });

  test('a pool that does not serve it is named', async () => {
    const { versionOf } = fleet(announcementOf('1.0.0', 'gpu'));
    expect(await versionOf({ name: 'echo' })).toBe('1.0.0');
    await expect(versionOf({ name: 'echo', pool: 'default' })).rejects.toMatchObject({
      message: 'echo is served in gpu, not in the pool default',
    });
  });

  test('an invalid range is INVALID_REQUEST', async () => {
    await expect(fleet().versionOf({ name: 'echo', range: 'latest' })).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      fields: { pointer: '/range' },
    });
  });
});

test('a digest identifies its descriptor, announced or not, and a pre-release as well', async () => {
  const { versionOf, directory, descriptors } = fleet(announcementOf('1.2.0-rc.1'));
  const digest = sha256Digest('1.2.0-rc.1');
  expect(await versionOf({ digest })).toBe('1.2.0-rc.1');
  const gone: Directory = { ...directory, list: () => [] };
  expect(await getCapability({ digest }, { directory: gone, descriptors })).toMatchObject({ announcements: [] });
  await expect(versionOf({ digest: sha256Digest('nothing') })).rejects.toMatchObject({
    code: 'CAPABILITY_MISSING',
    fields: { pointer: '/digest' },
  });
});
