// What JetStream's answer to a publish means. Pure, so that every known answer of the broker has a test.
//
// The law: after an ambiguous write, `duplicate: true` and "wrong last sequence" are never taken at their word. A retry of
// a stored write gets them, and so does the loser of a race; only the last message of the chain, read from the leader,
// tells the two apart.

import type { ErrorCode } from '@dome/contracts';

import type { PublishAnswer } from './publish-answer.ts';
import { API_ERROR } from './wire.ts';

export interface WriteFacts {
  /** How often the bytes may have reached the server. */
  readonly sends: number;
  readonly expects: boolean;
}

export type PublishVerdict =
  | { readonly kind: 'stored'; readonly stream: string; readonly sequence: number; readonly again: boolean }
  | { readonly kind: 'conflict' }
  /** Ask the leader whose the last message of the chain is. */
  | { readonly kind: 'verify'; readonly stream: string }
  /** The server cannot say yet: send the same again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly stream: string; readonly reason: string };

const SERVER_BUSY = 503;

export function judgeAnswer(answer: PublishAnswer, write: WriteFacts): PublishVerdict {
  const { error, stream, sequence, duplicate } = answer;
  if (error === undefined) {
    if (duplicate && write.expects) return { kind: 'verify', stream };
    return { kind: 'stored', stream, sequence, again: duplicate };
  }
  switch (error.errorCode) {
    case API_ERROR.wrongLastSequence:
      return write.sends > 1 ? { kind: 'verify', stream } : { kind: 'conflict' };
    case API_ERROR.wrongLastSequenceInFlight:
    case API_ERROR.duplicateInProcess:
      return { kind: 'again' };
    case API_ERROR.storeFailed:
    case API_ERROR.accountResourcesExceeded:
    case API_ERROR.insufficientResources:
    case API_ERROR.memoryResourcesExceeded:
    case API_ERROR.storageResourcesExceeded:
      return { kind: 'refused', code: 'OUT_OF_SPACE', stream, reason: error.description };
    case API_ERROR.messageTooLarge:
      return { kind: 'refused', code: 'PAYLOAD_TOO_LARGE', stream, reason: error.description };
    default:
      if (error.code === SERVER_BUSY) return { kind: 'again' };
      return { kind: 'refused', code: 'INTERNAL', stream, reason: error.description };
  }
}
