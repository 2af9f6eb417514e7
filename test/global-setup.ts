// Every test file that starts a broker finds the same server: it is looked for, or fetched, once.
import { ensureServer } from '@dome/broker';

export async function setup(): Promise<void> {
  const { path } = await ensureServer({ onProgress: (line) => process.stderr.write(`dome: ${line}\n`) });
  process.env['NATS_SERVER'] = path;
}
