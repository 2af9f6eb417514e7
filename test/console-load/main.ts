// `npm run console-load`: a real page in Chromium watches both planes' streams while ten thousand events a minute come, first the
// events, then the list of runs; then events come faster, until the page has seen a hundred thousand. It prints how long the
// page's longest task took, how soon it showed a list, and what it held in memory. It ends with 1 if a task of the first two
// parts computed for more than 50 ms, or the page did not see every event.
import process from 'node:process';
import { parseArgs } from 'node:util';

import { openBrowser } from '../e2e/browser.ts';
import { renderTable } from '../siege/table.ts';
import { openGround } from './ground.ts';
import { openWatchedPage } from './watched-page.ts';
import type { WatchedPage } from './watched-page.ts';

const USAGE = 'usage: npm run console-load -- [--rate 10000] [--minutes 2] [--events 100000] [--output json]';
const LONG_MS = 50;
/** How much faster the last part is. */
const HURRY = 10;
const MINUTE_MS = 60_000;
const MEBIBYTE = 2 ** 20;

function readWords() {
  const { values } = parseArgs({
    options: {
      rate: { type: 'string', default: '10000' },
      minutes: { type: 'string', default: '2' },
      events: { type: 'string', default: '100000' },
      output: { type: 'string', default: 'text' },
    },
  });
  const [rate = 0, minutes = 0, events = 0] = [values.rate, values.minutes, values.events].map(Number);
  if (![rate, minutes, events].every((value) => Number.isFinite(value) && value > 0)) throw new Error(USAGE);
  return { rate, minutes, events, json: values.output === 'json' };
}

function readOrExit(): ReturnType<typeof readWords> {
  try {
    return readWords();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

interface Part {
  readonly name: string;
  readonly screen: string;
  readonly rate: number;
  readonly events: number;
}

interface Seen extends Part {
  /** Processor time of the page's longest task. */
  readonly longestMs: number;
  /** By the clock, on which others weigh, too. */
  readonly longestWallMs: number;
  readonly heapMiB: number;
}

const { rate, minutes, events, json } = readOrExit();
const each = Math.round(rate * minutes);
const parts: readonly Part[] = [
  { name: 'events', screen: 'events', rate, events: each },
  { name: 'runs', screen: 'runs', rate, events: each },
  { name: 'in a hurry', screen: 'events', rate: rate * HURRY, events: Math.max(0, events - 2 * each) },
];
const say = (line: string): void => void process.stderr.write(`console-load: ${line}\n`);
await using ground = await openGround();
await using browser = await openBrowser();
await using page = await openWatchedPage(browser, ground.link);
say(`first paint after ${page.firstPaintMs} ms, a live list after ${page.listMs} ms`);
await ground.endPlanes();
const seen: Seen[] = [];
let last = 0;
for (const part of parts) if (part.events > 0) seen.push(await watched(page, part));
const missing = last - (await page.lastSequence());
const holds = missing === 0 && seen.slice(0, 2).every(({ longestMs }) => longestMs <= LONG_MS);
const rows = seen.map((one) => [
  one.name,
  ...[one.rate, one.events, one.longestMs, one.longestWallMs || '-'].map(String),
  one.heapMiB.toFixed(1),
]);
const head = ['part', 'events a minute', 'events', 'longest task, ms', 'by the clock', 'heap after, MiB'];
const { firstPaintMs, listMs } = page;
process.stdout.write(
  json
    ? `${JSON.stringify({ holds, firstPaintMs, listMs, missing, parts: seen }, undefined, 2)}\n`
    : `${renderTable([head, ...rows])}\n  first paint ${firstPaintMs} ms, live list ${listMs} ms, events not seen ${missing}\n`,
);
process.exitCode = holds ? 0 : 1;

async function watched(of: WatchedPage, part: Part): Promise<Seen> {
  say(`${part.name}: ${part.events} events, ${part.rate} a minute`);
  await of.show(part.screen);
  const { longestMs } = await of.whileDoing(async () => {
    last = await ground.publish({ events: part.events, everyMs: MINUTE_MS / part.rate });
    await of.reach(last);
  });
  const { longestMs: longestWallMs } = await of.longTasks();
  return { ...part, longestMs, longestWallMs, heapMiB: (await of.heapBytes()) / MEBIBYTE };
}
