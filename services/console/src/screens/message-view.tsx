// One message as it is stored: where, its headers, and what it says.
import type { StoredMessage } from '@dome/bus/portable';
import { useEffect, useRef } from 'preact/hooks';

import { Copy } from '../look/copy.tsx';
import { Fact } from '../look/fact.tsx';

const decoder = new TextDecoder();

export function MessageView({ message, onClose }: { readonly message: StoredMessage; readonly onClose: () => void }) {
  const { stream, sequence, subject, timeMs, payload, headers } = message;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: false }), [message]);
  const pairs = [...(headers?.keys() ?? [])].flatMap((name) =>
    (headers?.values(name) ?? []).map((value) => [name, value]),
  );
  const text = shownText(decoder.decode(payload));
  return (
    <section class="message" aria-labelledby="message">
      <header class="form-tools">
        <h2 id="message" ref={title} tabIndex={-1}>
          {stream} #{sequence}
        </h2>
        <Copy text={text} what="the message" />
        <button type="button" onClick={onClose}>
          Close
        </button>
      </header>
      <dl class="facts">
        <Fact name="subject" value={subject} />
        <Fact name="stored" value={new Date(timeMs).toISOString()} />
        <Fact name="bytes" value={String(payload.byteLength)} />
      </dl>
      <h3>Headers</h3>
      <dl class="headers">
        {pairs.map(([name, value], at) => (
          <div key={at}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>Message</h3>
      <pre tabIndex={0} aria-label="The message">
        <code>{text}</code>
      </pre>
    </section>
  );
}

function shownText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
