// The console in a browser, and what the browser says of its work.
import { eventually } from '@dome/testkit';
import type { Browser } from 'playwright-core';

import { tracedTasks } from './main-thread.ts';
import type { MainThread } from './main-thread.ts';

export interface WatchedPage extends AsyncDisposable {
  readonly firstPaintMs: number;
  /** From the start of loading to the first row of the list of runs. */
  readonly listMs: number;
  show(screen: string): Promise<void>;
  /** Waits until the page has read the sequence. */
  reach(sequence: number): Promise<void>;
  lastSequence(): Promise<number>;
  /** Of its main thread, while the work is done. */
  whileDoing(work: () => Promise<void>): Promise<MainThread>;
  /** Since the last call, by the clock; a task is long from 50 ms on, and 0 stands for none. */
  longTasks(): Promise<{ readonly longestMs: number; readonly count: number }>;
  /** After garbage was collected. */
  heapBytes(): Promise<number>;
}

/** Runs in the page before anything of it. */
const WATCH = `
  window.watched = { tasks: [], listMs: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.tasks.push(Math.round(duration));
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver((_, self) => {
    if (document.querySelector('[data-row]') === null) return;
    watched.listMs = Math.round(performance.now());
    self.disconnect();
  }).observe(document, { childList: true, subtree: true });
`;

/** @param link signs in */
export async function openWatchedPage(browser: Browser, link: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const cdp = await context.newCDPSession(page);
  await page.goto(link);
  await page.locator('[data-row]').first().waitFor();
  const number = async (expression: string): Promise<number> => Number(await page.evaluate(expression));
  const lastSequence = (): Promise<number> => number(`/\\d+/.exec(document.querySelector('.seq').textContent)[0]`);
  return {
    firstPaintMs: Math.round(await number(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)),
    listMs: await number('watched.listMs'),
    show: async (screen) => {
      await page.evaluate(`location.hash = '#/${screen}'`);
      await page.locator('[data-row]').first().waitFor();
      await page.evaluate('watched.tasks = []');
    },
    lastSequence,
    reach: async (sequence) => {
      await eventually(async () => (await lastSequence()) >= sequence, { timeoutMs: 120_000, stepMs: 200 });
    },
    whileDoing: (work) => tracedTasks(browser, page, work),
    longTasks: async () => {
      const tasks = await page.evaluate<number[]>('watched.tasks.splice(0)');
      return { longestMs: Math.max(0, ...tasks), count: tasks.length };
    },
    heapBytes: async () => {
      await cdp.send('HeapProfiler.collectGarbage');
      return (await cdp.send('Runtime.getHeapUsage')).usedSize;
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
