import { readFile } from 'node:fs/promises';

import type { CliStage } from './cli-stage.ts';

/** Of the observer, as `dome dev` wrote it for the `nats` tool. */
export async function viewPassword({ dir }: Pick<CliStage, 'dir'>): Promise<string> {
  const context: unknown = JSON.parse(await readFile(`${dir}/config/nats/context/dome-VIEW.json`, 'utf8'));
  return String(Reflect.get(Object(context), 'password'));
}
