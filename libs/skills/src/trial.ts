// What the program that tries a skill tells whoever started it, message by message. Both are of the same version: the one
// belongs to the runtime, which alone runs skills, the other to the command line, which shows them.
import type { Digest, JsonObject, ProblemBody } from '@dome/contracts';

export type TrialMessage =
  | { readonly kind: 'example'; readonly name: string }
  | { readonly kind: 'line'; readonly stream: 'stdout' | 'stderr' | 'system'; readonly text: string }
  | ({ readonly kind: 'annotation' } & TrialAnnotation)
  | { readonly kind: 'progress'; readonly value: number; readonly text?: string }
  | ({ readonly kind: 'ended' } & TrialEnd)
  /** No example was tried, or no further one can be. */
  | { readonly kind: 'broken'; readonly problem: ProblemBody };

export interface TrialAnnotation {
  readonly level: 'debug' | 'notice' | 'warning' | 'error';
  readonly message: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly title?: string;
}

/** How one example ended: what a job would have recorded. */
export interface TrialEnd {
  readonly result: 'success' | 'failure' | 'error' | 'skip' | 'timeout' | 'cancellation';
  readonly exit: { readonly code?: number; readonly signal?: string };
  readonly output?: JsonObject;
  readonly summary?: string;
  readonly artifacts: readonly {
    readonly name: string;
    readonly digest: Digest;
    /** Bytes. */
    readonly size: number;
    readonly mediaType: string;
  }[];
  /** The tree that a skill with `workspace: rw` left. */
  readonly workspace?: { readonly digest: Digest; readonly size: number };
  readonly problem?: ProblemBody;
  readonly executionMs: number;
  readonly guard: string;
}

const KINDS: ReadonlySet<unknown> = new Set<TrialMessage['kind']>([
  'example',
  'line',
  'annotation',
  'progress',
  'ended',
  'broken',
]);

export function isTrialMessage(value: unknown): value is TrialMessage {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
}
