// Stored content on its way to this machine: verified by its digest, with progress on a terminal, and given up at Ctrl-C.
import type { ControlClient } from '@dome/client';
import { DomeError } from '@dome/contracts';

import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { tellTransfer } from './told-transfer.ts';

export interface Content {
  readonly digest: string;
  /** What people know it by. */
  readonly name: string;
}

export interface Arriving {
  /** In bytes. */
  readonly size: number;
  /** @throws DomeError DIGEST_MISMATCH at the end, if the bytes are others; the reason of the signal */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** @throws DomeError NOT_FOUND if nothing is stored under the digest any more */
export async function openContent(
  context: Context,
  artifacts: ControlClient['artifacts'],
  of: Content & { readonly signal: AbortSignal },
): Promise<Arriving> {
  const size = await artifacts.sizeOf(of.digest);
  if (size !== undefined) return { size, bytes: told(context, artifacts.stream(of.digest), { ...of, size }) };
  throw new DomeError('NOT_FOUND', {
    detail: `Nothing is stored under ${of.digest}.`,
    hint: 'Artifacts and workspaces are kept for a time (`dome topology diff` names the bucket); after it only their digests remain.',
  });
}

async function* told(
  context: Context,
  bytes: AsyncIterable<Uint8Array>,
  of: Content & { readonly size: number; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void> {
  using transfer = tellTransfer(context, { name: of.name, bytes: of.size });
  let doneBytes = 0;
  for await (const piece of bytes) {
    of.signal.throwIfAborted();
    yield piece;
    doneBytes += piece.byteLength;
    transfer.at(doneBytes);
  }
}

/** Ctrl-C gives up, and leaves nothing behind. */
export async function interruptible(context: Context, work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const letGo = new AbortController();
  using _ = context.io.onInterrupt(() => letGo.abort());
  try {
    await work(letGo.signal);
    return EXIT.success;
  } catch (error) {
    if (!letGo.signal.aborted) throw error;
    context.note('Interrupted; nothing was kept.');
    return EXIT.interrupted;
  }
}
