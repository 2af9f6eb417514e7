import fc from 'fast-check';
import { expect, test } from 'vitest';

import { createLastLines } from '../../src/reading/last-lines.ts';
import { logEnd, logLines, textsOf } from './log-items.ts';

test('the last lines are those of the whole log, however it arrives', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { maxLength: 9 }), { maxLength: 200 }), fc.nat(40), (chunks, count) => {
      const last = createLastLines(count);
      for (const lines of chunks) last.take([logLines(lines)]);
      expect(textsOf(last.items)).toEqual(count === 0 ? [] : chunks.flat().slice(-count));
    }),
  );
});

test('a line keeps its number, and what stands behind it stays', () => {
  const last = createLastLines(1);
  last.take([logLines(['one', 'two', 'three'], { firstLine: 11 }), logEnd]);
  expect(last.items).toMatchObject([{ firstLine: 13, lines: ['three'] }, { kind: 'ended' }]);
});
