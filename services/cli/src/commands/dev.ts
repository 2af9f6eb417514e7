// `dome dev`: the whole stack on this machine, in one process tree, until Ctrl-C.

import { DomeError } from '@dome/contracts';
import { HTTP_ANSWERED, processIdentityOf } from '@dome/runtime';

import { readPlaceSources } from '../connect/find-target.ts';
import { placesInOrder } from '../connect/place.ts';
import { runningStacks } from '../connect/stack-facts.ts';
import type { RunsOn } from '../connect/stack-facts.ts';
import { openConsole } from '../console/open-console.ts';
import type { OpenConsole } from '../console/open-console.ts';
import type { Context } from '../context.ts';
import { attendStack } from '../dev/attend-stack.ts';
import { prefixBeside } from '../dev/contexts.ts';
import { isPortFree } from '../dev/free-port.ts';
import { openKeptFolder } from '../dev/kept-folder.ts';
import type { KeptFolder } from '../dev/kept-folder.ts';
import { showLogLine } from '../dev/log-line.ts';
import type { PlaneLogLine } from '../dev/log-line.ts';
import { devLaw, devPerson } from '../dev/people.ts';
import type { DevLaw } from '../dev/people.ts';
import { devPlaces } from '../dev/places.ts';
import type { DevPlaces } from '../dev/places.ts';
import { makeReachable } from '../dev/reachable.ts';
import { startStack } from '../dev/stack.ts';
import type { Stack } from '../dev/stack.ts';
import { showDuration } from '../durations.ts';
import { usageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { readLawFolder } from '../law/folder.ts';
import { banner } from '../render/banner.ts';
import type { BannerFacts } from '../render/banner.ts';
import { placeText } from '../render/context-view.ts';

export interface DevOptions {
  readonly skills?: string;
  readonly law?: string;
  readonly secrets?: string;
  readonly persist?: string;
  readonly port?: number;
  readonly domed: number;
  readonly slots: number;
  readonly pool: string;
  readonly ackWaitMs: number;
  /** Broker users of programs that read with durables of their own. */
  readonly readers: readonly string[];
  readonly verbose: boolean;
  readonly http: boolean;
  /** False: nothing is served to browsers. */
  readonly ui: boolean;
  readonly uiPort?: number;
  /** Pages of other servers that may connect to the broker. */
  readonly origins: readonly string[];
}

const PORT_DEFAULT = 4_222;
/** The server chooses one. */
const FREE_PORT = -1;

export async function dev(context: Context, options: DevOptions): Promise<number> {
  const { io } = context;
  const startedMs = io.now();
  const stopped = Promise.withResolvers<number>();
  let presses = 0;
  let isStarted = false;
  using _ = io.onInterrupt(() => {
    presses++;
    if (presses === 1 && !isStarted)
      void io.err.write('still starting, then stopping; press Ctrl-C again to stop at once\n');
    if (presses === 1) stopped.resolve(EXIT.success);
    // A second Ctrl-C means: do not wait for a drain. The tethers end what is left.
    else process.exit(EXIT.interrupted);
  });
  const places = devPlaces(io.cwd, options);
  const person = devPerson(io.osUser);
  const law = devLaw(person, places.lawDir === undefined ? [] : await readLawFolder(places.lawDir, io.cwd));
  await using kept = places.persistDir === undefined ? undefined : await openKeptFolder(places.persistDir);
  await using pages = await openPages(context, options);
  await using stack = await start(context, options, { ...places, law, kept, pages });
  isStarted = true;
  const { people } = law;
  const { url, passwords, websocketUrl: websocket } = stack;
  const beside = await runningStacks(io.env);
  const prefix = prefixBeside(beside, url);
  const links = linksTo(pages, { stack, person });
  const facts = {
    process: await processIdentityOf(process.pid),
    url,
    websocket,
    ...(links.link === undefined ? {} : { console: links.link }),
    cwd: io.cwd,
    startedAt: new Date(io.now()).toISOString(),
    person,
    passwords,
    contextPrefix: prefix,
    runsOn: runsOn(stack, options, places),
  };
  await using reachable = await makeReachable({ env: io.env, facts, people, warn: (text) => io.err.write(text) });
  const { contexts } = reachable;
  const elsewhere = await placeElsewhere(context, url);
  const shown = { ...elsewhere, ...links, stack, person, people, prefix, contexts, beside, cwd: io.cwd, ...places };
  const tell = (line: string): void => {
    if (presses === 0) void io.err.write(`${line}\n`);
  };
  // Before the banner: what it calls ready ends when its broker ends, however soon that is.
  await using attended = await attendStack(stack, { person, skillsDir: places.skillsDir, tell });
  void stack.broker.ended.then((reason) => {
    if (presses > 0) return;
    void io.err.write(`nats-server: ${reason}\n`);
    stopped.resolve(EXIT.unexpected);
  });
  if (presses === 0) void io.out.write(banner(shown, { sink: io.out, tookMs: io.now() - startedMs }));
  const exitCode = await stopped.promise;
  presses = Math.max(1, presses);
  const stoppingMs = io.now();
  void io.err.write('stopping …\n');
  // First whoever would start again what ends now.
  await attended[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
  void io.err.write(`stopped in ${showDuration(io.now() - stoppingMs)}\n`);
  return exitCode;
}

/** Where commands go that are typed here, if not to this stack. */
async function placeElsewhere({ globals, io }: Context, url: string): Promise<{ elsewhere?: string }> {
  const [first] = placesInOrder(await readPlaceSources(globals, io.env, io.cwd));
  const isHere = first?.place.kind === 'stack' && first.place.facts.url === url;
  return first === undefined || isHere ? {} : { elsewhere: placeText(first) };
}

function runsOn({ broker }: Stack, { ackWaitMs, pool }: DevOptions, { skillsDir }: DevPlaces): RunsOn {
  return { ackWaitMs, pool, skillsDir, storeBytesMax: broker.storeBytesMax };
}

function linksTo(
  pages: OpenConsole | undefined,
  of: { readonly stack: Stack; readonly person: string },
): Pick<BannerFacts, 'link' | 'documents'> {
  if (pages === undefined) return {};
  const login = { user: of.person, password: of.stack.passwords[of.person] ?? '' };
  const link = pages.show({ websocket: of.stack.websocketUrl, mode: 'dev' }, login);
  return { link, documents: pages.documents };
}

/** A stack without a console is of use all the same. */
async function openPages(context: Context, { ui, uiPort }: DevOptions): Promise<OpenConsole | undefined> {
  if (!ui) return undefined;
  try {
    return await openConsole(uiPort);
  } catch (error) {
    if (!(error instanceof DomeError) || error.code !== 'UNAVAILABLE') throw error;
    context.note(error.message);
    return undefined;
  }
}

type Start = DevPlaces & {
  readonly law: DevLaw;
  readonly kept: KeptFolder | undefined;
  readonly pages: OpenConsole | undefined;
};

async function start(context: Context, options: DevOptions, places: Start): Promise<Stack> {
  const { io } = context;
  const { skillsDir, secretsDir, law, kept, pages } = places;
  const port = await portOf(options, kept);
  return await startStack({
    skillsDir,
    port,
    domedCount: options.domed,
    slots: options.slots,
    pool: options.pool,
    ackWaitMs: options.ackWaitMs,
    http: options.http,
    ...(pages === undefined ? {} : { origins: [...pages.origins, ...options.origins] }),
    people: law.people,
    readers: options.readers,
    law: law.files,
    env: io.env,
    cwd: io.cwd,
    ...(kept === undefined ? {} : { kept }),
    ...(secretsDir === undefined ? {} : { secretsDir }),
    onProgress: (line) => context.note(line),
    onLog: async (line) => {
      if (isShown(line, options)) await io.err.write(`${showLogLine(line, io.err.paint)}\n`);
    },
  });
}

async function portOf({ port }: DevOptions, kept: KeptFolder | undefined): Promise<number> {
  // Of the stack before, which terminals that are open still know.
  const wanted = kept?.port ?? PORT_DEFAULT;
  if (port === undefined) return (await isPortFree(wanted)) ? wanted : FREE_PORT;
  if (port === 0) return kept?.port !== undefined && (await isPortFree(wanted)) ? wanted : FREE_PORT;
  if (await isPortFree(port)) return port;
  throw usageError(`The port ${port} is taken.`, 'Choose another, or use --port 0 for a free port.');
}

/** Where metrics are is said because it was asked for. */
function isShown({ level, message }: PlaneLogLine, { verbose }: DevOptions): boolean {
  return verbose || level === 'warn' || level === 'error' || message === HTTP_ANSWERED;
}
