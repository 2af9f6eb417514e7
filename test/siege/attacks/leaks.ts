// Somebody who may submit tries to get a secret out: by the skill that has it, in every way that a skill has, and by one that
// has none, on the same daemons. Each trial is judged by the bytes that the broker holds of its job, and at the end by those
// in the broker's store.
import { setImmediate as turn } from 'node:timers/promises';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { readChain } from '@dome/bus';
import { RUNTIME_API } from '@dome/client';
import { filters, STREAMS } from '@dome/contracts';
import { LEAKED_VALUES, LEAK_WAYS, secretForms, secretIn } from '@dome/testkit';

import { repeat } from '../attack.ts';
import type { Attack, Round } from '../attack.ts';
import type { Ground } from '../ground.ts';
import { strikeWith } from './job.ts';

/** In a minute, each way has its turn. */
const EVERY_MS = 3_000;
const AT_ONCE = 4;

const forms = secretForms(LEAKED_VALUES);

interface Way {
  readonly what: string;
  readonly skill: 'keyed' | 'attack-shell';
  readonly script: string;
}

/** For a skill without secrets, beside jobs that have them. */
const besides = (secretsDir: string): Readonly<Record<string, string>> => ({
  'the folder of secrets': `cat ${secretsDir}/* ${secretsDir}/..data/* /proc/1/root/${secretsDir}/*`,
  'the folder of secrets, by a link': `ln -s ${secretsDir} here; cat here/*; cp -rL here/. "$DOME_ARTIFACTS"`,
  'the environment of others': 'for ((n = 0; n < 10; n++)); do cat /proc/[0-9]*/environ; sleep 0.1; done',
  'the command lines of others': 'for ((n = 0; n < 10; n++)); do cat /proc/[0-9]*/cmdline; sleep 0.1; done',
  'the open files of others': 'for ((n = 0; n < 10; n++)); do cat /proc/[0-9]*/fd/*; sleep 0.1; done 2>&1',
  'memory that is a folder':
    'for ((n = 0; n < 10; n++)); do find /dev/shm /run -type f -exec cat {} +; sleep 0.1; done',
  'a file of that name anywhere':
    'timeout 5 find / -xdev \\( -name SIGNING_KEY -o -name TOKEN \\) -not -path "/proc/*" -exec cat {} +',
});

function waysOn({ secretsDir }: Ground): Way[] {
  const own = Object.values(LEAK_WAYS).flatMap((ways) => Object.entries<string>(ways));
  const others = Object.entries(besides(secretsDir));
  return [
    ...own.map(([what, script]): Way => ({ what, skill: 'keyed', script })),
    ...others.map(([what, script]): Way => ({
      what,
      skill: 'attack-shell',
      script: `{ ${script}; } 2>/dev/null; true`,
    })),
  ];
}

export const leaks: Attack = {
  name: 'leaks',
  title: 'secrets of a skill, sent out in every way',
  run: async (ground, round) => {
    const ways = waysOn(ground);
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      const next = Array.from({ length: AT_ONCE }, () => ways[at++ % ways.length]).filter((way) => way !== undefined);
      await Promise.all(next.map((way) => tryOut(way, ground, round)));
    });
    for (const path of await storedSecrets(ground.storeDir)) round.tally.find(`a secret is stored in ${path}`);
  },
};

async function tryOut({ what, skill, script }: Way, ground: Ground, round: Round): Promise<void> {
  const { jobId } = await strikeWith(ground, { name: 'leaks', skill, script, ...round });
  const { nc } = ground.people.mallory;
  const kept = await Promise.all(
    [
      { stream: STREAMS.JOB_EVENTS, filter: filters.jobTransition({ jobId }) },
      { stream: STREAMS.JOB_EVENTS, filter: filters.jobNote({ jobId }) },
      { stream: STREAMS.JOB_LOGS, filter: filters.jobLog({ jobId }) },
    ].map((of) => readChain(nc, { ...of, apiPrefix: RUNTIME_API })),
  );
  for (const finding of secretsIn(kept.flat())) round.tally.find(`${what}: ${finding}`);
}

interface Kept {
  readonly subject: string;
  readonly payload: Uint8Array;
}

export function secretsIn(messages: readonly Kept[]): string[] {
  return messages.flatMap(({ subject, payload }) => {
    const form = secretIn(payload, forms);
    return form === undefined ? [] : [`${subject} holds ${form.slice(0, 24)}`];
  });
}

/** But for the logs, which the broker compresses: they were read message by message. */
export async function storedSecrets(storeDir: string): Promise<string[]> {
  const entries = await readdir(storeDir, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.includes(STREAMS.JOB_LOGS)) continue;
    // One that was removed meanwhile is not stored.
    const bytes = await readFile(path).catch(() => new Uint8Array());
    if (secretIn(bytes, forms) !== undefined) found.push(path);
    // Whoever measures the siege must not wait for this.
    await turn();
  }
  return found;
}
