// The way back: what a page belongs to, from the outermost to the nearest.
import { routeText } from '../route/route.ts';

interface TrailOf {
  /** Each with its address. */
  readonly steps: readonly { readonly title: string; readonly path: readonly string[] }[];
}

export function Trail({ steps }: TrailOf) {
  return (
    <nav class="trail" aria-label="Way back">
      {steps.map(({ title, path }, at) => (
        <span key={title}>
          {at === 0 ? undefined : <span aria-hidden="true"> › </span>}
          <a href={routeText(path)}>{title}</a>
        </span>
      ))}
    </nav>
  );
}

export const RUNS_STEP = { title: 'Runs', path: ['runs'] } as const;

export const runStep = (runId: string) => ({ title: runId, path: ['runs', runId] });

export const gatesStep = (runId: string) => ({ title: 'gates', path: ['runs', runId, 'gates'] });
