// All test files that start a broker use the same server: it is found, or fetched, once. What this machine's Python lacks
// is printed once too, because a short report counts the skipped tests and does not say why.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureServer } from '@dome/broker';
import { whyNoPython } from '@dome/testkit';

const say = (line: string): void => void process.stderr.write(`dome: ${line}\n`);

/** Returns what cleans up behind the last file. */
export async function setup(): Promise<() => Promise<void>> {
  const { path } = await ensureServer({ onProgress: say });
  process.env['NATS_SERVER'] = path;
  const reasons = ['sqlite3', 'pip'].flatMap((module) => whyNoPython({ module }) ?? []);
  for (const reason of new Set(reasons)) say(`${reason}: tests that need one are passed over`);
  // Hundreds of planes start, and each would compile the same modules: a quarter of the processor time of a test with planes.
  const compiled = await mkdtemp(join(tmpdir(), 'dome-compiled-'));
  process.env['NODE_COMPILE_CACHE'] = compiled;
  return () => rm(compiled, { recursive: true, force: true });
}
