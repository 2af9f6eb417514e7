// Looks for a secret in everything that the demo wrote: every file below the folders of the stack and of the demo, and every
// message of the run, which may be stored in a compressed form.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RunRecord } from '@dome/audit';

export interface SecretSearch {
  readonly files: number;
  readonly messages: number;
  /** Where the secret was found. */
  readonly found: readonly string[];
}

/** What a copy of the value would look like, as it is or somewhere within a longer text in base64. */
function formsOf(secret: string): Buffer[] {
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // Some bits of the first and of the last character belong to the neighbours.
    const isolated = (text: string): string => text.replaceAll('=', '').slice(before === 0 ? 0 : before + 1, -1);
    return [isolated(bytes.toString('base64')), isolated(bytes.toString('base64url'))];
  });
  return [secret, ...inBase64].map((form) => Buffer.from(form));
}

export async function searchSecret(
  secret: string,
  { folders, record }: { readonly folders: readonly string[]; readonly record: RunRecord },
): Promise<SecretSearch> {
  const forms = formsOf(secret);
  const isIn = (bytes: Uint8Array): boolean => forms.some((form) => Buffer.from(bytes).includes(form));
  const stored = [...record.run, ...record.jobs, ...record.logs];
  const found = stored
    .filter(({ payload }) => isIn(payload))
    .map(({ stream, sequence }) => `message #${sequence} of ${stream}`);
  let files = 0;
  for (const path of await filesBelow(folders)) {
    // A file that vanishes meanwhile was not left.
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) continue;
    files += 1;
    if (isIn(bytes) || isIn(Buffer.from(path))) found.push(path);
  }
  return { files, messages: stored.length, found };
}

async function filesBelow(folders: readonly string[]): Promise<Set<string>> {
  const listed = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return new Set(listed.flat());
}
