// Both planes' streams as they come. Whoever scrolls away from the newest reads on undisturbed.
import type { StoredMessage } from '@dome/bus/portable';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

import { counted } from '../look/count.ts';
import { useIsNarrow } from '../look/narrow.ts';
import { RowList } from '../look/row-list.tsx';
import { refine, route } from '../route/route.ts';
import { EventTail, followTail, shownMessages, TAILED, TAILED_AT_FIRST } from '../state/event-tail.ts';
import type { ShownMessages } from '../state/event-tail.ts';
import { messageFilter } from '../state/message-filter.ts';
import { session } from '../state/session.ts';
import { MessageView } from './message-view.tsx';

export function Events() {
  const { query } = route.value;
  const chosen = query.get('streams')?.split(',') ?? TAILED_AT_FIRST;
  const streams = TAILED.filter((stream) => chosen.includes(stream));
  const tail = useMemo(() => new EventTail(), [streams.join(',')]);
  /** What was shown when it was paused. */
  const paused = useSignal<ShownMessages | undefined>(undefined);
  const opened = useSignal<StoredMessage | undefined>(undefined);
  useEffect(() => {
    const ending = new AbortController();
    if (session.value !== undefined) void followTail(session.value, streams, { tail, signal: ending.signal });
    return () => {
      ending.abort();
      tail.stop();
    };
  }, [tail]);
  const [subject, text] = [query.get('subject') ?? '', query.get('q') ?? ''];
  useEffect(() => {
    paused.value = undefined;
    tail.setFilter(messageFilter(new URLSearchParams({ subject, q: text })));
  }, [tail, subject, text]);
  const pause = (isPaused: boolean): void => void (paused.value = isPaused ? shownMessages.value : undefined);
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">Events</h1>
        <Filters subject={subject} text={text} streams={streams} />
      </header>
      <Bar paused={paused.value} onPause={pause} />
      <Gaps />
      <div class={opened.value === undefined ? 'tail' : 'tail tail-open'}>
        <List
          paused={paused.value}
          opened={opened.value}
          onAway={() => pause(true)}
          onOpen={(message) => void (opened.value = message)}
        />
        {opened.value === undefined ? undefined : (
          <MessageView message={opened.value} onClose={() => void (opened.value = undefined)} />
        )}
      </div>
    </section>
  );
}

interface Filtered {
  readonly subject: string;
  readonly text: string;
  readonly streams: readonly string[];
}

function Filters({ subject, text, streams }: Filtered) {
  const toggle = (stream: string): void => {
    const next = TAILED.filter((one) => (one === stream) !== streams.includes(one));
    refine({ streams: next.join(',') === TAILED_AT_FIRST.join(',') ? '' : next.join(',') });
  };
  return (
    <>
      <input
        class="search"
        type="search"
        data-search
        placeholder="Subject: dome.evt.run.>  ( / )"
        aria-label="Filter by subject, with * and >"
        value={subject}
        onInput={({ currentTarget }) => refine({ subject: currentTarget.value })}
      />
      <input
        class="search"
        type="search"
        placeholder="Text in the message"
        aria-label="Filter by text"
        value={text}
        onInput={({ currentTarget }) => refine({ q: currentTarget.value })}
      />
      <fieldset class="streams">
        <legend>Streams</legend>
        {TAILED.map((stream) => (
          <label key={stream}>
            <input type="checkbox" checked={streams.includes(stream)} onChange={() => toggle(stream)} /> {stream}
          </label>
        ))}
      </fieldset>
    </>
  );
}

interface Pausing {
  readonly paused: ShownMessages | undefined;
  readonly onPause: (isPaused: boolean) => void;
}

function Bar({ paused, onPause }: Pausing) {
  const { places, received } = shownMessages.value;
  return (
    <p class="tail-bar">
      <button type="button" aria-pressed={paused !== undefined} onClick={() => onPause(paused === undefined)}>
        {paused === undefined ? 'Pause' : `Go on: ${received - paused.received} came`}
      </button>
      <span class="quiet">
        {(paused?.places ?? places).length} shown, newest first, of {received} that came
      </span>
    </p>
  );
}

function Gaps() {
  return (
    <>
      {shownMessages.value.gaps.map(({ stream, from, to, why }) => (
        <p key={`${stream} ${from} ${why}`} class="banner gap" role="status">
          Gap: {counted(to - from + 1, 'message')} of {stream} not shown, {from === to ? 'sequence' : 'sequences'}{' '}
          {from === to ? from : `${from}–${to}`}: {GAP_SAYS[why]}.
        </p>
      ))}
    </>
  );
}

const GAP_SAYS = {
  discarded: 'the stream discarded them before this page could read them',
  'crowded out': 'more came than this page holds before it could look at them; they are still in the stream',
} as const;

/** Tuning: up to so many pixels a subject has lines of its own, two of them, and three on a telephone. */
const NARROW_PX = 1_200;
const TELEPHONE_PX = 700;
const ROW_PX = { wide: 26, narrow: 64, telephone: 84 };

interface Listed {
  readonly paused: ShownMessages | undefined;
  readonly opened: StoredMessage | undefined;
  readonly onAway: () => void;
  readonly onOpen: (message: StoredMessage) => void;
}

function List({ paused, opened, onAway, onOpen }: Listed) {
  const { places, at } = paused ?? shownMessages.value;
  const isTelephone = useIsNarrow(TELEPHONE_PX);
  const isTall = useIsNarrow(NARROW_PX) || opened !== undefined;
  if (places.length === 0)
    return <p class="quiet">Nothing has come that matches. What a run does is shown here as it happens.</p>;
  return (
    <RowList
      rows={places.length}
      label="Messages, newest first"
      rowPx={ROW_PX[isTelephone ? 'telephone' : isTall ? 'narrow' : 'wide']}
      isPinned={paused === undefined}
      onAway={() => {
        if (paused === undefined) onAway();
      }}
      row={(index) => {
        const place = places[places.length - 1 - index] ?? -1;
        const message = at(place);
        return { key: place, row: message === undefined ? <Gone /> : <Row {...{ message, opened, onOpen, isTall }} /> };
      }}
    />
  );
}

const Gone = () => <span class="message-row quiet">made room for newer ones</span>;

interface RowOf {
  readonly message: StoredMessage;
  readonly opened: StoredMessage | undefined;
  readonly onOpen: (message: StoredMessage) => void;
  readonly isTall: boolean;
}

function Row({ message, opened, onOpen, isTall }: RowOf) {
  const { stream, sequence, subject, timeMs } = message;
  // Its last part, which says what happened, is never cut off.
  const cut = subject.lastIndexOf('.');
  return (
    <button
      type="button"
      class={isTall ? 'message-row message-row-tall' : 'message-row'}
      data-row
      aria-pressed={message === opened}
      onClick={() => onOpen(message)}
    >
      <time>{new Date(timeMs).toISOString().slice(11, 23)}</time>
      <span class="message-stream">{stream}</span>
      <span class="event-seq">#{sequence}</span>
      {isTall ? (
        <code>{subject}</code>
      ) : (
        <code>
          <span>{subject.slice(0, cut)}</span>
          {subject.slice(cut)}
        </code>
      )}
    </button>
  );
}
