// The composition root of the command line: the only file that reads the process.

import { userInfo } from 'node:os';
import process from 'node:process';
import { createInterface as linesOf } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import { buffer } from 'node:stream/consumers';

import { createEchoes, packageVersion } from '@dome/runtime';

import { runCli } from './cli.ts';
import { EXIT } from './exit-codes.ts';
import type { Io } from './terminal/io.ts';
import { openFullScreen } from './terminal/full-screen.ts';
import { isReaderGone, outletOf } from './terminal/outlet.ts';
import { sinkOf } from './terminal/sink.ts';
import type { ColorMode } from './terminal/style.ts';

const out = outletOf(process.stdout);
const err = outletOf(process.stderr);

const exitCode = await runCli(process.argv.slice(2), { version: packageVersion(import.meta.url), ioFor });
await out.flushed();
const isLost = out.closed.aborted && !isReaderGone(out);
if (isLost) await err.write(`error: The result cannot be written: ${String(out.closed.reason)}.\n`);
await err.flushed();
// Nothing may keep the program open once its command is done.
process.exit(isLost ? EXIT.unexpected : exitCode);

function ioFor(color: ColorMode): Io {
  const { env } = process;
  return {
    env,
    cwd: process.cwd(),
    osUser: osUser(),
    now: () => Date.now(),
    out: sinkOf(out, color, env),
    err: sinkOf(err, color, env),
    readInput: () => buffer(process.stdin),
    readLines: () => linesOf({ input: process.stdin }),
    ask,
    canAsk: process.stdin.isTTY && process.stderr.isTTY && !env['CI'],
    onInterrupt,
    openScreen: () => openFullScreen({ input: process.stdin, output: process.stdout, atExit }),
  };
}

async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } catch (error) {
    // Ctrl-C and Ctrl-D abort the question.
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  } finally {
    lines.close();
  }
}

function onInterrupt(listener: () => void): Disposable {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const isEcho = createEchoes(() => performance.now());
  const hear = (signal: string): void => {
    if (!isEcho(signal)) listener();
  };
  for (const signal of signals) process.on(signal, hear);
  return { [Symbol.dispose]: () => signals.forEach((signal) => process.off(signal, hear)) };
}

function atExit(listener: () => void): Disposable {
  process.on('exit', listener);
  return { [Symbol.dispose]: () => void process.off('exit', listener) };
}

function osUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
