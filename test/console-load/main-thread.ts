// What a trace of the browser says of the page's main thread: how long its longest task computed. A task also gets longer while
// the processor is with somebody else, which says nothing of the page.
import type { Browser, Page } from 'playwright-core';

export interface MainThread {
  /** Processor time of the longest task. */
  readonly longestMs: number;
  readonly tasks: number;
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Processor time, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Of the tasks that run while the work does. */
export async function tracedTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<MainThread> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await work();
  return mainThreadIn((await browser.stopTracing()).toString());
}

function mainThreadIn(text: string): MainThread {
  const { traceEvents } = JSON.parse(text) as { readonly traceEvents: readonly TraceEvent[] };
  const keyOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const byThread = Map.groupBy(
    traceEvents.filter(({ name }) => name === 'ThreadControllerImpl::RunTask'),
    keyOf,
  );
  // A browser keeps a spare renderer, which idles.
  const [busiest = []] = mains.map((main) => byThread.get(keyOf(main)) ?? []).toSorted((a, b) => b.length - a.length);
  const longest = busiest.reduce((most, { tdur = 0 }) => Math.max(most, tdur), 0);
  return { longestMs: Math.round(longest / 1_000), tasks: busiest.length };
}
