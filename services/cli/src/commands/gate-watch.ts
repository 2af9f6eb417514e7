// Follows what happens to gates, and tells a program or a webhook of the person's own. At least once: the position moves
// behind an event only after whoever is told has taken it.
import type { FilteredStream, Followed } from '@dome/client';
import { cursorAfter, cursorText, DomeError, filters, STREAMS } from '@dome/contracts';
import type { GateDetail } from '@dome/contracts';
import { pause, systemClock } from '@dome/runtime';
import { runRefOf } from '@dome/runs';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { showDuration } from '../durations.ts';
import { EXIT } from '../exit-codes.ts';
import { gateNews, GATE_PHASES, isForReader } from '../notify/notification.ts';
import type { GateNews, GateNotification, WhoseGates } from '../notify/notification.ts';
import { notifyUntilTaken } from '../notify/receiver.ts';
import type { Receiver } from '../notify/receiver.ts';
import { beginIn, requirePositions } from '../reading/begin.ts';
import type { BeginAt } from '../reading/begin.ts';
import { openPosition } from '../reading/position.ts';
import { tellGap } from '../reading/tell-gap.ts';
import { notificationLine } from '../render/notification-line.ts';
import { recordText } from '../render/record-text.ts';
import { typedCommand } from '../typed-command.ts';
import { resolveRun } from './run-ref.ts';

export interface GateWatchOptions extends WhoseGates {
  readonly run?: string;
  readonly receivers: readonly Receiver[];
  readonly attemptsMax: number;
  /** What no receiver takes is passed over, and said. */
  readonly skipsFailed: boolean;
  readonly begin: readonly BeginAt[];
  /** What happened before, in milliseconds since 1970, is passed over. */
  readonly sinceMs?: number;
  readonly follow: boolean;
  readonly cursor?: string;
}

const STREAM = STREAMS.RUN_EVENTS;

export async function gateWatch(context: Context, options: GateWatchOptions): Promise<number> {
  const { io } = context;
  await using connection = await context.connect();
  const source = await sourceOf(connection, options.run);
  requirePositions(options.begin, [source]);
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  await using position = await openPosition(context, connection, {
    isAcknowledged: false,
    reads: source.filters,
    begin: () => beginIn(connection, [source], options.begin),
    ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
  });
  const signal = AbortSignal.any([letGo.signal, io.out.closed, position.lost]);
  const items = connection.client.followFiltered(source, {
    signal,
    from: position.from(STREAM),
    untilCaughtUp: !options.follow,
    onGap: (gap) => tellGap(context, STREAM, gap),
  });
  try {
    for await (const item of items) {
      await tell(context, { connection, item, options, signal });
      if (!signal.aborted) position.wrote({ stream: STREAM, next: cursorAfter(item.sequence) }, false);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await position.finish({ isOver: false, signal });
  }
  if (io.out.closed.aborted) return EXIT.success;
  if (options.cursor === undefined) tellWhere(context, [...position.reached]);
  return letGo.signal.aborted ? EXIT.interrupted : EXIT.success;
}

async function sourceOf({ client }: PersonConnection, run: string | undefined): Promise<FilteredStream> {
  const ref = run === undefined ? undefined : runRefOf(await resolveRun(client, run));
  return { stream: STREAM, filters: GATE_PHASES.map((phase) => filters.runEvent({ ...ref, phase })) };
}

interface Telling {
  readonly connection: PersonConnection;
  readonly item: Followed;
  readonly options: GateWatchOptions;
  readonly signal: AbortSignal;
}

async function tell(context: Context, { connection, item, options, signal }: Telling): Promise<void> {
  const { io, globals } = context;
  if (item.kind === 'unreadable') {
    context.note(`… ${STREAM} ${item.sequence} cannot be read: ${item.problem.code}`);
    return;
  }
  const news = gateNews(item.event);
  if (news === undefined || Date.parse(item.event.time) < (options.sinceMs ?? 0)) return;
  const detail = await detailOf(context, connection, { news, signal });
  if (detail === undefined || !isForReader(detail, news.what, options)) return;
  const { you: _, ...gate } = detail;
  const cursor = cursorText({ stream: STREAM, next: cursorAfter(item.sequence) });
  const notification = { id: item.event.id, what: news.what, at: item.event.time, cursor, gate };
  for (const receiver of options.receivers) await tellOne(context, { receiver, notification, options, signal });
  const { output } = globals;
  await io.out.write(
    output === 'table' ? `${notificationLine(notification, io.out.paint)}\n` : recordText(notification, output),
  );
}

interface TellingOne {
  readonly receiver: Receiver;
  readonly notification: GateNotification;
  readonly options: GateWatchOptions;
  readonly signal: AbortSignal;
}

async function tellOne(context: Context, { receiver, notification, options, signal }: TellingOne): Promise<void> {
  try {
    await notifyUntilTaken(
      { receiver, notification, signal },
      {
        attemptsMax: options.attemptsMax,
        pause: waitFor,
        onRetry: ({ why }, waitMs) => context.note(`${receiver.name}: ${why}; tried again in ${showDuration(waitMs)}`),
      },
    );
  } catch (error) {
    const isSkipped = options.skipsFailed && error instanceof DomeError && error.code === 'NOTIFICATION_FAILED';
    if (!isSkipped) throw error;
    context.note(`Passed over: ${error.message}`);
  }
}

/** Shorter where the signal aborts. */
async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([pause(systemClock, ms), aborted]);
  signal.throwIfAborted();
}

/** Tuning: how often a control plane that is away is asked again. */
const AWAY_MS = 1_000;

/** As it stands now; waits while the control plane is away. Undefined: nothing more is known of it. */
async function detailOf(
  context: Context,
  { client }: PersonConnection,
  { news, signal }: { readonly news: GateNews; readonly signal: AbortSignal },
): Promise<GateDetail | undefined> {
  const { runId, gate, iteration, what } = news;
  for (;;) {
    try {
      return await client.gates.get({ runId, gate, iteration });
    } catch (error) {
      if (!(error instanceof DomeError)) throw error;
      if (['UNAVAILABLE', 'TIMEOUT', 'QUEUE_FULL'].includes(error.code)) {
        await waitFor(AWAY_MS, signal);
        continue;
      }
      context.note(`… ${runId}/${gate} was ${what}, and cannot be read: ${error.message}`);
      return undefined;
    }
  }
}

function tellWhere(context: Context, reached: readonly (readonly [string, number])[]): void {
  const from = reached.flatMap(([stream, next]) => ['--from', `${stream}:${next}`]);
  context.note(`Resume:  ${typedCommand(context.globals, ['gate', 'watch', ...from])}`);
}
