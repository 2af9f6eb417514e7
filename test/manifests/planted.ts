// Objects without a fault, and the planting of one: so each rule of the policy is seen to fail, alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readManifests } from './manifest.ts';
import { policyComplaints } from './policy.ts';

export interface Fault {
  readonly fault: string;
  readonly from: string;
  readonly to: string;
  readonly complaint: string;
}

export const sound = readFileSync(join(import.meta.dirname, '..', 'fixtures', 'manifests', 'sound.yaml'), 'utf8');
const readers = { dome: new Set(['DOME_DRAIN', 'DOME_NATS_PASSWORD_FILE']) };

export const complaintsOf = (text: string): string[] => policyComplaints(readManifests(text), readers);

/** Exactly one place is changed. */
export function planted(from: string, to: string): string {
  const [before = '', after, ...more] = sound.split(from);
  if (after === undefined || more.length > 0)
    throw new TypeError(`${from} is there ${more.length} times more than once`);
  return `${before}${to}${after}`;
}
