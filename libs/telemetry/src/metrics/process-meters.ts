// What a process shows of itself: the names that every dashboard knows, and the turns of its event loop.
import process from 'node:process';

import type { ProcessFacts } from '@dome/runtime';

import { one, seconds } from './meters.ts';
import type { Meters } from './meters.ts';

const MICROS_PER_SECOND = 1_000_000;

export interface ProcessBuild {
  readonly plane: 'dome' | 'domed';
  readonly version: string;
}

export function showProcess(meters: Meters, { plane, version }: ProcessBuild): void {
  const startSeconds = seconds(performance.timeOrigin);
  meters.show('dome_build_info', () => [{ labels: { plane, version }, value: 1 }]);
  meters.show('process_start_time_seconds', () => one(startSeconds));
  meters.show('process_resident_memory_bytes', () => one(process.memoryUsage.rss()));
  meters.show('nodejs_heap_size_used_bytes', () => one(process.memoryUsage().heapUsed));
  meters.show('process_cpu_seconds_total', () => {
    const { user, system } = process.cpuUsage();
    return one((user + system) / MICROS_PER_SECOND);
  });
}

export function showEventLoop(meters: Meters, facts: () => ProcessFacts): void {
  meters.show('dome_event_loop_p99_seconds', () => one(seconds(facts().eventLoop.p99Ms)));
  meters.show('dome_event_loop_max_seconds', () => one(seconds(facts().eventLoop.maxMs)));
  meters.show('dome_event_loop_long_turns_total', () => {
    const { over50Ms, over250Ms } = facts().eventLoop;
    return [
      { labels: { over: '0.05' }, value: over50Ms },
      { labels: { over: '0.25' }, value: over250Ms },
    ];
  });
}
