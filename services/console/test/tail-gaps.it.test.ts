// What the streams held and the events screen does not show is named.
import type { StoredMessage } from '@dome/bus';
import { subjects } from '@dome/contracts';
import { eventually, startPlanesServer } from '@dome/testkit';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Session } from '../src/nats/connection.ts';
import { EventTail, followTail, shownMessages } from '../src/state/event-tail.ts';
import { withGap } from '../src/state/tail-gaps.ts';

/** Frames of a browser, when the test says so. */
let frames: (() => void)[] = [];
const draw = (): void => {
  for (const frame of frames.splice(0)) frame();
};

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
});
afterEach(() => vi.unstubAllGlobals());

const message = (stream: string, sequence: number): StoredMessage => ({
  stream,
  sequence,
  subject: 'dome.evt.run.release.release-abcdefgh.finished',
  headers: undefined,
  payload: new Uint8Array(1),
  timeMs: 0,
});

test('gaps that follow each other in their stream are one', () => {
  const gap = (stream: string, from: number, to = from) => ({ stream, from, to, why: 'discarded' }) as const;
  const all = [gap('A', 1), gap('B', 7), gap('A', 2, 4), gap('A', 6)].reduce(withGap, []);
  expect(all).toEqual([gap('A', 1, 4), gap('B', 7), gap('A', 6)]);
});

test('messages that made room before a frame looked at them are named, those that were shown are not', () => {
  const tail = new EventTail({ messages: 3, bytes: 100 });
  for (const sequence of [1, 2, 3]) tail.push(message('RUN_EVENTS', sequence));
  draw();
  for (const sequence of [4, 5, 6, 7, 8]) tail.push(message('RUN_EVENTS', sequence));
  draw();
  expect(shownMessages.value.gaps).toEqual([{ stream: 'RUN_EVENTS', from: 4, to: 5, why: 'crowded out' }]);
  expect(shownMessages.value.places.map((place) => shownMessages.value.at(place)?.sequence)).toEqual([6, 7, 8]);
});

test('what the stream discarded between its list and the read is named', async () => {
  await using planes = await startPlanesServer({});
  const dome = await planes.connectAs('dome');
  const subject = subjects.runEvent({ plan: 'release', runId: 'release-abcdefgh', phase: 'wave-started' });
  for (let sent = 0; sent < 300; sent += 1) dome.publish(subject, '{}');
  await dome.request(subject, '{}');
  const listed = { stream: 'RUN_EVENTS', apiPrefix: 'DOME.API', first: 1, last: 301, messages: 301 };
  const provisioner = await planes.connectAs('dome-provisioner');
  await provisioner.request('$JS.API.STREAM.PURGE.RUN_EVENTS', JSON.stringify({ seq: 251 }));

  const ask = () => Promise.resolve({ streams: [listed] });
  const session = { nc: await planes.connectAs('ada'), user: 'ada', ask } as unknown as Session;
  const tail = new EventTail();
  const ending = new AbortController();
  const followed = followTail(session, ['RUN_EVENTS'], { tail, signal: ending.signal });
  await eventually(() => {
    draw();
    return shownMessages.value.received === 51;
  });
  expect(shownMessages.value.gaps).toEqual([{ stream: 'RUN_EVENTS', from: 102, to: 250, why: 'discarded' }]);
  ending.abort();
  await followed;
});
