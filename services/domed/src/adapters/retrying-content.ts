// A brief outage of the store delays a job and spends no attempt: a job that waits for its workspace has done nothing
// yet, and one that waits to store its files has done everything. Only requests for a job are patient; a person who
// waits for an answer gets the error at once.
import { createRetryWait, DomeError, tryAgain } from '@dome/contracts';
import type { Digest, RetryTerms } from '@dome/contracts';
import { pause } from '@dome/runtime';
import type { Clock, Logger } from '@dome/runtime';

import type { ContentStore } from '../ports.ts';

/** A leader is elected in seconds, a broker restarted in tens of seconds. */
const AWAY_MS_MAX = 60_000;
const BACKOFF = { firstMs: 250, maxMs: 2_000 };
const AWAY_CODES: ReadonlySet<string> = new Set(['UNAVAILABLE', 'TIMEOUT']);

export interface Waiting {
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** A daemon that is shutting down hands its jobs on and waits for nothing. */
  readonly ending: AbortSignal;
}

export function createRetryingContent(content: ContentStore, of: Waiting): ContentStore {
  return {
    open: (digest, fromByte) => openedAgain({ ...of, content, digest, fromByte: fromByte ?? 0 }),
    putFile: (path, file) => tryAgain(() => content.putFile(path, file), termsOf(of, file.digest)),
    sizeOf: (digest) => content.sizeOf(digest),
  };
}

interface Reopening extends Waiting {
  readonly content: ContentStore;
  readonly digest: Digest;
  readonly fromByte: number;
}

/** Resumes where it was interrupted; the reader checks the digest of the whole. */
async function* openedAgain({ content, digest, fromByte, ...of }: Reopening): AsyncGenerator<Uint8Array> {
  let position = fromByte;
  let failed = createRetryWait(termsOf(of, digest));
  for (;;) {
    try {
      for await (const bytes of content.open(digest, position)) {
        yield bytes;
        position += bytes.length;
        failed = createRetryWait(termsOf(of, digest));
      }
      return;
    } catch (error) {
      await failed(error);
    }
  }
}

/** The store may be away this long after its first failure; any other error is thrown at once. */
function termsOf({ clock, logger, ending }: Waiting, digest: Digest): RetryTerms {
  let sinceMs: number | undefined;
  return {
    ...BACKOFF,
    pause: (ms) => pause(clock, ms),
    waits: (err, retryInMs) => {
      const nowMs = clock.monotonicMs();
      sinceMs ??= nowMs;
      const passes = err instanceof DomeError && AWAY_CODES.has(err.code);
      if (!passes || ending.aborted || nowMs - sinceMs >= AWAY_MS_MAX) return false;
      logger.warn({ err, digest, retryInMs }, 'the store of artifacts is away, asked again');
      return true;
    },
  };
}
