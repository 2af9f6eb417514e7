import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createGroupRows } from '../src/state/group-rows.ts';
import { keptTop, ROW_PX, rowsRendered, rowWindow, scrollTo } from '../src/look/row-window.ts';

const VIEW_PX = 600;

test('whatever the size of a list, every row can be brought into the window', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, part) => {
      const row = Math.min(rows - 1, Math.floor(part * rows));
      const topPx = scrollTo(row, { rows, viewPx: VIEW_PX });
      const shown = rowWindow({ rows, topPx, viewPx: VIEW_PX });
      expect(shown.heightPx).toBeLessThanOrEqual(16_000_000);
      expect(row).toBeGreaterThanOrEqual(shown.from);
      expect(row).toBeLessThan(shown.to);
      const atPx = shown.topPx + (row - shown.from) * ROW_PX - topPx;
      expect(atPx).toBeGreaterThan(-1);
      expect(atPx).toBeLessThanOrEqual(VIEW_PX - ROW_PX + 1);
    }),
  );
});

test('rows that come leave those in the window where they are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 2_000_000 }),
      fc.integer({ min: 1, max: 500_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rowsBefore, more, part) => {
        const topPx = scrollTo(Math.floor(part * (rowsBefore - 1)), { rows: rowsBefore, viewPx: VIEW_PX });
        const before = rowWindow({ rows: rowsBefore, topPx, viewPx: VIEW_PX });
        const rows = rowsBefore + more;
        const kept = keptTop(rowsBefore, { rows, topPx, viewPx: VIEW_PX }) ?? topPx;
        const after = rowWindow({ rows, topPx: kept, viewPx: VIEW_PX });
        expect(Math.abs(after.from - before.from)).toBeLessThanOrEqual(1);
        expect(after.to - after.from).toBeLessThanOrEqual(rowsRendered(VIEW_PX));
      },
    ),
  );
});

test('a short list is not scrolled, and no more rows are rendered than it has', () => {
  expect(rowWindow({ rows: 3, topPx: 0, viewPx: VIEW_PX })).toEqual({ heightPx: 60, from: 0, to: 3, topPx: 0 });
  expect(rowWindow({ rows: 0, topPx: 0, viewPx: VIEW_PX })).toMatchObject({ from: 0, to: 0 });
});

test('places and rows lead to each other, whichever groups are folded', () => {
  const sizes = fc.array(fc.record({ before: fc.nat(3), inside: fc.nat(4), isToggled: fc.boolean() }), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(sizes, (groups) => {
      const rows = createGroupRows();
      const hidden = new Set<number>();
      let at = 0;
      for (const { before, inside, isToggled } of groups) {
        at += before;
        rows.open(at);
        if (!isToggled) for (let one = 1; one <= inside; one += 1) hidden.add(at + one);
        at += 1 + inside;
        rows.close(at);
        if (isToggled) rows.toggle(at - 1 - inside);
      }
      const all = Array.from({ length: at + 2 }, (_, row) => row);
      const shown = all.filter((row) => !hidden.has(row));
      expect(rows.seen(all.length)).toBe(shown.length);
      expect(shown.map((_, place) => rows.rowOf(place))).toEqual(shown);
      expect(shown.map((row) => rows.placeOf(row))).toEqual(shown.map((_, place) => place));
    }),
  );
});
