// The messages between the daemon and a runner process, over a descriptor of its own, so that printed output can never
// pass for a verdict. The skill's code can reach that descriptor, so the daemon accepts a frame only in the shapes
// defined here. A runner loads this module, so it imports nothing of the daemon.
import { VERDICT_KINDS } from './skill-context.ts';
import type { ContextFacts, RunVerdict } from './skill-context.ts';

/** The runner's descriptor. It is closed when the runner starts a program, so only the runner itself holds it. */
export const CHANNEL_FD = 3;

/** The length of the text in a verdict or about a crash; a problem holds no more. */
export const MESSAGE_CHARS_MAX = 4_096;

export interface RunJob {
  readonly type: 'run';
  readonly main: string;
  readonly input: object;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written to a folder in memory that only the runner sees, and removed when the job has ended. */
  readonly files?: { readonly dir: string; readonly contents: Readonly<Record<string, string>> };
  /**
   * Written to both streams after the job's last output, and sent with its verdict. Only this job and its daemon know
   * it, so leftovers of the previous job end no other.
   */
  readonly marker: string;
  /** A larger output is not sent: the daemon would only read it to refuse it. */
  readonly outputBytesMax: number;
  readonly context: ContextFacts & { readonly summaryFile: string };
}

export type ToRunner = RunJob | { readonly type: 'stop'; readonly reason: string };

export type FromRunner =
  | { readonly type: 'ready' }
  | { readonly type: 'alive' }
  | EndedMessage
  | { readonly type: 'crashed'; readonly marker: string; readonly message: string };

export interface EndedMessage {
  readonly type: 'ended';
  /** Of the job. */
  readonly marker: string;
  readonly verdict: RunVerdict;
  /** Nothing of the job is left in the process that could run later. */
  readonly isQuiet: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** Undefined if it is not a message of a runner; of a message only the known members are kept. */
export function readFromRunner(text: string): FromRunner | undefined {
  const value = parsed(text);
  if (!hasMembers(value)) return undefined;
  const { type, message, isQuiet, marker } = value;
  if (type === 'ready' || type === 'alive') return { type };
  if (typeof marker !== 'string') return undefined;
  if (type === 'crashed') return typeof message === 'string' ? { type, marker, message } : undefined;
  const verdict = type === 'ended' && typeof isQuiet === 'boolean' ? readVerdict(value['verdict']) : undefined;
  return verdict === undefined ? undefined : { type: 'ended', marker, verdict, isQuiet: isQuiet === true };
}

function readVerdict(value: unknown): RunVerdict | undefined {
  if (!hasMembers(value)) return undefined;
  const { kind, message, outputText, isOutput } = value;
  if (kind === 'success') return typeof outputText === 'string' ? { kind, outputText } : undefined;
  if (typeof message !== 'string') return undefined;
  if (kind === 'error') return { kind, message, ...(isOutput === true ? { isOutput } : {}) };
  const said = VERDICT_KINDS.find((known) => known === kind);
  if (said === undefined) return undefined;
  return { kind: said, message, ...(typeof outputText === 'string' ? { outputText } : {}) };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function hasMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
