// The chain of a run as it is stored: the record that every decision rests on.
import type { KnownRun } from '../state/run-store.ts';

export function RunEvents({ run: { events } }: { readonly run: KnownRun }) {
  return (
    <ol class="events">
      {events.map(({ sequence, event, digest }) => (
        <li key={sequence}>
          <details>
            <summary>
              <span class="event-seq">#{sequence}</span>
              <time dateTime={event.time}>{event.time.slice(11, 23)}</time>
              <span class="event-type">{event.type}</span>
            </summary>
            <p class="quiet">{digest}</p>
            <pre>
              <code>{JSON.stringify(event.data, undefined, 2)}</code>
            </pre>
          </details>
        </li>
      ))}
    </ol>
  );
}
