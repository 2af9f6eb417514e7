// A stored tree as a folder of this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unpackArchive } from '@dome/archive';
import type { Digest, WorkspaceRef } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { openContent } from './download.ts';

export interface TreeToUnpack {
  readonly tree: WorkspaceRef;
  readonly path: string;
  readonly signal: AbortSignal;
}

/** @throws DomeError DIGEST_MISMATCH; the folder is then empty again */
export async function unpackTree(
  context: Context,
  { client }: PersonConnection,
  { tree, path, signal }: TreeToUnpack,
): Promise<{ readonly entries: number }> {
  const { digest } = tree;
  const { bytes } = await openContent(context, client.artifacts, { digest, name: 'workspace', signal });
  // Checked by the schema of the event.
  return await unpackArchive(bytes, path, { expectedDigest: digest as Digest });
}

export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'dome-diff-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
