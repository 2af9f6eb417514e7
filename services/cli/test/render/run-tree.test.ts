import type { AnyEvent } from '@dome/contracts';
import { expect, test } from 'vitest';

import { eventLines } from '../../src/render/event-line.ts';
import { createFrame } from '../../src/render/frame.ts';
import { runEnd } from '../../src/render/run-end.ts';
import { firstLine, runTree } from '../../src/render/run-tree.ts';
import { plain } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { foldEvent } from '../../src/watch/fold-event.ts';
import { unseenRun } from '../../src/watch/watched-run.ts';
import type { WatchedRun } from '../../src/watch/watched-run.ts';
import { memoryIo } from '../memory-io.ts';
import { at, cancelRequested, decided, finished, retrying, runId } from '../watch/run-story.ts';
import { settled, started, story, told, wave } from '../watch/run-story.ts';

const look = { symbols: symbolsFor({ LANG: 'C.UTF-8' }), paint: plain, tick: 0 };
const view = (seconds: number, more: { isBrief?: boolean; width?: number; viewer?: string } = {}) => ({
  ...look,
  nowMs: at(seconds),
  width: 90,
  isBrief: true,
  ...more,
});

const then = (run: WatchedRun, event: AnyEvent, sequence: number): WatchedRun => foldEvent(run, told(event, sequence));

function runAfter(events = story()): WatchedRun {
  return events.reduce(foldEvent, unseenRun(runId));
}

test('a running wave has a spinner, a pending one waits, a past round is one line', () => {
  expect(runTree(runAfter(story().slice(0, 5)), view(3))).toEqual([
    '⠋ release-abcdefgh   release@3.0.0   Ship it                       0/3  ░░░░░░░░░░░░  3.0s',
    '  WAVE 1',
    '  ⠋ test      node-test@1.0.0                                                         2.0s',
    '  WAVE 2',
    '  ◷ pack      pack@1.0.0',
    '  GATES',
    '  ◷ quality',
    '  PROMOTION',
    '  ◷ promote   promote@1.0.0',
  ]);
});

test('a gate that waits for people shows whom, for how long, and what to type', () => {
  const lines = runTree(runAfter(), view(17));
  expect(lines[0]).toContain('⏸ release-abcdefgh');
  expect(lines[1]).toBe('  iteration 1  ✖◷✔  quality REJECT');
  const first = lines.findIndex((line) => line.includes('waiting'));
  expect(lines.slice(first, first + 2)).toEqual([
    '  ⏸ quality   waiting 12s for release-manager',
    '              npx dome gate approve release-abcdefgh/quality',
  ]);
});

test('whoever submitted the run is shown what is asked, and not told to approve', () => {
  const own = runTree(runAfter(), view(17, { viewer: 'ada' })).join('\n');
  expect(own).toContain('npx dome gate get release-abcdefgh/quality');
  expect(own).not.toContain('gate approve');
  expect(runTree(runAfter(), view(17, { viewer: 'grace' })).join('\n')).toContain('gate approve');
});

test('the last frame shows every round in full', () => {
  const run = then(then(runAfter(), decided('APPROVE', 2, 6), 50), finished('success', 8), 51);
  const text = runTree(run, view(99, { isBrief: false })).join('\n');
  expect(text).toContain('ITERATION 1 of at most 2');
  expect(text).toContain('✖ test      node-test@1.0.0    2 of 48 tests failed');
  expect(text).toContain('✔ fix ');
  expect(text).toContain('✔ quality   APPROVE');
  expect(runEnd(run, look)).toEqual(['✔ release-abcdefgh succeeded in 8.0s']);
});

test('a gate of a canceled run asks for no vote', () => {
  const canceled = then(runAfter(), cancelRequested(9), 50);
  for (const run of [canceled, then(canceled, finished('cancellation', 10), 51)]) {
    const text = runTree(run, view(99)).join('\n');
    expect(text).toContain('⊘ quality   not decided');
    expect(text).not.toContain('gate approve');
    expect(text).not.toContain('waiting');
  }
});

test('a command is complete on a narrow terminal, and can be pasted', () => {
  for (const width of [100, 60, 59, 48, 40, 30]) {
    const lines = runTree(runAfter(), view(17, { width }));
    const typed = lines.slice(lines.findIndex((line) => line.trim().startsWith('npx dome')));
    const last = typed.findIndex((line) => !line.endsWith('\\'));
    const command = typed.slice(0, last + 1).map((line) => line.replace(/\\$/, '').trim());
    expect(command.join(' ')).toBe('npx dome gate approve release-abcdefgh/quality');
  }
});

test('a task that was taken over and succeeded shows no trace of the earlier attempt', () => {
  const trouble = [...story().slice(0, 5), told(retrying('test', 1, 2), 19), told(started('test', 1, 4, 2), 20)];
  const run = then(runAfter(trouble), settled('test', 1, 5), 21);
  const line = runTree(run, view(9)).find((one) => one.includes('✔ test'));
  expect(line).toContain('attempt 2');
  expect(line).not.toContain('ECONNREFUSED');
});

