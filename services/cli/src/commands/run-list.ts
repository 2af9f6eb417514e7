import type { ControlClient } from '@dome/client';
import { DomeError, filters, LIMITS, shellQuoted, STREAMS } from '@dome/contracts';
import type { RunListRequest, RunSummary } from '@dome/contracts';
import { pause, systemClock } from '@dome/runtime';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { createFrame } from '../render/frame.ts';
import { recordText } from '../render/record-text.ts';
import { runTable } from '../render/run-table.ts';
import { typedCommand } from '../typed-command.ts';

/** Tuning: a busy installation changes faster than anybody reads. */
const LOOK_MS = 1_000;

export async function runList(context: Context, request: RunListRequest): Promise<number> {
  await using connection = await context.connect();
  const { runs, next } = await listed(connection.client, request);
  context.show({ value: { runs, next }, items: runs, text: () => tableOf(context, runs) });
  if (next !== undefined && context.globals.output === 'table') {
    context.note(`More:    ${typedCommand(context.globals, ['run', 'list', ...flagsOf(request), '--after', next])}`);
  }
  return EXIT.success;
}

interface Listed {
  readonly runs: readonly RunSummary[];
  readonly next?: string | undefined;
}

/** A page that a filter left short is filled. */
async function listed(client: ControlClient, request: RunListRequest): Promise<Listed> {
  const limit = request.limit ?? LIMITS.listDefault;
  const runs: RunSummary[] = [];
  let { after } = request;
  for (;;) {
    const left = limit - runs.length;
    const page = await client.runs.list({ ...request, limit: left, ...(after === undefined ? {} : { after }) });
    runs.push(...page.runs);
    after = page.next;
    if (after === undefined || runs.length >= limit) return { runs, next: after };
  }
}

/** The filters of the list also apply to its next page. */
function flagsOf({ plan, state, limit, submittedBy, result, since, labels = {} }: RunListRequest): string[] {
  const given = Object.entries({
    '--plan': plan,
    '--state': state,
    '--by': submittedBy,
    '--result': result,
    '--since': since,
    '--limit': limit,
  });
  return [
    ...given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellQuoted(String(value))])),
    ...Object.entries(labels).flatMap(([name, value]) => ['--label', shellQuoted(`${name}=${value}`)]),
  ];
}

function tableOf({ io, symbols }: Context, runs: readonly RunSummary[]): string {
  if (runs.length === 0) return 'No runs.\n';
  return runTable(runs, { symbols, paint: io.out.paint, nowMs: io.now(), width: io.out.columns });
}

/**
 * The list as it changes, until Ctrl-C: redrawn in place on a terminal; elsewhere each run again whenever something of it
 * has changed.
 */
export async function watchRuns(context: Context, request: RunListRequest): Promise<number> {
  const { io, globals } = context;
  await using connection = await context.connect();
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  const signal = AbortSignal.any([letGo.signal, io.out.closed]);
  const frame = io.out.isTerminal && globals.output === 'table' ? createFrame(io.out) : undefined;
  using _heard = frame === undefined || !io.err.isTerminal ? undefined : connection.heardBy((text) => frame.say(text));
  const shown = new Map<string, string>();
  let lines: string[] = [];
  for await (const runs of lists(connection, request, signal)) {
    if (frame !== undefined) {
      lines = tableOf(context, runs).trimEnd().split('\n');
      frame.draw(lines);
      continue;
    }
    const changed = runs.filter((run) => shown.get(run.runId) !== JSON.stringify(run));
    for (const run of changed) shown.set(run.runId, JSON.stringify(run));
    // The oldest first, so that the newest change is the last line.
    for (const run of changed.toReversed()) await io.out.write(changeText(context, run));
  }
  frame?.end(lines);
  return io.out.closed.aborted ? EXIT.success : EXIT.interrupted;
}

function changeText(context: Context, run: RunSummary): string {
  const { output } = context.globals;
  if (output !== 'table') return recordText(run, output);
  const [, line = ''] = tableOf(context, [run]).split('\n');
  return `${line}\n`;
}

/** The list once a second, because its times grow; it is asked for again only after something has happened. */
async function* lists(
  { client }: PersonConnection,
  request: RunListRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly RunSummary[], void> {
  const { next } = await client.streamEnds(STREAMS.RUN_EVENTS);
  const source = { stream: STREAMS.RUN_EVENTS, filters: [filters.runEvent({ plan: request.plan })] };
  const events = client.followFiltered(source, { from: next, signal });
  const over = new AbortController();
  let isChanged = true;
  let runs: readonly RunSummary[] = [];
  const heard = (async () => {
    for await (const event of events) {
      void event;
      isChanged = true;
    }
  })().finally(() => over.abort());
  // Awaited below; until then its failure only ends the loop.
  heard.catch(() => undefined);
  while (!signal.aborted && !over.signal.aborted) {
    if (isChanged) {
      const found = await listed(client, request).catch(whenAway);
      isChanged = found === undefined;
      runs = found?.runs ?? runs;
    }
    yield runs;
    await pause(systemClock, LOOK_MS);
  }
  await heard;
}

/** What cannot be read now is read later. */
function whenAway(error: unknown): undefined {
  const isAway = error instanceof DomeError && ['UNAVAILABLE', 'TIMEOUT'].includes(error.code);
  if (!isAway) throw error;
}
