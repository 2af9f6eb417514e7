// One log read to its end by readers of one name, most of which are killed on the way.
import { parseCursor } from '@dome/contracts';
import { eventually } from '@dome/testkit';

import type { Dice } from '../chaos/dice.ts';
import type { Ground } from './ground.ts';
import { createOrderJudge, createSetJudge } from './judge.ts';
import type { Judged } from './judge.ts';

export interface Killing {
  readonly lines: number;
  readonly kills: number;
  readonly dice: Dice;
  readonly say: (line: string) => void;
}

const NAME = 'count';

/** How a reader ends: by a kill at any moment, by one when its acknowledgements are kept, or because its own reader is gone. */
const ENDS = ['killed', 'killed when kept', 'left'] as const;

/** `dome run logs --cursor --ack`: each line is acknowledged by the cursor that it, or the next one with a cursor, carries. */
export async function readAcknowledged(ground: Ground, { lines, kills, dice, say }: Killing): Promise<Judged> {
  const judge = createOrderJudge();
  for (let killed = 0; judge.furthest < lines;) {
    const isLast = killed === kills;
    const share = (1.5 * (lines - judge.furthest)) / (kills - killed + 1);
    const budget = isLast ? Infinity : judge.furthest + dice.between(1, Math.ceil(share));
    const reader = ground.dome('run', 'logs', ground.runId, '-f', '-o', 'jsonl', '--cursor', NAME, '--ack');
    judge.begin();
    let acknowledged: { readonly cursor: string; readonly line: number } | undefined;
    for await (const text of reader.lines) {
      const { line, cursor } = recordOf(text);
      if (line !== undefined) judge.met(line);
      if (cursor !== undefined) {
        reader.tell(cursor);
        acknowledged = { cursor, line: judge.furthest };
      }
      if (judge.furthest >= budget && cursor !== undefined) break;
    }
    if (isLast) break;
    killed += 1;
    const end = dice.pick(ENDS);
    if (end === 'killed when kept' && acknowledged !== undefined) await keptAt(ground, acknowledged.cursor);
    await (end === 'left' ? reader.leave() : reader.kill());
    if (end !== 'killed' && acknowledged !== undefined) judge.done(acknowledged.line);
    if (killed % 10 === 0) say(`${killed} readers ended, ${judge.furthest} of ${lines} lines`);
  }
  return judge.verdict(lines);
}

interface LogRecord {
  readonly line: number | undefined;
  readonly cursor: string | undefined;
}

function recordOf(text: string): LogRecord {
  const record = JSON.parse(text) as { line?: number; cursor?: string; text?: string };
  return { line: record.text === undefined ? undefined : record.line, cursor: record.cursor };
}

async function keptAt({ client }: Ground, cursor: string): Promise<void> {
  const wanted = parseCursor(cursor)?.next ?? 0;
  await eventually(async () => {
    const kept = await client.cursors.get(NAME);
    return kept?.cursors.some((text) => (parseCursor(text)?.next ?? 0) >= wanted);
  });
}

/** What the program asks for at once: it acknowledges them together. */
const BATCH = 64;

/** `examples/python/consume.py`, a stock pull consumer on a durable of its own. */
export async function readDurable(ground: Ground, { kills, dice, say }: Omit<Killing, 'lines'>): Promise<Judged> {
  const judge = createSetJudge();
  const all = await ground.logged();
  for (let killed = 0; ;) {
    const left = all.length - judge.seen.size;
    const isLast = killed === kills || left === 0;
    const budget = isLast ? Infinity : dice.between(1, Math.ceil((1.5 * left) / (kills - killed + 1)));
    const reader = ground.consumer(...(isLast ? ['--until-idle'] : []));
    judge.begin();
    let met = 0;
    for await (const text of reader.lines) {
      const { cursor } = JSON.parse(text) as { cursor: string };
      judge.met((parseCursor(cursor)?.next ?? 0) - 1);
      met += 1;
      // It is killed at once, and what it had printed by then is still read: it may have acknowledged that.
      if (met === budget || (!isLast && judge.seen.size === all.length)) void reader.kill();
    }
    await reader.ended;
    judge.end(isLast ? 0 : BATCH);
    if (isLast) return judge.verdict(all);
    killed += 1;
    if (killed % 10 === 0) say(`${killed} programs killed, ${judge.seen.size} of ${all.length} records`);
  }
}
