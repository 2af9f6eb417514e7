// All test files that start a broker use the same server: it is found, or fetched, once. What this machine's Python lacks
// is printed once too, because a short report counts the skipped tests and does not say why.
import { join } from 'node:path';

import { ensureServer } from '@dome/broker';
import { whyNoPython } from '@dome/testkit';

const say = (line: string): void => void process.stderr.write(`dome: ${line}\n`);

export async function setup(): Promise<void> {
  const { path } = await ensureServer({ onProgress: say });
  process.env['NATS_SERVER'] = path;
  const reasons = ['sqlite3', 'pip'].flatMap((module) => whyNoPython({ module }) ?? []);
  for (const reason of new Set(reasons)) say(`${reason}: tests that need one are passed over`);
  // Hundreds of planes start, and each would compile the same modules: a quarter of the processor time of a test with planes.
  process.env['NODE_COMPILE_CACHE'] = join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled');
}
