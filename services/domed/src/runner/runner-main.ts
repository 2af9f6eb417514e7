// The program of a runner process: it waits for a job, imports the skill, runs it, reports the verdict. It is separate
// from the daemon so that a blocked event loop, an exit or a throw in a skill affects only that job.
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Socket } from 'node:net';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

import { createFrameSplitter, frameOf } from './frames.ts';
import { placesOf } from './places.ts';
import { CHANNEL_FD, MESSAGE_CHARS_MAX } from './runner-protocol.ts';
import type { FromRunner, RunJob, ToRunner } from './runner-protocol.ts';
import { messageOf, runToVerdict, stackOf, verdictMakers } from './skill-context.ts';
import type { RunVerdict, SkillContext } from './skill-context.ts';

const CRASHED_EXIT_CODE = 70;
const homeDir = process.cwd();
const homeEnv = { ...process.env };
/** At most twenty signs of life a second, which `runnerFramesPerSecond` allows for. */
const SIGN_EVERY_MS = 50;
/** Its own channel and not Node's: what a skill sends over Node's would be parsed by code that trusts it. */
const channel = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });
const tell = (message: FromRunner, then?: () => void): void => void channel.write(frameOf(message), then);

let current: AbortController | undefined;
/** The job whose end is not reported yet. */
let owed: string | undefined;
let lastSignMs = 0;
let hasHiddenTimers = false;
/** The last output had no line end: a command must begin a line. */
let isLineOpen = false;
watchOpenLine();
watchHiddenTimers();
let resourcesAtRest: string | undefined;

const fromDaemon = createFrameSplitter(Number.MAX_SAFE_INTEGER);
channel.on('data', (chunk: Buffer) => {
  for (const text of fromDaemon.push(chunk)) {
    if (text === undefined) continue;
    // The daemon is our own code and writes nothing else.
    const message: ToRunner = JSON.parse(text);
    if (message.type === 'stop') current?.abort(message.reason);
    else void runJob(message);
  }
});
// The daemon is gone, or has released this runner.
const leave = (): void => process.exit(0);
channel.on('end', leave).on('error', leave).on('close', leave);
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// The daemon sends this to the whole group only when the job must stop; the skill learns of it by its signal.
process.on('SIGTERM', () => current?.abort('cancel'));
tell({ type: 'ready' });

async function runJob(job: RunJob): Promise<void> {
  current = new AbortController();
  owed = job.marker;
  hasHiddenTimers = false;
  resourcesAtRest ??= resources();
  Object.assign(process.env, job.env);
  process.chdir(job.cwd);
  writeFiles(job.files);
  const context = contextOf(job, current.signal);
  const verdict = await runToVerdict({
    run: async () => (await loadRun(job.main))(job.input, context),
    home: () => placesOf(job.main),
    print: (stack) => void process.stderr.write(`${stack}\n`),
  });
  current = undefined;
  await Promise.all([lastWord(process.stdout, job.marker), lastWord(process.stderr, job.marker)]);
  process.chdir(homeDir);
  restoreEnv();
  removeFiles(job.files);
  // One turn of the loop, so that whatever is closing has closed.
  setImmediate(() => {
    owed = undefined;
    const { marker, outputBytesMax } = job;
    tell({ type: 'ended', marker, verdict: bounded(verdict, outputBytesMax), isQuiet: isQuiet() });
  });
}

/** The same file is imported once; its snapshot never changes. */
async function loadRun(main: string): Promise<(input: object, context: SkillContext) => unknown> {
  const module: unknown = await import(pathToFileURL(main).href);
  if (typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function') {
    const { run } = module;
    return (input, context): unknown => run(input, context);
  }
  throw new TypeError('the main module of the skill exports no function `run`');
}

