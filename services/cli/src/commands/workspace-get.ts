// The trees of a run: as it was submitted, as a task left it, and what lies between the two, as a patch.
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { writePatch } from '@dome/archive';
import { DomeError } from '@dome/contracts';
import type { WorkspaceRef } from '@dome/contracts';
import type { RunState, TaskState } from '@dome/runs';

import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import type { RunAddress } from '../inspect/address.ts';
import { interruptible } from './download.ts';
import { readState, requireTask } from './read-run.ts';
import { temporaryFolder, unpackTree } from './unpack-tree.ts';
import { requireFree, saveFile } from '../inspect/save-file.ts';

export interface WorkspaceGetOptions {
  /** Where absent, a folder named like the run, in this one. */
  readonly folder?: string;
  readonly isSubmitted: boolean;
}

/** Of a run, the tree as it stands; of a task, as the task left it, or as it found it if it changed nothing. */
export async function workspaceGet(
  context: Context,
  address: RunAddress,
  { folder, isSubmitted }: WorkspaceGetOptions,
): Promise<number> {
  await using connection = await context.connect();
  const state = await readState(connection.client, address);
  const { task } = address;
  const trees = task === undefined ? treesOfRun(state) : treesOfTask(requireTask(state, { ...address, task }));
  const tree = requireTree(state, isSubmitted ? trees.before : (trees.after ?? trees.before));
  const given = folder ?? state.runId;
  const path = isAbsolute(given) ? given : join(context.io.cwd, given);
  await requireEmpty(path);
  return await interruptible(context, async (signal) => {
    const { entries } = await unpackTree(context, connection, { tree, path, signal });
    const text = () => `${path}  ${entries} ${entries === 1 ? 'file' : 'files'}  ${tree.digest}\n`;
    context.show({ value: { runId: state.runId, path, ...tree, entries }, text });
  });
}

export interface WorkspaceDiffOptions {
  /** `-` and absent: standard output. */
  readonly file?: string;
  readonly isForced: boolean;
}

/** Of a run, what its remedies changed in the tree that was submitted; of a task, what it changed. */
export async function workspaceDiff(
  context: Context,
  address: RunAddress,
  { file = '-', isForced }: WorkspaceDiffOptions,
): Promise<number> {
  if (context.globals.output !== 'table' && file === '-') {
    throw usageError(
      'A patch is bytes, and has no other format.',
      'Leave --json out, or give the file with -o FILE --json.',
    );
  }
  await using connection = await context.connect();
  const state = await readState(connection.client, address);
  const { task } = address;
  const trees = task === undefined ? treesOfRun(state) : treesOfTask(requireTask(state, { ...address, task }));
  const before = requireTree(state, trees.before);
  const after = trees.after ?? before;
  const path = isAbsolute(file) ? file : join(context.io.cwd, file);
  if (file !== '-' && !isForced) await requireFree(path);
  return await interruptible(context, async (signal) => {
    await using folder = await temporaryFolder();
    const [from, to] = [join(folder.path, 'a'), join(folder.path, 'b')];
    if (before.digest === after.digest) {
      context.note('Nothing was changed.');
      if (file === '-') return;
    }
    await unpackTree(context, connection, { tree: before, path: from, signal });
    await unpackTree(context, connection, { tree: after, path: to, signal });
    const patch = await writePatch({ from, to });
    if (file === '-') {
      for await (const piece of createReadStream(patch.path)) await context.io.out.write(bytesOf(piece));
      return;
    }
    await saveFile(createReadStream(patch.path), { path, isForced });
    const value = { runId: state.runId, path, before: before.digest, after: after.digest, size: patch.size };
    context.show({ value, text: () => `${path}\n` });
  });
}

interface TwoTrees {
  readonly before: WorkspaceRef | undefined;
  /** Undefined: it is the same. */
  readonly after: WorkspaceRef | undefined;
}

const treesOfRun = ({ submitted, workspace }: RunState): TwoTrees => ({
  before: submitted.value.workspace,
  after: workspace,
});

function treesOfTask(task: TaskState): TwoTrees {
  if (task.state === 'pending') return { before: undefined, after: undefined };
  return {
    before: task.dispatched?.value.workspace,
    after: task.state === 'settled' ? task.settled.value.workspace : undefined,
  };
}

/** @throws DomeError NOT_FOUND */
function requireTree({ runId }: RunState, tree: WorkspaceRef | undefined): WorkspaceRef {
  if (tree !== undefined) return tree;
  throw new DomeError('NOT_FOUND', {
    detail: `No workspace belongs to this part of ${runId}.`,
    hint: 'A run has one if it was submitted with --workspace, or with a plan that names its workspace.',
  });
}

async function requireEmpty(path: string): Promise<void> {
  const entries = await readdir(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw usageError(`${path} is not a folder.`, 'Choose another place with -o.');
  });
  if (entries.length > 0) throw usageError(`${path} is not empty.`, 'Choose an empty or a new folder with -o.');
}

function bytesOf(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new TypeError('a stream without an encoding gives bytes');
}
