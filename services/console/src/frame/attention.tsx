// One line on every other screen, only while something waits for whoever is signed in.
import { route, routeText } from '../route/route.ts';
import { inbox } from '../state/inbox.ts';

export function Attention() {
  const [first] = route.value.path;
  const mine = inbox.value.value?.mine ?? [];
  const [gate, ...others] = mine;
  if (gate === undefined || first === 'inbox' || first === 'gates') return undefined;
  const { runId } = gate;
  return (
    <p class="attention" role="status">
      <span aria-hidden="true">‖</span>{' '}
      {others.length === 0 ? (
        <>
          {runId}/{gate.gate} waits for your vote. <a href={routeText(['gates', runId, gate.gate])}>Review</a>
        </>
      ) : (
        <>
          {mine.length} gates wait for your vote. <a href={routeText(['inbox'])}>Inbox</a>
        </>
      )}
    </p>
  );
}
