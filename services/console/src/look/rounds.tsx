// The rounds of what is shown: each has an address of its own.
import { routeText } from '../route/route.ts';

interface RoundsOf {
  readonly path: readonly string[];
  readonly rounds: readonly number[];
  readonly shown: number;
  /** Shown even if there is one. */
  readonly isWhole?: boolean;
}

/** Nothing, where there is one that is shown already. */
export function Rounds({ path, rounds, shown, isWhole = false }: RoundsOf) {
  if (rounds.length < (isWhole ? 1 : 2)) return undefined;
  return (
    <nav class="views rounds" aria-label="Rounds">
      {rounds.map((round) => (
        <a
          key={round}
          href={routeText(path, new URLSearchParams({ iteration: String(round) }))}
          aria-current={round === shown ? 'page' : undefined}
        >
          round {round}
        </a>
      ))}
    </nav>
  );
}

/** From the first to the one that runs. */
export const roundsTo = (iteration: number): number[] =>
  Array.from({ length: Math.max(1, iteration) }, (_, at) => at + 1);
