// The commands of a page, as somebody types them who follows it: in bash, with `npx` for the programs of this clone, and
// with what one block exported still there in the next.
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { ensureServer } from '@dome/broker';

import { ownEnvironment, startCommand } from '../e2e/command.ts';
import type { RunningCommand, Said } from '../e2e/command.ts';

export const HOME = resolve(import.meta.dirname, '../..');

/** The `sh` blocks of a page, in their order. */
export async function shellBlocks(page: string): Promise<string[]> {
  const text = await readFile(join(HOME, page), 'utf8');
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

export interface PageShell extends AsyncDisposable {
  /** Temporary, for whatever the commands store. */
  readonly dir: string;
  /** A block that ends; its exports count for all later ones. */
  run(block: string): Promise<Said>;
  /** A block that lasts until the shell is closed. */
  start(block: string): RunningCommand;
}

/** @param cwd the folder of the commands; by default that of the clone. */
export async function openPageShell({ cwd = HOME }: { readonly cwd?: string } = {}): Promise<PageShell> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-page-'));
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
    start: (block) => start(block),
    run: (block) => start(block, 'export -p > "$EXPORTED"').ended,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(running.toReversed().map((command) => command.kill()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** A function wins over a program of that name. */
const BEFORE = `
npx() { node "$CLONE/services/cli/src/bin/$1.js" "\${@:2}"; }
[ ! -f "$EXPORTED" ] || . "$EXPORTED"
`;