test('a narrow terminal drops the title, then the bar, then the plan, and never the count or the time', () => {
  const heads = [90, 64, 48, 38].map((width) => runTree(runAfter(), view(17, { width }))[0]);
  expect(heads).toMatchInlineSnapshot(`
    [
      "⏸ release-abcdefgh   release@3.0.0   Ship it                        1/3  ████░░░░░░░░  17s",
      "⏸ release-abcdefgh   release@3.0.0        1/3  ████░░░░░░░░  17s",
      "⏸ release-abcdefgh   release@3.0.0      1/3  17s",
      "⏸ release-abcdefgh            1/3  17s",
    ]
  `);
});

test('no line is wider than the terminal', () => {
  for (const width of [20, 40, 58, 80, 200]) {
    for (const line of runTree(runAfter(), view(9, { width, isBrief: false })))
      expect(line.length).toBeLessThanOrEqual(width);
  }
});

test('a rejected run shows what failed, and what to type next', () => {
  const second = wave({ tasks: ['pack'], round: 2, purpose: 'check', seconds: 5, wave: 2 });
  const failed = then(
    then(runAfter(), second, 59),
    settled('pack', 2, 6, { result: 'failure', summary: 'no lock file' }),
    60,
  );
  const run = then(then(failed, decided('REJECT', 2, 7), 61), finished('failure', 8, 'quality rejected'), 62);
  expect(runEnd(run, look)).toEqual([
    '✖ release-abcdefgh was rejected in 8.0s   quality rejected',
    '  pack: no lock file',
    '  See the log     npx dome run logs release-abcdefgh --task pack',
    '  See the task    npx dome run get release-abcdefgh/pack',
    '  Run it again    npx dome run retry release-abcdefgh --watch',
  ]);
});

test('without a terminal each event is one line: time, kind, name, what happened, facts', () => {
  let run = unseenRun(runId);
  const lines = story().flatMap((message) => {
    run = foldEvent(run, message);
    return eventLines(message.event, run);
  });
  expect(lines.slice(0, 5)).toEqual([
    '2026-11-22T12:04:11Z run   release-abcdefgh  submitted   plan=release@3.0.0  tasks=4  by=ada',
    '2026-11-22T12:04:11Z run   release-abcdefgh  iteration   iteration=1',
    '2026-11-22T12:04:11Z wave  1             started     iteration=1  purpose=check  tasks=test',
    '2026-11-22T12:04:12Z task  test          started     skill=node-test@1.0.0  iteration=1  attempt=1  worker=domed-1',
    '2026-11-22T12:04:14Z task  test          failure     iteration=1  duration=2.0s  "2 of 48 tests failed"',
  ]);
  expect(lines.at(-1)).toBe(
    '2026-11-22T12:04:16Z gate  quality       waiting     iteration=2  role=release-manager  deadline=2026-11-22T13:04:11.000Z',
  );
});

test('text from others is shown, never obeyed', () => {
  expect(firstLine('\u001b[2J\u001b]0;title\u0007# **Done** with `x`\u0008\nmore')).toBe('Done with x');
});

test('a frame erases the one before it, and the last one stays', () => {
  const io = memoryIo({ isTerminal: true });
  const frame = createFrame(io.out);
  frame.draw(['one', 'two']);
  frame.draw(['one', 'two']);
  frame.draw(['three']);
  frame.end(['four', 'five']);
  // oxlint-disable-next-line no-control-regex -- the escapes are what is looked at
  expect(io.written.out.replaceAll(/\u001b\[/g, '<').replaceAll('\r', '')).toBe(
    '<?25l<0Jone\ntwo\n<2A<0Jthree\n<1A<0Jfour\nfive\n<?25h',
  );
});

test('a message stays above the frame, which is drawn again below it', () => {
  const io = memoryIo({ isTerminal: true });
  const frame = createFrame(io.out);
  frame.draw(['one', 'two']);
  frame.say('lost');
  frame.draw(['three']);
  // oxlint-disable-next-line no-control-regex -- the escapes are what is looked at
  expect(io.written.out.replaceAll(/\u001b\[/g, '<').replaceAll('\r', '')).toBe(
    '<?25l<0Jone\ntwo\n<2A<0Jlost\n<?25l<0Jone\ntwo\n<2A<0Jthree\n',
  );
});

test('a frame is erased completely from a terminal that was made narrower', () => {
  const io = memoryIo({ isTerminal: true });
  const out = { ...io.out, columns: 20 };
  const frame = createFrame(out);
  frame.draw(['a line of 18 signs', 'short']);
  out.columns = 10;
  frame.draw(['a line']);
  expect(io.written.out).toContain('\u001b[3A');
});

test('a blocked terminal misses frames, and gets the last one', () => {
  const io = memoryIo({ isTerminal: true });
  const frame = createFrame({ ...io.out, isFull: true });
  frame.draw(['one']);
  expect(io.written.out).toBe('');
  frame.end(['two']);
  expect(io.written.out).toContain('two');
});

test('a frame is never taller than the terminal', () => {
  const io = memoryIo({ isTerminal: true });
  createFrame(io.out).draw(Array.from({ length: 100 }, (_, index) => `line ${index}`));
  expect(io.written.out.split('\n').length - 1).toBe(38);
  expect(io.written.out).toContain('line 0\n  …\nline 64');
});
