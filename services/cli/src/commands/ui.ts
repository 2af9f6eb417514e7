// `dome ui`: the console of the stack that is meant, or one for any installation whose broker a browser can reach.
import { findPlace, readPlaceSources } from '../connect/find-target.ts';
import { openConsole } from '../console/open-console.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';

export interface UiOptions {
  readonly websocket?: string;
  readonly uiPort?: number;
}

const NO_WEBSOCKET = 'It does not say where a browser reaches its broker.';
const HINT = 'Name the address of its WebSocket listener: `dome ui --websocket wss://nats.example.org:8443`.';

export async function ui(context: Context, options: UiOptions): Promise<number> {
  const { io } = context;
  const { found, target } = await findPlace(await readPlaceSources(context.globals, io.env, io.cwd));
  const { place } = found;
  if (options.websocket === undefined && place.kind === 'stack' && place.facts.console !== undefined) {
    void io.out.write(`${place.facts.console}\n`);
    return EXIT.success;
  }
  const websocket = options.websocket ?? (place.kind === 'stack' ? place.facts.websocket : undefined);
  if (websocket === undefined) throw usageError(`${target.origin} is meant. ${NO_WEBSOCKET}`, HINT);
  const stopped = Promise.withResolvers<number>();
  using _ = io.onInterrupt(() => stopped.resolve(EXIT.success));
  await using opened = await openConsole(options.uiPort);
  const { user, password } = target;
  const login = user === undefined || password === undefined ? undefined : { user, password };
  const link = opened.show({ websocket, mode: 'installation' }, login);
  void io.out.write(`${link}\n`);
  context.note(`The broker must let pages of ${opened.origins[0] ?? ''} connect. Ctrl-C ends it.`);
  return await stopped.promise;
}
