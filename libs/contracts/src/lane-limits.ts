// How much of a service one person may have, as part of the limits that a person or a program can meet (L11).
import { CLOCKS } from './limits.ts';

/**
 * How much of a service's work one person may have, and everyone together: requests in progress, requests that wait for
 * their turn, and the bytes of both. Each kind of work has a lane, so that none waits behind a costlier one.
 */
export const LANES = {
  /** Answered from memory. */
  prompt: {
    inHandMax: 64,
    inHandEachMax: 16,
    queuedMax: 4_096,
    queuedEachMax: 512,
    heldBytesMax: 16_777_216,
    heldBytesEachMax: 2_097_152,
    patienceMs: CLOCKS.askMs,
  },
  /** A read or a write of a stream, and what follows from it. */
  stored: {
    inHandMax: 32,
    inHandEachMax: 8,
    queuedMax: 4_096,
    queuedEachMax: 512,
    heldBytesMax: 16_777_216,
    heldBytesEachMax: 4_194_304,
    patienceMs: CLOCKS.askMs,
  },
  /** Mostly waits on something else: the end of a job, a store or a disk that takes bytes. */
  waiting: {
    inHandMax: 256,
    inHandEachMax: 128,
    queuedMax: 4_096,
    queuedEachMax: 512,
    heldBytesMax: 33_554_432,
    heldBytesEachMax: 8_388_608,
    patienceMs: CLOCKS.askMs,
  },
  /** Reads, checks and resolves whole plans. */
  heavy: {
    inHandMax: 8,
    inHandEachMax: 2,
    queuedMax: 1_024,
    queuedEachMax: 256,
    heldBytesMax: 33_554_432,
    heldBytesEachMax: 4_194_304,
    patienceMs: CLOCKS.askLongMs,
  },
} as const;

export type LaneName = keyof typeof LANES;
