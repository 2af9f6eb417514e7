// Signing in and out. What identifies is in this module's memory, and gone when the page is.
import { signal } from '@preact/signals';
import { toDomeError } from '@dome/contracts/portable';

import { readPageConfig, sessionOfLink } from '../nats/config.ts';
import { openSession } from '../nats/connection.ts';
import type { Session } from '../nats/connection.ts';
import type { Login } from '../nats/credentials.ts';
import { SignInFault } from '../nats/sign-in-fault.ts';
import { readRuns } from './read-runs.ts';
import { dialled, lastSequence, link, noteAway } from './link.ts';
import { isCaughtUp, runs } from './run-store.ts';
import { forgetShown } from './session-signal.ts';

export const session = signal<Session | undefined>(undefined);

let ending = new AbortController();

/** Whoever opened the page with a link is signed in by it. */
export async function start(): Promise<void> {
  try {
    dialled.value = (await readPageConfig()).websocket;
    const who = await sessionOfLink();
    if (who !== undefined) await signIn(who);
  } catch (error) {
    link.value = { state: 'signed-out', fault: messageOf(error) };
  }
}

export async function signIn(who: Login): Promise<void> {
  link.value = { state: 'connecting' };
  try {
    const opened = await openSession(dialled.value, who, {
      live: () => void (link.value = { state: 'live' }),
      away: (cause) => noteAway(cause, Date.now()),
    });
    session.value = opened;
    ending = new AbortController();
    readRuns(opened, ending.signal).catch((error: unknown) => noteAway(messageOf(error), Date.now()));
  } catch (error) {
    const usually = error instanceof SignInFault ? error.usually : [];
    link.value = { state: 'signed-out', fault: messageOf(error), usually };
  }
}

export async function signOut(): Promise<void> {
  ending.abort();
  await session.value?.[Symbol.asyncDispose]();
  session.value = undefined;
  runs.value = new Map();
  isCaughtUp.value = false;
  lastSequence.value = 0;
  forgetShown();
  link.value = { state: 'signed-out' };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : toDomeError(error).message);
