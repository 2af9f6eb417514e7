// A brief outage of the store delays a job and spends no attempt: a job that waits for its workspace has done nothing
// yet, and one that waits to store its files has done everything. Only requests for a job are patient; a person who
// waits for an answer gets the error at once.
import { DomeError } from '@dome/contracts';
import type { Digest } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock, Logger } from '@dome/runtime';

import type { ContentStore } from '../ports.ts';

/** A leader is elected in seconds, a broker restarted in tens of seconds. */
const awayMsMax = 60_000;
const retryFirstMs = 250;
const retryMsMax = 2_000;
const away: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT']);

export interface Patience {
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** A daemon that is shutting down hands its jobs on and waits for nothing. */
  readonly ending: AbortSignal;
}

export function createPatientContent(content: ContentStore, of: Patience): ContentStore {
  return {
    open: (digest, fromByte) => openedAgain({ ...of, content, digest, fromByte: fromByte ?? 0 }),
    putFile: async (path, file) => {
      const patience = patienceOf(of, file.digest);
      for (;;) {
        try {
          return await content.putFile(path, file);
        } catch (error) {
          await patience(error);
        }
      }
    },
    sizeOf: (digest) => content.sizeOf(digest),
  };
}

interface Reopening extends Patience {
  readonly content: ContentStore;
  readonly digest: Digest;
  readonly fromByte: number;
}

/** Resumes where it was interrupted; the reader checks the digest of the whole. */
async function* openedAgain({ content, digest, fromByte, ...of }: Reopening): AsyncGenerator<Uint8Array> {
  let position = fromByte;
  let patience = patienceOf(of, digest);
  for (;;) {
    try {
      for await (const bytes of content.open(digest, position)) {
        yield bytes;
        position += bytes.length;
        patience = patienceOf(of, digest);
      }
      return;
    } catch (error) {
      await patience(error);
    }
  }
}

/** Waits after a transient error, a little longer each time; any other error, and one too many, is thrown. */
function patienceOf({ clock, logger, ending }: Patience, digest: Digest): (error: unknown) => Promise<void> {
  let waitMs = retryFirstMs;
  let sinceMs: number | undefined;
  return async (error) => {
    const nowMs = clock.monotonicMs();
    sinceMs ??= nowMs;
    const passes = error instanceof DomeError && away.has(error.code);
    if (!passes || ending.aborted || nowMs - sinceMs >= awayMsMax) throw error;
    logger.warn({ err: error, digest, retryInMs: waitMs }, 'the store of artifacts is away, asked again');
    await pause(clock, waitMs);
    waitMs = Math.min(waitMs * 2, retryMsMax);
  };
}
