// A long list of which only the rows in its window are in the page. Rows have one height, so that nothing is measured.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { rowWindow } from './row-window.ts';

interface RowListOf {
  readonly rows: number;
  readonly label: string;
  /** Of each row. */
  readonly rowPx: number;
  readonly row: (index: number) => { readonly key: number; readonly row: ComponentChildren };
  /** The first row stays in sight while others come before it. */
  readonly isPinned: boolean;
  /** Somebody scrolled away from the first row. */
  readonly onAway: () => void;
}

export function RowList({ rows, label, rowPx, row, isPinned, onAway }: RowListOf) {
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal({ topPx: 0, viewPx: 600 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      view.value = { ...view.value, viewPx: element.clientHeight };
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (isPinned) box.current?.scrollTo(0, 0);
  }, [isPinned]);
  const rowPxBefore = useRef(rowPx);
  // What was in sight stays there when the rows become higher.
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollTop *= rowPx / rowPxBefore.current;
    rowPxBefore.current = rowPx;
  }, [rowPx]);
  const { from, to, heightPx } = rowWindow({ rows, rowPx, ...view.value });
  const shown = Array.from({ length: Math.max(0, to - from) }, (_, offset) => from + offset);
  return (
    <div
      ref={box}
      class="row-list"
      onScroll={({ currentTarget }) => {
        view.value = { ...view.value, topPx: currentTarget.scrollTop };
        if (currentTarget.scrollTop > rowPx) onAway();
      }}
    >
      <div role="list" aria-label={label} style={{ height: `${heightPx}px` }}>
        {shown.map((index) => {
          const { key, row: content } = row(index);
          return (
            <div
              key={key}
              role="listitem"
              style={{ transform: `translateY(${index * rowPx}px)`, height: `${rowPx}px` }}
            >
              {content}
            </div>
          );
        })}
      </div>
    </div>
  );
}
