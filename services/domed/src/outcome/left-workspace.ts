// Packs the workspace that a skill has left, without the files that git ignores: what is left out on the way in is left out
// on the way back. git reads what the skill wrote, so it runs as the skill did: under the guard, and with no more rights.
import { realpath, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import { ignoredQuestion, packDirectory, readIgnored } from '@dome/archive';
import type { IgnoredPaths, Include } from '@dome/archive';
import { cutText, DomeError, LIMITS } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import type { Clock } from '@dome/runtime';
import { findProgram } from '@dome/skills';

import type { SkillConsole } from '../console/console.ts';
import { GatheredBytes } from '../console/gathered-bytes.ts';
import type { ByteScan, SecretFinder } from '../console/secret-finder.ts';
import type { LeftFile } from '../execution.ts';
import { MachineFault } from '../machine-fault.ts';
import type { Variables } from '../process/environment.ts';
import { startTree } from '../process/process-tree.ts';
import type { TreeStarter } from '../process/process-tree.ts';
import type { AttemptFolder } from '../workspace/attempt-folder.ts';
import type { Trees } from '../workspace/trees.ts';
import { createTurns } from './turns.ts';

export interface LeftWorkspace {
  readonly folder: AttemptFolder;
  readonly console: Pick<SkillConsole, 'system'>;
  /** Of the skill: a workspace that holds one is not stored. */
  readonly secrets?: SecretFinder | undefined;
  /** The tree that was placed there: its files stay, even ignored ones. */
  readonly cameIn: Digest;
}

/**
 * Packs it into a file of its folder, and says in the log what was left out.
 * @throws DomeError OUTPUT_INVALID when the skill removed the folder, or replaced it with a link; ARCHIVE_INVALID;
 *   PAYLOAD_TOO_LARGE; MachineFault
 */
export type PackWorkspace = (left: LeftWorkspace) => Promise<LeftFile>;

export interface PackerOptions extends TreeStarter {
  readonly clock: Clock;
  readonly env: Variables;
  readonly trees: Pick<Trees, 'read'>;
}

export function createWorkspacePacker(options: PackerOptions): PackWorkspace {
  // One after the other, because each holds a whole tree in memory (L11).
  const inTurn = createTurns();
  return async (left) => {
    const { folder, console, cameIn } = left;
    await assertFolder(folder);
    const ignored = await ignoredIn(folder, console, options);
    if (ignored.size === 0) return inTurn(() => packInto(left, 'all'));
    const packed = await options.trees.read(cameIn, (dir) => inTurn(() => packInto(left, { ignored, cameIn: dir })));
    await console.system(
      `git ignores ${inWords(ignored)}: of that, the new workspace has only what was in the old one`,
    );
    return packed;
  };
}

async function assertFolder(folder: AttemptFolder): Promise<void> {
  const isThere = await realpath(folder.workspace).then(
    (real) => real === folder.workspace,
    () => false,
  );
  if (!isThere) throw new DomeError('OUTPUT_INVALID', { detail: 'the skill removed or replaced its workspace folder' });
}

async function packInto({ folder, secrets }: LeftWorkspace, include: Include): Promise<LeftFile> {
  const { bytes, digest, size } = await packDirectory(folder.workspace, { include });
  if (secrets !== undefined && (await isIn(bytes, secrets.scan())))
    throw new DomeError('OUTPUT_INVALID', {
      detail:
        'the workspace holds a secret that the skill was given, in a file or in the name of one, so it is not stored',
    });
  const path = join(folder.path, 'workspace.tar');
  // Whatever the skill put there, a pipe or a link to another file: nothing is written through it.
  await rm(path, { recursive: true, force: true });
  await writeFile(path, bytes, { flag: 'wx' });
  return { path, digest, size };
}

/** In pieces, because the daemon has other jobs. */
async function isIn(bytes: Uint8Array, scan: ByteScan): Promise<boolean> {
  for (let at = 0; at < bytes.length && !scan.isFound(); at += SCANNED_AT_ONCE) {
    scan.push(Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(SCANNED_AT_ONCE, bytes.length - at)));
    await setImmediate();
  }
  return scan.isFound();
}

const SCANNED_AT_ONCE = 65_536;

async function ignoredIn(
  folder: AttemptFolder,
  console: LeftWorkspace['console'],
  { env, clock, launcher, guard }: PackerOptions,
): Promise<IgnoredPaths> {
  if (findProgram('git', env['PATH'] ?? '') === undefined) {
    await console.system('there is no git on this machine: the workspace keeps what its .gitignore files name');
    return new Set();
  }
  const { argv, env: own } = await ignoredQuestion(folder.workspace, join(folder.path, 'ignored.git'));
  const { PATH = '' } = env;
  const tree = startTree(
    { argv, own: folder.path, cwd: folder.workspace, env: { PATH, ...own }, streams: [1, 2], isBeginTold: true },
    { launcher, guard },
  );
  let fault: DomeError | undefined;
  const stop = (why: string): void => {
    fault ??= cannotTell(why);
    tree.signal('SIGKILL');
  };
  using _late = clock.after(LIMITS.ignoredListMs, () => stop(`it took more than ${LIMITS.ignoredListMs / 1_000} s`));
  const [stdout, stderr] = await tree.started;
  const list = new GatheredBytes(LIMITS.ignoredListBytes);
  const said = new GatheredBytes(LIMITS.problemDetailChars);
  await Promise.all([
    gather(stdout, list, () => stop(`its list has more than ${LIMITS.ignoredListBytes} bytes`)),
    gather(stderr, said, () => undefined),
  ]);
  const { code } = await tree.exited;
  if (fault !== undefined) throw fault;
  const lost = tree.fault();
  if (lost !== undefined) throw lost;
  if (!(await tree.begun)) throw new MachineFault(`the ${guard.name} guard ended before it came to git`);
  if (code !== 0) throw cannotTell(cutText(said.take().toString().trim(), LIMITS.problemDetailChars));
  return readIgnored(list.take());
}

/** Reads to the end, whatever no longer fits. */
async function gather(stream: Socket | undefined, into: GatheredBytes, isFull: () => void): Promise<void> {
  if (stream === undefined) return;
  for await (const chunk of stream) {
    const bytes: Buffer = chunk;
    if (!into.append(bytes)) isFull();
  }
}

function cannotTell(why: string): DomeError {
  return new DomeError('ARCHIVE_INVALID', {
    detail: `git cannot tell which files of the workspace are ignored: ${why}`,
    hint: 'Check the .gitignore files that the skill left: each must be a plain file with few and simple patterns.',
  });
}

/** In one line of the log. */
const SHOWN = 3;

/** Escaped, because a name may hold anything, line ends included. */
function inWords(ignored: IgnoredPaths): string {
  const shown = [...ignored].slice(0, SHOWN).map((path) => JSON.stringify(Buffer.from(path, 'latin1').toString()));
  const more = ignored.size - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
