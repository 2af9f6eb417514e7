// The program of a runner process: it waits for a job, imports the skill, runs it, tells the verdict. It stays apart
// from the daemon so that a blocked event loop, an exit or a throw in a skill costs that job and nothing else.
import { appendFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

import type { FromRunner, RunJob, ToRunner } from './runner-protocol.ts';
import { messageOf, runToVerdict, verdictMakers } from './skill-context.ts';
import type { RunVerdict, SkillContext } from './skill-context.ts';

const crashedExitCode = 70;
const homeDir = process.cwd();
const homeEnv = { ...process.env };
const tell = (message: FromRunner, then?: () => void): void => void process.send?.(message, undefined, {}, then);

let current: AbortController | undefined;
let hasHiddenTimers = false;
/** Something without a line end was printed last: a command must begin a line. */
let isLineOpen = false;
watchOpenLine();
watchHiddenTimers();
let resourcesAtRest: string | undefined;

process.on('message', (message: ToRunner) => {
  if (message.type === 'stop') current?.abort(message.reason);
  else void runJob(message);
});
// The daemon is gone, or has let go of this runner.
process.on('disconnect', () => process.exit(0));
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
// The daemon sends this to the whole group only when the job is to be stopped; the skill learns it by its signal.
process.on('SIGTERM', () => current?.abort('cancel'));
tell({ type: 'ready' });

async function runJob(job: RunJob): Promise<void> {
  current = new AbortController();
  hasHiddenTimers = false;
  resourcesAtRest ??= resources();
  Object.assign(process.env, job.env);
  process.chdir(job.cwd);
  const context = contextOf(job, current.signal);
  const verdict = await runToVerdict(async () => (await loadRun(job.main))(job.input, context));
  current = undefined;
  await Promise.all([lastWord(process.stdout, job.marker), lastWord(process.stderr, job.marker)]);
  process.chdir(homeDir);
  restoreEnv();
  // One turn of the loop, so that what is already closing has closed.
  setImmediate(() => tell({ type: 'ended', verdict: bounded(verdict), isQuiet: isQuiet() }));
}

/** The same file is imported once; the snapshot it stands in never changes. */
async function loadRun(main: string): Promise<(input: object, context: SkillContext) => unknown> {
  const module: unknown = await import(pathToFileURL(main).href);
  if (typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function') {
    const { run } = module;
    return (input, context): unknown => run(input, context);
  }
  throw new TypeError('the main module of the skill exports no function `run`');
}

/** What a skill says goes out as commands on its standard output: one channel keeps the order of lines and commands. */
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
    heartbeat: () => tell({ type: 'alive' }),
    summary: (markdown) => appendFileSync(summaryFile, `${markdown}\n`),
  };
}

const escapeText = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

function lastWord(stream: NodeJS.WriteStream, marker: string): Promise<void> {
  return new Promise((resolve) => void stream.write(`\n${marker}\n`, () => resolve()));
}

/** An output beyond any limit is not sent: the daemon would only read it to refuse it. */
function bounded(verdict: RunVerdict): RunVerdict {
  const isTooLarge =
    'outputText' in verdict && verdict.outputText !== undefined && verdict.outputText.length > 1_048_576;
  return isTooLarge
    ? { kind: 'error', message: 'the output is too large: leave it as an artifact', isOutput: true }
    : verdict;
}

function crash(thrown: unknown): void {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`${stack}\n`, () =>
    tell({ type: 'crashed', message: messageOf(thrown) }, () => process.exit(crashedExitCode)),
  );
}

function restoreEnv(): void {
  for (const name of Object.keys(process.env)) if (!(name in homeEnv)) delete process.env[name];
  Object.assign(process.env, homeEnv);
}

/** Timers, sockets and children that a skill left would run during the next job: a runner that has any is not used again. */
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

/** A timer that was told not to hold the process is not listed among the resources, but it fires all the same. */
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
