import { cursorAt, cursorText } from '@dome/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createAcknowledgements } from '../../src/reading/acknowledgements.ts';

const at = (sequence: number, stream = 'JOB_EVENTS') => ({ stream, next: cursorAt(sequence) });

describe('what a reader hands back', () => {
  test('moves the position, and takes along what was not shown', () => {
    const acknowledgements = createAcknowledgements();
    expect(acknowledgements.wrote(at(5), true)).toBeUndefined();
    expect(acknowledgements.wrote(at(6), true)).toBeUndefined();
    expect(acknowledgements.wrote(at(9), false)).toBeUndefined();
    expect(acknowledgements.take('JOB_EVENTS:5')).toEqual(at(5));
    expect(acknowledgements.isComplete).toBe(false);
    expect(acknowledgements.take(' JOB_EVENTS:6\r')).toEqual(at(9));
    expect(acknowledgements.isComplete).toBe(true);
    expect(acknowledgements.wrote(at(12), false)).toEqual(at(12));
  });

  test('counts in each stream for itself, and moves nothing twice or back', () => {
    const acknowledgements = createAcknowledgements();
    acknowledgements.wrote(at(5), true);
    acknowledgements.wrote(at(3, 'RUN_EVENTS'), true);
    expect(acknowledgements.take('RUN_EVENTS:3')).toEqual(at(3, 'RUN_EVENTS'));
    expect(acknowledgements.isComplete).toBe(false);
    acknowledgements.wrote(at(7), true);
    expect(acknowledgements.take('JOB_EVENTS:7')).toEqual(at(7));
    expect(acknowledgements.take('JOB_EVENTS:5')).toBeUndefined();
    expect(acknowledgements.take('JOB_EVENTS:7')).toBeUndefined();
    expect(acknowledgements.isComplete).toBe(true);
  });

  test.each(['JOB_EVENTS:6', 'RUN_EVENTS:1', '5', '{"cursor":"JOB_EVENTS:5"}', 'x'.repeat(200)])(
    '%s was never given, and is refused with an example',
    (line) => {
      const acknowledgements = createAcknowledgements();
      acknowledgements.wrote(at(5), true);
      expect(() => acknowledgements.take(line)).toThrow(
        expect.objectContaining({ code: 'INVALID_REQUEST', hint: expect.stringContaining('JOB_EVENTS:') }),
      );
    },
  );

  test('never moves the position beyond what was handed back, but for what was never given', () => {
    const step = fc.record({ isGiven: fc.boolean(), back: fc.option(fc.nat(5), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const acknowledgements = createAcknowledgements();
        const given: number[] = [];
        let handedBack = 0;
        let position = 0;
        for (const [index, { isGiven, back }] of steps.entries()) {
          const next = index + 2;
          const written = acknowledgements.wrote(at(next), isGiven);
          if (isGiven) given.push(next);
          const chosen = back === undefined ? undefined : given[given.length - 1 - back];
          const taken = chosen === undefined ? undefined : acknowledgements.take(cursorText(at(chosen)));
          handedBack = Math.max(handedBack, chosen ?? 0);
          for (const moved of [written, taken]) {
            if (moved === undefined) continue;
            expect(moved.next).toBeGreaterThan(position);
            position = moved.next;
          }
          const firstOpen = given.find((one) => one > handedBack);
          expect(position).toBeLessThan(firstOpen ?? Infinity);
        }
        expect(acknowledgements.isComplete).toBe(given.every((one) => one <= handedBack));
      }),
    );
  });
});
