import { connectBus, onStatus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import type { ControlClient } from '@dome/client';
import { DomeError } from '@dome/contracts';

import type { Globals } from '../globals.ts';
import type { Io } from '../terminal/io.ts';
import { findPlace, readPlaceSources } from './find-target.ts';
import type { FoundPlace } from './place.ts';
import type { StackFacts } from './stack-facts.ts';
import type { Target } from './target.ts';

/** One connection as one person, closed at the end of the command. */
export interface PersonConnection extends AsyncDisposable {
  readonly nc: Awaited<ReturnType<typeof connectBus>>;
  readonly client: ControlClient;
  readonly target: Target;
  /** Whether there is a server now. */
  isConnected(): boolean;
  /** Until disposed, what is said about the connection goes to the listener, not below whatever is drawn. */
  heardBy(listener: (text: string) => void): Disposable;
}

/** @throws DomeError UNAVAILABLE, UNAUTHENTICATED, naming where the address came from */
export async function connectPerson(io: Io, globals: Globals): Promise<PersonConnection> {
  const sources = await readPlaceSources(globals, io.env, io.cwd);
  const { target, found } = await findPlace(sources);
  const choice = choiceText(found, sources.stacks.running);
  if (choice !== undefined && !globals.quiet) void io.err.write(`${choice}\n`);
  const nc = await connectTo(target, { name: 'dome cli', timeoutMs: globals.timeoutMs });
  const write = (text: string): void => void io.err.write(`${text}\n`);
  let tell = write;
  let isAway = false;
  tellOfAbsence(nc, (text, away) => {
    isAway = away;
    tell(text);
  });
  const client = createControlClient(nc, { ask: { timeoutMs: globals.timeoutMs } });
  return {
    nc,
    client,
    target,
    isConnected: () => !isAway,
    heardBy: (listener) => {
      tell = listener;
      return { [Symbol.dispose]: () => void (tell = write) };
    },
    [Symbol.asyncDispose]: () => nc.close(),
  };
}

/** Where nobody said which of several stacks is meant, the one that was taken is named. */
function choiceText({ level, place }: FoundPlace, running: readonly StackFacts[]): string | undefined {
  if (level !== 'machine' || place.kind !== 'stack' || running.length < 2) return undefined;
  return `note: ${running.length} stacks run on this machine, and none in this folder; this is the newest, of ${place.facts.cwd}`;
}

/**
 * A command that follows something survives a broker that is away; the person watching should know why nothing moves.
 */
function tellOfAbsence(
  nc: Awaited<ReturnType<typeof connectBus>>,
  tell: (text: string, isAway: boolean) => void,
): void {
  onStatus(nc, ({ type }) => {
    if (type === 'disconnect') tell('Lost the connection to the broker; waiting …', true);
    else if (type === 'reconnect') tell('Connected to the broker again.', false);
  });
}

export async function connectTo(
  target: Target,
  options: { readonly name: string; readonly timeoutMs: number },
): Promise<Awaited<ReturnType<typeof connectBus>>> {
  const { origin, ...credentials } = target;
  try {
    return await connectBus({ ...credentials, name: options.name, connectTimeoutMs: options.timeoutMs });
  } catch (cause) {
    if (!(cause instanceof DomeError)) throw cause;
    const said =
      cause.code === 'UNAUTHENTICATED'
        ? `The nats-server at ${target.servers} refuses ${target.user ?? 'a connection that names no user'}`
        : cause.message.replace(/\.$/, '');
    const detail = `${said} (${origin}).`;
    throw new DomeError(cause.code, { ...cause.fields, detail, hint: hintFor(cause, target) }, { cause });
  }
}

function hintFor(error: DomeError, target: Target): string {
  if (error.code === 'UNAVAILABLE' && error.fields.hint === undefined) {
    return 'Start a local stack with `dome dev`, or choose another place: --server, NATS_URL, or a context of `dome context list`.';
  }
  if (error.code !== 'UNAUTHENTICATED') return error.hint;
  const file = target.creds ?? target.nkey;
  if (file !== undefined) return `Check the credentials in ${file}.`;
  if (target.jwt !== undefined) return 'Check the user_jwt and the user_seed of the context.';
  if (target.user === undefined) {
    return 'Log in with --user and --password, NATS_USER and NATS_PASSWORD, --creds or --context.';
  }
  return target.password === undefined
    ? `Give the password of ${target.user}: --password, or NATS_PASSWORD where --server or NATS_URL names the broker.`
    : `Check the password of ${target.user}.`;
}
