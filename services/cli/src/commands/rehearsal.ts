// What a skill that promotes is tried with: an artifact that is stored, a file, or a few words in place of one.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';

import { shortDigest } from '@dome/contracts';
import type { Rehearsal } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { artifactAddress } from '../inspect/address.ts';
import { artifactMeant } from './artifact.ts';

const WORDS = 'A rehearsal: this stands for an artifact.\n';

/**
 * A file of this folder, or the address of an artifact; undefined: a few words.
 * @throws DomeError INVALID_REQUEST, NOT_FOUND
 */
export async function rehearsedArtifact(
  { io, note }: Pick<Context, 'io' | 'note'>,
  connection: PersonConnection,
  given: string | undefined,
): Promise<Rehearsal> {
  const { artifacts } = connection.client;
  if (given === undefined) {
    const { digest } = await artifacts.put(Buffer.from(WORDS));
    return { name: 'rehearsal.txt', digest };
  }
  const path = isAbsolute(given) ? given : join(io.cwd, given);
  if (!(await isFile(path))) return await artifactMeant(connection, artifactAddress(given));
  const { digest } = await artifacts.put(createReadStream(path));
  note(`artifact ${given}  ${shortDigest(digest)}`);
  return { name: basename(path), digest };
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
