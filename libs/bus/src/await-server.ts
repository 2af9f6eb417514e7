// Waits for a server for as long as it takes, at the first connection and after each loss. The client library keeps to
// itself why its tries fail, so the first connection is a loop of single tries, and during an outage single tries beside the
// library's own find out. The log says the reason at once when it is new, and now and then while it stays.

import { createRepeats, DomeError } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';
import { setTimeout as pause } from 'node:timers/promises';

import { REDIAL_WAIT_MS } from './dial.ts';
import type { Dialer, DialTerms } from './dial.ts';
import type { BusLogger } from './logger.ts';
import { onStatus } from './status.ts';

export interface Awaiting {
  readonly dialer: Dialer;
  readonly name: string;
  readonly servers: readonly string[];
  readonly logger: BusLogger;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each reason, as it is found; undefined once there is a connection. */
  readonly onAbsence: (fault: DomeError | undefined) => void;
}

/** Tuning: a handshake over a slow line is done in a second, and a server that is gone is known soon. */
const DIAL_MS = 5_000;
const SAID_AGAIN_MS = 30_000;
/** Tuning: a server that only restarts is back by then. */
const LOOK_FIRST_MS = 2_000;
const LOOK_AGAIN_MS = 5_000;

type Tell = (fault: DomeError) => void;

/** @throws whatever is no absence of a server; AbortError */
export async function awaitServer(awaiting: Awaiting): Promise<NatsConnection> {
  const { dialer, signal } = awaiting;
  const tell = createTell(awaiting);
  for (;;) {
    try {
      const nc = await dialer.dial(termsFor(awaiting, 'kept'));
      awaiting.onAbsence(undefined);
      return nc;
    } catch (thrown) {
      if (!(thrown instanceof DomeError)) throw thrown;
      tell(thrown);
    }
    await pause(REDIAL_WAIT_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/** Says of each outage why it lasts, until the connection is closed. */
export function watchAbsence(nc: NatsConnection, awaiting: Awaiting): void {
  const tell = createTell(awaiting);
  let outage: AbortController | undefined;
  onStatus(nc, ({ type }) => {
    if (type === 'disconnect') {
      outage?.abort();
      outage = new AbortController();
      awaiting.onAbsence(lost(awaiting));
      void lookUntil(outage.signal, awaiting, tell);
    } else if (type === 'reconnect' || type === 'close') {
      outage?.abort();
      if (type === 'reconnect') awaiting.onAbsence(undefined);
    }
  });
}

const lost = ({ name, servers }: Awaiting): DomeError =>
  new DomeError('UNAVAILABLE', { detail: `The connection of ${name} to ${servers.join(',')} is lost.` });

async function lookUntil(over: AbortSignal, awaiting: Awaiting, tell: Tell): Promise<void> {
  for (let waitMs = LOOK_FIRST_MS; await isStill(over, waitMs); waitMs = LOOK_AGAIN_MS) {
    const fault = await faultNow(awaiting);
    if (fault !== undefined && !over.aborted) tell(fault);
  }
}

/** Whether it is not over after this long. */
async function isStill(over: AbortSignal, ms: number): Promise<boolean> {
  return await pause(ms, true, { signal: over, ref: false }).catch(() => false);
}

async function faultNow(awaiting: Awaiting): Promise<DomeError | undefined> {
  try {
    const nc = await awaiting.dialer.dial(termsFor(awaiting, 'tried'));
    await nc.close();
    return undefined;
  } catch (thrown) {
    return thrown instanceof DomeError ? thrown : undefined;
  }
}

function termsFor({ servers }: Awaiting, as: DialTerms['as']): DialTerms {
  return { as, eachMs: DIAL_MS, allMs: DIAL_MS * (servers.length + 1) };
}

function createTell({ name: connection, servers, logger, onAbsence }: Awaiting): Tell {
  const isSaid = createRepeats({ nowMs: () => performance.now(), everyMs: SAID_AGAIN_MS });
  return (err) => {
    onAbsence(err);
    if (!isSaid(err.message)) return;
    logger.warn({ connection, servers: servers.join(','), err, hint: err.hint }, 'bus waits for a server');
  };
}
