// What stands in the way, while it does: where the page dials, what went wrong, what that usually means.
import { dialled, gaps, lastSequence, link, nowMs } from '../state/link.ts';
import { ageText } from '../look/time.ts';

/** Tuning: a broker that restarts is back sooner, and the badge says so. */
const SHOWN_AFTER_MS = 2_000;

export function Banner() {
  const at = link.value;
  const isShown = at.state === 'away' && nowMs.value - at.sinceMs >= SHOWN_AFTER_MS;
  return (
    <>
      {isShown ? (
        <div class="banner" role="alert">
          <strong>Reconnecting to {dialled.value}</strong>
          <p>
            Away for {ageText(nowMs.value - at.sinceMs)}: {at.cause}. What is shown is as of sequence{' '}
            {lastSequence.value}; the page goes on from there by itself, and nothing is shown twice.
          </p>
          <p>
            Usually the broker restarts, the network is away, or `dome dev` was stopped: start it again in its folder.
          </p>
        </div>
      ) : undefined}
      {gaps.value.map(({ from, to }) => (
        <p key={from} class="banner gap" role="alert">
          Gap: the stream discarded the messages {from} to {to} before this page could read them.
        </p>
      ))}
    </>
  );
}
