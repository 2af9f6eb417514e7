// An installation at work, live: daemons, backlog, runs and gates, from what anybody of it may ask.
import { serverFacts } from '@dome/bus';
import { NOTHING_HEARD, rowsOf, sampleFleet, withSample } from '@dome/client';
import type { FleetSample, SeenFleet } from '@dome/client';
import { systemClock } from '@dome/runtime';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { recordText } from '../render/record-text.ts';
import { topFrame } from '../render/top-frame.ts';
import type { TopFrame } from '../render/top-frame.ts';
import { harmless } from '../terminal/style.ts';
import { CONTROLS_AT_START, pressed, withinRows } from '../top/controls.ts';
import type { Controls } from '../top/controls.ts';
import { fleetSource } from '../top/fleet-source.ts';

export interface TopOptions {
  readonly intervalMs: number;
  /** One frame, as any other result. */
  readonly once: boolean;
}

/** Who looks at what; a server that is away for a moment is still the one that is looked at. */
interface Seat {
  readonly context: Context;
  readonly connection: PersonConnection;
  readonly place: Pick<TopFrame, 'user' | 'address' | 'serverVersion'>;
  readonly intervalMs: number;
}

/** On a terminal a screen until somebody quits; as `jsonl` a line for each sample; elsewhere the figures once. */
export async function top(context: Context, { intervalMs, once }: TopOptions): Promise<number> {
  const { io, globals } = context;
  await using connection = await context.connect();
  const seat: Seat = { context, connection, place: placeOf(connection), intervalMs };
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort(EXIT.interrupted));
  if (!once && globals.output === 'jsonl') return await record(seat, AbortSignal.any([letGo.signal, io.out.closed]));
  if (!once && globals.output === 'table' && io.out.isTerminal) return await new TopScreen(seat).run(letGo);
  const sample = await sampleFleet(fleetSource(connection.client));
  requireHeard(sample);
  show(seat, withSample(NOTHING_HEARD, sample, io.now()));
  return EXIT.success;
}

/** A screen goes on until somebody answers; figures of nothing are none. @throws the error of the first part */
function requireHeard(sample: FleetSample): void {
  const faults = Object.values(sample).filter((part): part is Error => part instanceof Error);
  const [first] = faults;
  if (first !== undefined && faults.length === Object.keys(sample).length) throw first;
}

const placeOf = ({ nc, target }: PersonConnection): Seat['place'] => ({
  user: harmless(target.user ?? 'no user'),
  address: harmless(target.servers),
  serverVersion: harmless(serverFacts(nc).version),
});

async function nextFleet({ context, connection }: Seat, before: SeenFleet): Promise<SeenFleet> {
  const atMs = context.io.now();
  return withSample(before, await sampleFleet(fleetSource(connection.client)), atMs);
}

function show(seat: Seat, fleet: SeenFleet): void {
  const { context, place, intervalMs } = seat;
  const { io, symbols } = context;
  const asOfMs = io.now();
  const frame: TopFrame = {
    ...place,
    rows: rowsOf(fleet),
    controls: CONTROLS_AT_START,
    asOfMs,
    intervalMs,
    isAlone: true,
  };
  const size = { columns: io.out.columns, rows: Infinity };
  const text = (): string =>
    topFrame(frame, size, { paint: io.out.paint, symbols, nowMs: asOfMs })
      .map((line) => `${line}\n`)
      .join('');
  context.show({ value: recordOf(seat, fleet), text });
}

function recordOf({ context, place }: Seat, fleet: SeenFleet): object {
  return { asOf: new Date(context.io.now()).toISOString(), ...place, ...rowsOf(fleet) };
}

async function record(seat: Seat, signal: AbortSignal): Promise<number> {
  const { out } = seat.context.io;
  let fleet = NOTHING_HEARD;
  while (!signal.aborted) {
    fleet = await nextFleet(seat, fleet);
    await out.write(recordText(recordOf(seat, fleet), 'jsonl'));
    await untilNext(seat.intervalMs, signal);
  }
  return out.closed.aborted ? EXIT.success : EXIT.interrupted;
}

/** The time between two samples, or less if the signal says so. */
async function untilNext(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  using _timer = systemClock.after(ms, resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}

/** Ages grow on the screen between two samples. */
const REDRAW_MS = 1_000;

class TopScreen {
  readonly #seat: Seat;
  #controls: Controls = CONTROLS_AT_START;
  #fleet: SeenFleet = NOTHING_HEARD;
  #asOfMs: number;
  #lostAtMs: number | undefined;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#asOfMs = seat.context.io.now();
  }

  async run(letGo: AbortController): Promise<number> {
    const { context, connection, intervalMs } = this.#seat;
    const { io } = context;
    using _heard = connection.heardBy(() => {
      this.#lostAtMs = connection.isConnected() ? undefined : io.now();
    });
    using screen = io.openScreen();
    const redraw = (): void => screen.draw(this.#frame());
    screen.onResize(redraw);
    screen.onKey((key) => {
      const next = pressed(this.#controls, key);
      if (next === 'quit' || next === 'interrupt') letGo.abort(next === 'quit' ? EXIT.success : EXIT.interrupted);
      else this.#controls = withinRows(next, countsOf(this.#fleet));
      redraw();
    });
    using _timer = this.#everySecond(redraw);
    const signal = AbortSignal.any([letGo.signal, io.out.closed]);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => end(), { once: true });
    redraw();
    // Whoever quits does not wait for an answer that is on its way.
    await Promise.race([ended, this.#sampleUntil(signal, { intervalMs, redraw })]);
    return letGo.signal.reason === EXIT.interrupted ? EXIT.interrupted : EXIT.success;
  }

  async #sampleUntil(signal: AbortSignal, { intervalMs, redraw }: { intervalMs: number; redraw: () => void }) {
    while (!signal.aborted) {
      if (!this.#controls.isPaused) await this.#sample();
      redraw();
      await untilNext(intervalMs, signal);
    }
  }

  async #sample(): Promise<void> {
    const fleet = await nextFleet(this.#seat, this.#fleet);
    // Somebody may have paused meanwhile, to read what was there.
    if (this.#controls.isPaused) return;
    this.#fleet = fleet;
    this.#asOfMs = this.#seat.context.io.now();
    this.#controls = withinRows(this.#controls, countsOf(fleet));
  }

  #frame(): string[] {
    const { context, place, intervalMs } = this.#seat;
    const { io, symbols } = context;
    const { columns, rows, paint } = io.out;
    const frame: TopFrame = {
      ...place,
      rows: rowsOf(this.#fleet),
      controls: this.#controls,
      asOfMs: this.#asOfMs,
      intervalMs,
      isAlone: false,
      ...(this.#lostAtMs === undefined ? {} : { lostAtMs: this.#lostAtMs }),
    };
    return topFrame(frame, { columns, rows }, { paint, symbols, nowMs: io.now() });
  }

  #everySecond(run: () => void): Disposable {
    const timer = setInterval(run, REDRAW_MS);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
}

const countsOf = ({ daemons, backlog, runs, gates }: SeenFleet) => ({
  daemons: daemons.length,
  backlog: backlog.skills.length,
  runs: runs.length,
  gates: gates.length,
});
