// One grammar for names and one for ids, checked before any subject, key, path or argument is built from them: a job
// called `*` would be a legal subject token to the broker and, as a filter, match every other job.

import { DomeError } from './errors.ts';
import { LIMITS } from './limits.ts';

declare const brand: unique symbol;
export type Branded<Base, Tag extends string> = Base & { readonly [brand]: Tag };

export type Name = Branded<string, 'Name'>;
export type RunId = Branded<string, 'RunId'>;
export type JobId = Branded<string, 'JobId'>;

/** What names the chain of a job. */
export interface JobRef {
  readonly skill: string;
  readonly runId: string;
  readonly jobId: string;
}
export type Digest = `sha256:${string}`;

const NAME = new RegExp(`^[a-z0-9][a-z0-9-]{0,${LIMITS.nameChars - 1}}$`);
const ID = new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.idChars}}$`);
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** The pool for those who name none. */
export const POOL_DEFAULT = 'default';

export const isName = (value: string): value is Name => NAME.test(value);
export const isId = (value: string): boolean => ID.test(value);
export const isDigest = (value: string): value is Digest => DIGEST.test(value);

/** @throws DomeError INVALID_REQUEST when the value breaks the grammar of names. */
export function asName(value: string, pointer = ''): Name {
  if (isName(value)) return value;
  throw new DomeError('INVALID_REQUEST', {
    detail: `${JSON.stringify(value)} is not a name (${NAME.source})`,
    pointer,
  });
}

/** @throws DomeError INVALID_REQUEST when the value breaks the grammar of ids. */
export function asRunId(value: string, pointer = ''): RunId {
  if (isId(value)) return value as RunId;
  throw new DomeError('INVALID_REQUEST', {
    detail: `${JSON.stringify(value)} is not a run id (${ID.source})`,
    pointer,
  });
}
