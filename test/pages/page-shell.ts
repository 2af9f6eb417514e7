// The commands of a page, as somebody types them who follows it: in bash, with `npx` for the programs of this clone, and
// with what one block exported still there in the next.
import { execFile } from 'node:child_process';
import { cp, readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { ensureServer } from '@dome/broker';

import { ownEnvironment, startCommand } from '../e2e/command.ts';
import type { RunningCommand, Said } from '../e2e/command.ts';
import { blocksOf } from './page-blocks.ts';

export const HOME = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The fenced blocks of a page in a language, in their order. */
export async function blocksIn(page: string, language: string): Promise<string[]> {
  const text = await readFile(join(HOME, page), 'utf8');
  return blocksOf(text).flatMap(({ language: of, block }) => (of === language ? [block] : []));
}

/** The commands of a block, one a line, without what the page says of each. */
export function commandsIn(block: string): string[] {
  return block.split('\n').flatMap((line) => line.replace(/ {2,}#.*$/, '').trim() || []);
}

export interface PageShell extends AsyncDisposable {
  /** Temporary, for whatever the commands store. */
  readonly dir: string;
  /** Where the commands run. */
  readonly cwd: string;
  /** A block that ends; its exports count for all later ones. */
  run(block: string): Promise<Said>;
  /** A block that lasts until the shell is closed. */
  start(block: string): RunningCommand;
}

/** @param isClone the commands run in this clone; otherwise in a folder with `examples` alone, which git tracks. */
export async function openPageShell({ isClone }: { readonly isClone: boolean }): Promise<PageShell> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-page-'));
  const cwd = isClone ? HOME : await folderOfExamples(dir);
  const { path: server } = await ensureServer({});
  const env = {
    ...ownEnvironment(),
    PATH: `${dirname(process.execPath)}:${dirname(server)}:${process.env['PATH'] ?? ''}`,
    CLONE: HOME,
    HOME: dir,
    XDG_STATE_HOME: join(dir, 'state'),
    XDG_CONFIG_HOME: join(dir, 'config'),
    EXPORTED: join(dir, 'exported.sh'),
  };
  const running: RunningCommand[] = [];
  const start = (block: string, after = ''): RunningCommand => {
    const script = `${BEFORE}\n${block}\n${after}`;
    const command = startCommand(['bash', '-e', '-c', script], { cwd, env });
    running.push(command);
    return command;
  };
  return {
    dir,
    cwd,
    start: (block) => start(block),
    run: (block) => start(block, 'export -p > "$EXPORTED"').ended,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(running.toReversed().map(endCommand));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function folderOfExamples(dir: string): Promise<string> {
  const cwd = join(dir, 'clone');
  await cp(join(HOME, 'examples'), join(cwd, 'examples'), { recursive: true });
  await run('git', ['init', '-q'], { cwd });
  await run('git', ['add', '-A'], { cwd });
  return cwd;
}

/** A stack takes a moment to end in order. */
const ENDING_MS = 15_000;

async function endCommand(command: RunningCommand): Promise<void> {
  command.interrupt();
  const given = new AbortController();
  const late = pause(ENDING_MS, undefined, { signal: given.signal }).then(() => command.kill());
  await Promise.race([command.ended, late.catch(() => undefined)]);
  given.abort();
}

/** A function wins over a program of that name. */
const BEFORE = `
npx() { node "$CLONE/services/cli/src/bin/$1.js" "\${@:2}"; }
npm() { [ "$1" = start ] && npx dome dev; }
dome() { npx dome "$@"; }
nats() { node "$CLONE/test/pages/nats-request.ts" "$@"; }
[ ! -f "$EXPORTED" ] || . "$EXPORTED"
`;
