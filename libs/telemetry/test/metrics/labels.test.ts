import { expect, test } from 'vitest';
import { createLabelFold, LABELS } from '../../src/metrics/labels.ts';

test('what a label may hold is kept, and everything else is other', () => {
  const fold = createLabelFold();
  expect(fold.fold('plane', 'dome')).toBe('dome');
  expect(fold.fold('plane', 'DOME')).toBe('other');
  expect(fold.fold('plane', '__proto__')).toBe('other');
});

test('of values that nobody knows beforehand, so many are told apart', () => {
  const fold = createLabelFold();
  const { atMost } = LABELS.version;
  const values = Array.from({ length: atMost + 5 }, (_, index) => fold.fold('version', `1.0.${index}`));
  expect(values.filter((value) => value !== 'other')).toHaveLength(atMost);
  expect(fold.fold('version', '1.0.0')).toBe('1.0.0');
});
