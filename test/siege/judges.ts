// The rules of a siege, decided from what was observed. Each judge returns one line for each violation.
import { MEGABYTE } from './table.ts';
import type { Observations } from './observations.ts';

export const BOUNDS = {
  healthMs: 1_000,
  rssBytes: 400 * MEGABYTE,
  /**
   * How much more memory a plane may hold at the end of the last half than at its beginning, by a straight line through it.
   */
  growthBytes: 32 * MEGABYTE,
  /** A minute is not enough for a heap to find its size. */
  growthBytesReduced: 96 * MEGABYTE,
  turnsOver50Ms: 0,
  turnsOver250Ms: 0,
  /** Lines that one plane may log in a minute: repeated attacks must not fill a disk. */
  linesPerMinute: 20_000,
} as const;

export function judgeHealth({ health }: Observations): string[] {
  if (health.length === 0) return ['nobody asked for health'];
  const slow = health.filter(({ tookMs }) => tookMs >= BOUNDS.healthMs);
  if (slow.length === 0) return [];
  const worst = slow.toSorted((a, b) => b.tookMs - a.tookMs).slice(0, 3);
  const named = worst.map(
    ({ endpoint, instance, atMs, tookMs }) =>
      `${endpoint} of ${instance} took ${Math.round(tookMs)} ms at ${Math.round(atMs / 1_000)} s`,
  );
  return [
    `${slow.length} of ${health.length} answers about health took ${BOUNDS.healthMs} ms or more: ${named.join('; ')}`,
  ];
}

export function judgeLives({ exits }: Observations): string[] {
  return [...exits];
}

export function judgeFatalLines({ lines }: Observations): string[] {
  return [...lines]
    .filter(([line]) => line.split(' ')[1] === 'fatal')
    .map(([line, times]) => `logged ${times} times: ${line}`);
}

export function judgeLogs({ lines }: Observations, seconds: number): string[] {
  const byInstance = new Map<string, number>();
  for (const [line, times] of lines) {
    const [instance = ''] = line.split(' ');
    byInstance.set(instance, (byInstance.get(instance) ?? 0) + times);
  }
  const most = Math.ceil(BOUNDS.linesPerMinute * Math.max(1, seconds / 60));
  return [...byInstance]
    .filter(([, count]) => count > most)
    .map(([instance, count]) => `${instance} logged ${count} lines, more than ${most}`);
}

export interface RssFacts {
  readonly instance: string;
  readonly maxBytes: number;
  /** Over the last half, by a straight line. */
  readonly growthBytes: number;
}

export function rssFacts({ rss }: Observations): RssFacts[] {
  const instances = [...new Set(rss.map(({ instance }) => instance))];
  const endMs = Math.max(0, ...rss.map(({ atMs }) => atMs));
  return instances.map((instance) => {
    const own = rss.filter((sample) => sample.instance === instance);
    const half = own.filter(({ atMs }) => atMs >= endMs / 2);
    return { instance, maxBytes: Math.max(...own.map(({ bytes }) => bytes)), growthBytes: slopeOf(half) * (endMs / 2) };
  });
}

export function judgeRss(seen: Observations, seconds: number): string[] {
  const facts = rssFacts(seen);
  if (facts.length === 0) return ['nobody measured memory'];
  const growthMax = seconds < 600 ? BOUNDS.growthBytesReduced : BOUNDS.growthBytes;
  const say = (bytes: number): string => `${Math.round(bytes / MEGABYTE)} MB`;
  return facts.flatMap(({ instance, maxBytes, growthBytes }) => [
    ...(maxBytes < BOUNDS.rssBytes ? [] : [`${instance} took ${say(maxBytes)} of memory`]),
    ...(growthBytes < growthMax
      ? []
      : [`${instance} grew by ${say(growthBytes)} over the last half, more than ${say(growthMax)}`]),
  ]);
}

/** The slope of a least-squares line through the samples, in bytes a millisecond. */
function slopeOf(samples: readonly { readonly atMs: number; readonly bytes: number }[]): number {
  const mean = (of: (sample: { atMs: number; bytes: number }) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  if (samples.length < 2) return 0;
  const [atMean, bytesMean] = [mean(({ atMs }) => atMs), mean(({ bytes }) => bytes)];
  const spread = samples.reduce((sum, { atMs }) => sum + (atMs - atMean) ** 2, 0);
  const shared = samples.reduce((sum, { atMs, bytes }) => sum + (atMs - atMean) * (bytes - bytesMean), 0);
  return spread === 0 ? 0 : shared / spread;
}

/** @param instances those that must have logged something */
export function judgeTurns({ loops }: Observations, instances: readonly string[]): string[] {
  return instances.flatMap((instance) => {
    const facts = loops.get(instance);
    if (facts === undefined) return [`${instance} never said how its event loop is`];
    const overlong = facts.last.over250Ms - facts.first.over250Ms;
    const long = facts.last.over50Ms - facts.first.over50Ms;
    return [
      ...(overlong <= BOUNDS.turnsOver250Ms
        ? []
        : [
            `${instance} held its event loop ${overlong} times for more than 250 ms, at most ${facts.last.longestMs} ms`,
          ]),
      ...(long <= BOUNDS.turnsOver50Ms ? [] : [`${instance} held its event loop ${long} times for more than 50 ms`]),
    ];
  });
}
