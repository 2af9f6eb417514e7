// A reader's position, kept by the server while it reads.
//
// - Opening a cursor claims it: if an earlier reader is still reading, its next move is refused.
// - A position is kept at most `everyMs` after it was reached, by one move at a time. A move that fails is repeated with
//   the position reached by then: a server that is away never stops the reader, but after a crash more is read twice.
// - The reader only moves forward, so a move that arrives twice or late does no harm.

import { cursorAt, cursorText, DomeError, ERRORS, LIMITS, parseCursor, toDomeError } from '@dome/contracts';
import type { Cursor, CursorView, StreamCursor } from '@dome/contracts';

import type { Cursors } from './cursors.ts';

/** Every lost round means that another reader moved the cursor after it was read. */
const CLAIM_ROUNDS_MAX = 5;

export interface OpenCursorOptions {
  readonly name: string;
  /** What the name stands for; a name that stands for something else is refused. */
  readonly reads: readonly string[];
  /** Where the first reader of the name begins, in each of its streams. */
  readonly begin: () => Promise<readonly StreamCursor[]>;
  /** Identifies this reader. */
  readonly reader: string;
  readonly after: (ms: number, run: () => void) => Disposable;
  readonly everyMs?: number;
}

export interface OpenCursor extends AsyncDisposable {
  /** Where the reader resumes, by stream. */
  readonly positions: ReadonlyMap<string, Cursor>;
  /** The name had no reader before. */
  readonly isNew: boolean;
  /** Aborted with the reason when the position can no longer be kept: another reader has the cursor, or it is not allowed. */
  readonly lost: AbortSignal;
  /** The reader has finished with everything before this cursor. */
  advance(to: StreamCursor): void;
  /** Resolves when the position is kept. @throws DomeError why it is not */
  settle(): Promise<void>;
}

/** @throws DomeError CURSOR_CONFLICT, CURSOR_REUSED, UNAVAILABLE, UNAUTHENTICATED */
export async function openCursor(cursors: Cursors, options: OpenCursorOptions): Promise<OpenCursor> {
  for (let round = 1; ; round++) {
    const kept = await cursors.get(options.name);
    const positions = new Map((kept === undefined ? await options.begin() : positionsOf(kept)).map(entryOf));
    const held = new HeldCursor(cursors, { ...options, positions, isNew: kept === undefined });
    try {
      await held.claim(kept?.revision ?? 0);
      return held;
    } catch (error) {
      // The earlier reader moved it in between, so its newer position is read.
      const isMoved = error instanceof DomeError && error.code === 'CURSOR_CONFLICT';
      if (!isMoved || round === CLAIM_ROUNDS_MAX) throw error;
    }
  }
}

function positionsOf({ cursors }: CursorView): StreamCursor[] {
  return cursors.map((text) => {
    const cursor = parseCursor(text);
    if (cursor === undefined) throw new DomeError('INTERNAL', { detail: `${text} is no cursor of the contract.` });
    return cursor;
  });
}

function entryOf({ stream, next }: StreamCursor): [string, Cursor] {
  return [stream, next];
}

type Held = OpenCursorOptions & { readonly positions: Map<string, Cursor>; readonly isNew: boolean };

class HeldCursor implements OpenCursor {
  readonly isNew: boolean;
  readonly positions: ReadonlyMap<string, Cursor>;
  readonly #cursors: Cursors;
  readonly #options: Held;
  readonly #reached: Map<string, Cursor>;
  readonly #lost = new AbortController();
  #revision = 0;
  #isKept = true;
  #timer: Disposable | undefined;
  #moving: Promise<void> | undefined;

  constructor(cursors: Cursors, options: Held) {
    this.#cursors = cursors;
    this.#options = options;
    this.isNew = options.isNew;
    this.positions = options.positions;
    this.#reached = new Map(options.positions);
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async claim(revision: number): Promise<void> {
    this.#revision = revision;
    await this.#move();
  }

  advance({ stream, next }: StreamCursor): void {
    if (next <= (this.#reached.get(stream) ?? cursorAt(1))) return;
    this.#reached.set(stream, next);
    this.#isKept = false;
    this.#schedule();
  }

  async settle(): Promise<void> {
    await this.#moving?.catch(() => undefined);
    this.#stopTimer();
    this.lost.throwIfAborted();
    while (!this.#isKept) await this.#move();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#moving?.catch(() => undefined);
    this.#stopTimer();
  }

  #schedule(inMs = this.#options.everyMs ?? LIMITS.cursorMoveMs): void {
    if (this.#timer !== undefined || this.#moving !== undefined || this.lost.aborted) return;
    this.#timer = this.#options.after(inMs, () => {
      this.#timer = undefined;
      void this.#moveOrRetry();
    });
  }

  #stopTimer(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  async #moveOrRetry(): Promise<void> {
    const moving = this.#move();
    this.#moving = moving;
    let hasFailed = false;
    try {
      await moving;
    } catch (thrown) {
      hasFailed = true;
      const error = toDomeError(thrown);
      if (ERRORS[error.code].disposition !== 'retry' && error.code !== 'TIMEOUT') this.#lost.abort(error);
    } finally {
      this.#moving = undefined;
    }
    if (!this.#isKept) this.#schedule(hasFailed ? LIMITS.cursorMoveMs : undefined);
  }

  async #move(): Promise<void> {
    const { name, reads, reader } = this.#options;
    const cursors = [...this.#reached].map(([stream, next]) => cursorText({ stream, next }));
    this.#isKept = true;
    try {
      const request = { name, reader, expectedRevision: this.#revision, cursors, reads: [...reads] };
      this.#revision = (await this.#cursors.move(request)).revision;
    } catch (error) {
      this.#isKept = false;
      throw error;
    }
  }
}
