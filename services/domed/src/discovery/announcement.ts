// What the fleet is told about one version of a skill, and under which key.
import { LIMITS } from '@dome/contracts';
import type { Announcement } from '@dome/contracts';

import type { LoadedSkill } from '../catalogue/skill.ts';

export interface Announcer {
  readonly pool: string;
  readonly slots: number;
  readonly instance: string;
  readonly nowMs: number;
}

export function announcementOf({ descriptor, descriptorDigest }: LoadedSkill, of: Announcer): Announcement {
  const { name, version, title, description, hints } = descriptor;
  return {
    name,
    version,
    title,
    hints,
    descriptorDigest,
    summary: firstSentence(description),
    pool: of.pool,
    slots: of.slots,
    instance: of.instance,
    labels: {},
    announcedAt: new Date(of.nowMs).toISOString(),
  };
}

const DIGEST_CHARS = 16;

/**
 * One daemon announces several versions of a skill. A version has dots, and some have a plus sign, which no key may have: the
 * descriptor's digest says what is announced in one token (docs/decisions/versions-side-by-side.md).
 */
export function announcementKey(
  { descriptor, descriptorDigest }: LoadedSkill,
  { pool, instance }: Pick<Announcer, 'pool' | 'instance'>,
): string {
  const digest = descriptorDigest.slice('sha256:'.length, 'sha256:'.length + DIGEST_CHARS);
  return `${pool}.${descriptor.name}.${instance}.${digest}`;
}

function firstSentence(text: string): string {
  const [sentence = ''] = /^.*?[.!?](?=\s|$)/s.exec(text.trim()) ?? [text.trim()];
  return sentence.replaceAll(/\s+/g, ' ').slice(0, LIMITS.capabilitySummaryChars);
}
