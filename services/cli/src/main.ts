// The composition root of the command line: the only file that reads the process.

import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import process from 'node:process';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';

import { runCli } from './cli.ts';
import type { Io, Sink } from './terminal/io.ts';
import { paintFor } from './terminal/style.ts';
import type { ColorMode } from './terminal/style.ts';

// A reader that has seen enough (`dome run list | head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const exitCode = await runCli(process.argv.slice(2), { version: readVersion(), ioFor });
// Nothing may hold the program open once its command is done; what was written goes out first.
process.stdout.write('', () => process.exit(exitCode));

function ioFor(color: ColorMode): Io {
  const { env } = process;
  return {
    ...{ env, cwd: process.cwd(), osUser: osUser(), now: () => Date.now() },
    out: sinkOf(process.stdout, color),
    err: sinkOf(process.stderr, color),
    readInput: () => text(process.stdin),
    ask,
    canAsk: process.stdin.isTTY && process.stderr.isTTY && !env['CI'],
    onInterrupt,
  };
}

function sinkOf(stream: NodeJS.WriteStream, color: ColorMode): Sink {
  return {
    write: (chunk) => void stream.write(chunk),
    isTerminal: stream.isTTY && !process.env['CI'] && process.env['TERM'] !== 'dumb',
    get columns() {
      // Whoever reads a pipe wants whole lines.
      return stream.isTTY ? stream.columns : Infinity;
    },
    get rows() {
      return stream.isTTY ? stream.rows : Infinity;
    },
    paint: paintFor(stream, color),
  };
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

function onInterrupt(listener: () => void): Disposable {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, listener);
  return { [Symbol.dispose]: () => signals.forEach((signal) => process.off(signal, listener)) };
}

function osUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** Beside the sources there is a manifest one folder up; what is published has it beside the program. */
function readVersion(): string {
  for (const path of ['./package.json', '../package.json']) {
    const url = new URL(path, import.meta.url);
    if (!existsSync(url)) continue;
    const manifest: unknown = JSON.parse(readFileSync(url, 'utf8'));
    const version: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : '';
    return String(version);
  }
  return '0.0.0';
}
