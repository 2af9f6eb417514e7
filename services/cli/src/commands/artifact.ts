// Files that the skills of a run left: listed, and fetched by name or digest.
import { basename, isAbsolute, join } from 'node:path';

import { DomeError, shortDigest, showSize } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { ArtifactAddress, RunAddress } from '../inspect/address.ts';
import { interruptible, openContent } from './download.ts';
import { artifactsOf, latestOf, safeName } from '../inspect/made-artifacts.ts';
import type { MadeArtifact } from '../inspect/made-artifacts.ts';
import { readState, requireTask, tasksMeant } from './read-run.ts';
import { requireFree, saveFile } from '../inspect/save-file.ts';
import { columns } from '../render/columns.ts';
import { harmless } from '../terminal/style.ts';

export interface ArtifactGetOptions {
  /** `-` is standard output; where absent, the name of the artifact in this folder. */
  readonly file?: string;
  readonly isForced: boolean;
}

export async function artifactGet(
  context: Context,
  address: ArtifactAddress,
  { file, isForced }: ArtifactGetOptions,
): Promise<number> {
  if (address.kind === 'digest' && file === undefined) {
    throw usageError(
      'A digest says nothing about the name of the file.',
      'Give the file with -o, or - for standard output.',
    );
  }
  await using connection = await context.connect();
  const found = await artifactMeant(connection, address);
  const place = file ?? safeName(basename(found.name));
  if (place === '-') return await pipeOut(context, connection, found);
  return await interruptible(context, async (signal) => {
    const saved = await save(context, connection, { ...found, place, isForced, signal });
    context.show({ value: saved, text: () => savedText(saved) });
  });
}

interface Meant {
  readonly name: string;
  readonly digest: string;
}

/** @throws DomeError NOT_FOUND, with the names that there are */
export async function artifactMeant({ client }: PersonConnection, address: ArtifactAddress): Promise<Meant> {
  if (address.kind === 'digest') return { name: shortDigest(address.digest), digest: address.digest };
  const state = await readState(client, address.task);
  const task = requireTask(state, address.task);
  const made = artifactsOf(state, [task]);
  const found = made.find(({ name }) => name === address.name);
  if (found !== undefined) return found;
  const { taskId, iteration } = task.key;
  throw new DomeError('NOT_FOUND', {
    detail: `${state.runId}/${taskId}/${iteration} has no artifact ${address.name}.`,
    hint:
      made.length === 0
        ? `It has none; \`dome run artifacts ${state.runId}\` lists those of the run.`
        : `It has ${made.map(({ name }) => name).join(', ')}.`,
  });
}

interface Save extends Meant {
  readonly place: string;
  readonly isForced: boolean;
  readonly signal: AbortSignal;
}

interface Saved extends Meant {
  readonly path: string;
  readonly size: number;
}

async function save(context: Context, { client }: PersonConnection, of: Save): Promise<Saved> {
  const { name, digest, isForced } = of;
  const path = absolute(context, of.place);
  if (!isForced) await requireFree(path);
  const { size, bytes } = await openContent(context, client.artifacts, of);
  await saveFile(bytes, { path, isForced });
  return { name, path, digest, size };
}

async function pipeOut(context: Context, { client }: PersonConnection, found: Meant): Promise<number> {
  const { io } = context;
  return await interruptible(context, async (signal) => {
    const either = AbortSignal.any([signal, io.out.closed]);
    const { bytes } = await openContent(context, client.artifacts, { ...found, signal: either });
    try {
      for await (const piece of bytes) await io.out.write(piece);
    } catch (error) {
      // A reader that is gone has seen enough.
      if (!io.out.closed.aborted) throw error;
    }
  });
}

const absolute = ({ io }: Context, path: string): string => (isAbsolute(path) ? path : join(io.cwd, path));

const savedText = ({ path, size, digest }: Saved): string => `${path}  ${showSize(size)}  ${digest}\n`;

export interface RunArtifactsOptions {
  /** The folder that gets a folder for each task. */
  readonly download?: string;
  readonly isForced: boolean;
}

/** Lists them, or fetches those of the last iteration in which each task made some. */
export async function runArtifacts(
  context: Context,
  address: RunAddress,
  options: RunArtifactsOptions,
): Promise<number> {
  await using connection = await context.connect();
  const state = await readState(connection.client, address);
  const made = artifactsOf(state, tasksMeant(state, address));
  const { download } = options;
  if (download === undefined) {
    context.show({ value: { artifacts: made }, items: made, text: () => artifactsText(context, made) });
    return EXIT.success;
  }
  return await interruptible(context, async (signal) => {
    const wanted = latestOf(made).map((one) => ({ ...one, place: join(download, one.taskId, safeName(one.name)) }));
    // What is in the way is said before anything is fetched.
    if (!options.isForced) for (const { place } of wanted) await requireFree(absolute(context, place));
    const saved: Saved[] = [];
    for (const one of wanted) {
      saved.push(await save(context, connection, { ...one, isForced: options.isForced, signal }));
    }
    const text = (): string => (saved.length === 0 ? 'No artifacts.\n' : saved.map(savedText).join(''));
    context.show({ value: { artifacts: saved }, items: saved, text });
  });
}

function artifactsText({ io }: Context, made: readonly MadeArtifact[]): string {
  if (made.length === 0) return 'No artifacts.\n';
  const rows = made.map(({ runId, taskId, iteration, name, size, mediaType, digest }) => [
    `${runId}/${taskId}/${iteration}/${harmless(name)}`,
    showSize(size),
    mediaType,
    digest,
  ]);
  return columns(['ARTIFACT', 'SIZE', 'TYPE', 'DIGEST'], rows, io.out.columns);
}
