// The formats of ajv-formats, each of which reads its text once, and pays for it. Two do more: `url` backtracks at
// every colon, and `regex` compiles the text as a program.
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Format } from 'ajv/dist/2020.js';

import type { Meter } from './meter.ts';

const STEPS: Readonly<Record<string, (chars: number) => number>> = {
  url: (chars) => chars + (chars * chars) / 16,
  regex: (chars) => 8 * chars,
};
const once = (chars: number): number => chars;

export const isFormat = (name: string): boolean => Object.hasOwn(fullFormats, name);

export const meteredFormats = (meter: Meter): Record<string, Format> =>
  Object.fromEntries(
    Object.entries(fullFormats).map(([name, format]) => [name, metered(format, STEPS[name] ?? once, meter)]),
  );

/** Formats of numbers, and those that accept every text, cost nothing. */
function metered(format: Format, steps: (chars: number) => number, meter: Meter): Format {
  const holds = testOf(format);
  if (holds === undefined) return format;
  return (text: string) => {
    meter.spend(1 + steps(text.length));
    return holds(text);
  };
}

function testOf(format: Format): ((text: string) => boolean) | undefined {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return format;
  if (typeof format !== 'object' || format.type === 'number' || format.async === true) return undefined;
  const { validate } = format;
  if (validate instanceof RegExp) return (text) => validate.test(text);
  return typeof validate === 'function' ? (text) => Reflect.apply(validate, undefined, [text]) === true : undefined;
}