/** A skill's messages go out as commands on its standard output: one channel keeps the order of lines and commands. */
function contextOf({ context, marker: _marker, ..._job }: RunJob, signal: AbortSignal): SkillContext {
  const { summaryFile, ...facts } = context;
  const say = (line: string): void => void process.stdout.write(`${isLineOpen ? '\n' : ''}${line}\n`);
  return {
    ...facts,
    ...verdictMakers,
    signal,
    log: say,
    annotate: ({ level, message, file, startLine, title }) => {
      const properties = Object.entries({ file, line: startLine, title }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
      );
      say(`::${level}${properties.length === 0 ? '' : ` ${properties.join(',')}`}::${escapeText(message)}`);
    },
    progress: (value, text = '') => say(`::progress value=${value}::${escapeText(text)}`),
    heartbeat: sign,
    summary: (markdown) => appendFileSync(summaryFile, `${markdown}\n`),
  };
}

const escapeText = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

function lastWord(stream: NodeJS.WriteStream, marker: string): Promise<void> {
  return new Promise((resolve) => void stream.write(`\n${marker}\n`, () => resolve()));
}

/** A sign of life carries nothing else, so a few per second are as good as a million. */
function sign(): void {
  const nowMs = performance.now();
  if (owed === undefined || nowMs - lastSignMs < SIGN_EVERY_MS) return;
  lastSignMs = nowMs;
  tell({ type: 'alive' });
}

/** Sends neither an output beyond the limit nor more text than anyone keeps. */
function bounded(verdict: RunVerdict, outputBytesMax: number): RunVerdict {
  if ('outputText' in verdict && Buffer.byteLength(verdict.outputText ?? '') > outputBytesMax)
    return { kind: 'error', message: 'the output is too large: leave it as an artifact', isOutput: true };
  return 'message' in verdict ? { ...verdict, message: verdict.message.slice(0, MESSAGE_CHARS_MAX) } : verdict;
}

function crash(thrown: unknown): void {
  const exit = (): void => process.exit(CRASHED_EXIT_CODE);
  const message = messageOf(thrown);
  process.stderr.write(`${stackOf(thrown) ?? message}\n`, () => {
    if (owed === undefined) exit();
    else tell({ type: 'crashed', marker: owed, message: message.slice(0, MESSAGE_CHARS_MAX) }, exit);
  });
}

function writeFiles({ dir, contents }: NonNullable<RunJob['files']> = { dir: '', contents: {} }): void {
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(dir, name), text, { mode: 0o400 });
}

function removeFiles({ dir, contents }: NonNullable<RunJob['files']> = { dir: '', contents: {} }): void {
  for (const name of Object.keys(contents)) rmSync(join(dir, name), { force: true, recursive: true });
}

function restoreEnv(): void {
  for (const name of Object.keys(process.env)) if (!(name in homeEnv)) delete process.env[name];
  Object.assign(process.env, homeEnv);
}

/**
 * Timers, sockets and children left by a skill would run during the next job: a runner with any of these is not reused.
 */
function isQuiet(): boolean {
  return !hasHiddenTimers && resources() === resourcesAtRest;
}

/** The standard streams belong to the runner, and are there from their first use on; the immediate that asks is its own too. */
function resources(): string {
  void [process.stdout, process.stderr];
  return process
    .getActiveResourcesInfo()
    .filter((name) => name !== 'Immediate')
    .toSorted()
    .join();
}

/** An unref'd timer is not listed among the resources, but it fires all the same. */
function watchHiddenTimers(): void {
  const sample = setTimeout(() => undefined, 0);
  clearTimeout(sample);
  const prototype: { unref: (this: NodeJS.Timeout) => NodeJS.Timeout } = Object.getPrototypeOf(sample);
  const { unref } = prototype;
  prototype.unref = function (): NodeJS.Timeout {
    hasHiddenTimers = true;
    return unref.call(this);
  };
}

function watchOpenLine(): void {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  const watched = (...args: Parameters<typeof write>): boolean => {
    const [chunk] = args;
    const last = typeof chunk === 'string' ? chunk.at(-1) : String.fromCodePoint(chunk.at(-1) ?? 10);
    if (last !== undefined) isLineOpen = last !== '\n';
    return write(...args);
  };
  Object.assign(stdout, { write: watched });
}
