// What a node skill gets besides its input, in a runner and inside the daemon alike: the public interface for authors
// of skills. This module imports nothing at run time, because every runner loads it while it starts.
import type { AnnotationLevel } from '../logs/sinks.ts';

/** What a skill is told; a message can carry it. */
export interface ContextFacts {
  readonly runId: string;
  readonly taskId: string;
  readonly jobId: string;
  readonly attempt: number;
  /** The fencing token: it grows with every attempt of the job. */
  readonly epoch: number;
  /** When the job runs out of time, milliseconds since the Unix epoch. */
  readonly deadlineMs: number;
  /** W3C trace context, if there is one: what the skill traces belongs to its run. */
  readonly traceparent?: string | undefined;
  /** The job's own copy of the workspace; undefined for a skill that needs none. */
  readonly workspace?: string;
  /** Where to put declared artifacts. */
  readonly artifacts: string;
  /** Where to find declared materials. */
  readonly materials: string;
}

export interface SkillContext extends ContextFacts {
  /** Aborts when the job must end; what still runs after the grace period is killed. */
  readonly signal: AbortSignal;
  log(text: string): void;
  annotate(annotation: {
    level: AnnotationLevel;
    message: string;
    file?: string;
    startLine?: number;
    title?: string;
  }): void;
  /** From 0 to 1. It is also a sign of life. */
  progress(value: number, text?: string): void;
  /** A sign of life without a message. */
  heartbeat(): void;
  /** Adds Markdown to the summary. */
  summary(markdown: string): void;
  /** Throw what these return. fail: the check said no. retry: another attempt may succeed. skip: not applicable. */
  fail(message: string, output?: object): Error;
  retry(message: string): Error;
  skip(message: string): Error;
}

export type VerdictKind = 'failure' | 'retry' | 'skip';

/** Thrown by a skill to end with something other than success or a defect. */
export class SkillVerdict extends Error {
  override readonly name = 'SkillVerdict';
  readonly kind: VerdictKind;
  readonly output: object | undefined;

  constructor(kind: VerdictKind, message: string, output?: object) {
    super(message);
    this.kind = kind;
    this.output = output;
  }
}

export const verdictMakers = {
  fail: (message: string, output?: object): Error => new SkillVerdict('failure', message, output),
  retry: (message: string): Error => new SkillVerdict('retry', message),
  skip: (message: string): Error => new SkillVerdict('skip', message),
};

/** The result of a run, in a form that can be sent to the daemon. */
export type RunVerdict =
  | { readonly kind: 'success'; readonly outputText: string }
  | { readonly kind: VerdictKind; readonly message: string; readonly outputText?: string }
  | { readonly kind: 'error'; readonly message: string; readonly isOutput?: boolean };

export interface Running {
  readonly run: () => unknown;
  /** The folder of the skill's main module, as a path and as a URL: frames name either. */
  readonly home: () => readonly string[];
  /** What the skill threw unexpectedly, with the frames that are its own. */
  readonly print: (stack: string) => void;
}

/** Runs a skill's function to its verdict; it never rejects. */
export async function runToVerdict({ run, home, print }: Running): Promise<RunVerdict> {
  let value: unknown;
  try {
    value = await run();
  } catch (thrown) {
    return isVerdict(thrown) ? verdictOfThrown(thrown) : verdictOfDefect(thrown, { home, print });
  }
  return withText(value ?? {}, (outputText = '{}') => ({ kind: 'success', outputText }));
}

export const VERDICT_KINDS = ['failure', 'retry', 'skip'] as const satisfies readonly VerdictKind[];

/** `instanceof` asks a proxy for its prototype, which may throw. */
function isVerdict(thrown: unknown): thrown is SkillVerdict {
  try {
    return thrown instanceof SkillVerdict;
  } catch {
    return false;
  }
}

/** Where it happened is the first thing that whoever wrote the skill wants to know. */
function verdictOfDefect(thrown: unknown, { home, print }: Pick<Running, 'home' | 'print'>): RunVerdict {
  const message = messageOf(thrown);
  const frames = ownFrames(stackOf(thrown) ?? '', home());
  const [first] = frames;
  if (first === undefined) return { kind: 'error', message };
  print([message, ...frames.map((frame) => `    at ${frame}`)].join('\n'));
  return { kind: 'error', message: `${message}, at ${placeIn(first)}` };
}

/** Those in the skill's folder, without the way to it: `check (lib/check.mjs:12:9)`. */
function ownFrames(stack: string, home: readonly string[]): string[] {
  return stack.split('\n').flatMap((line) => {
    const frame = /^\s+at (.*)$/.exec(line)?.[1] ?? '';
    const own = home.find((folder) => frame.includes(`${folder}/`));
    return own === undefined ? [] : [frame.replaceAll(`${own}/`, '')];
  });
}

const placeIn = (frame: string): string => /\(([^()]*)\)$/.exec(frame)?.[1] ?? frame;

function verdictOfThrown(thrown: SkillVerdict): RunVerdict {
  try {
    // The skill had access to it and may have put anything in its members.
    const { output, message: said }: { readonly output: unknown; readonly message: unknown } = thrown;
    const message = String(said);
    const kind = VERDICT_KINDS.find((known) => known === thrown.kind) ?? 'failure';
    if (output === undefined) return { kind, message };
    return withText(output, (outputText = '{}') => ({ kind, message, outputText }));
  } catch (cause) {
    return { kind: 'error', message: messageOf(cause) };
  }
}

/** `JSON.stringify` returns undefined for values without a JSON form, such as a function. */
function withText(output: unknown, verdict: (text: string | undefined) => RunVerdict): RunVerdict {
  try {
    return verdict(JSON.stringify(output));
  } catch (cause) {
    return { kind: 'error', message: `the output has no JSON form: ${messageOf(cause)}`, isOutput: true };
  }
}

/** Describes anything a skill may throw: even a value without text, or one that throws when asked for it. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return 'something that has no text was thrown';
  }
}

export function stackOf(thrown: unknown): string | undefined {
  try {
    return thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack : undefined;
  } catch {
    return undefined;
  }
}
