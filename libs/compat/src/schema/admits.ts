import { isJsonObject } from '@dome/contracts/plain';

import { isSame, listOf } from '../json.ts';
import { below, keywordsOf, unknownKeywords } from './place.ts';
import type { Place } from './place.ts';
import {
  boundOf,
  declaredOf,
  enumerations,
  having,
  memberOf,
  requiredOf,
  restOf,
  combined,
  typeOf,
  typesOf,
} from './shape.ts';
import type { Shape } from './shape.ts';

/**
 * Whether the places admit a value, or undefined if the judge cannot say: a format, or a keyword it does not know, may
 * refuse what everything else admits. An open enum admits what readers admit.
 */
export function admits(places: readonly Place[], value: unknown): boolean | undefined {
  const shape = combined(places);
  const type = typeOf(value);
  if (type === undefined || !typesOf(shape).has(type)) return false;
  const answers = [
    ...enumerations(shape).map(({ values, isOpen }) => isOpen || values.some((each) => isSame(each, value))),
    ...boundsOf(value).map(([keyword, measure]) => isWithin(shape, keyword, measure)),
    ...(typeof value === 'string' ? textAnswers(shape, value) : []),
    ...(Array.isArray(value) ? itemAnswers(shape, value) : []),
    ...(isJsonObject(value) ? memberAnswers(shape, value) : []),
    ...having(shape, 'oneOf').map((place) => isOneOf(place, value)),
    ...unknownKeywords(shape.places).map(() => undefined),
  ];
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

/** What bounds a value, and how much of it there is. */
function boundsOf(value: unknown): [string, number][] {
  const pair = (what: string, measure: number): [string, number][] => [
    [`min${what}`, measure],
    [`max${what}`, measure],
  ];
  if (typeof value === 'number') return pair('imum', value);
  if (typeof value === 'string') return pair('Length', Array.from(value).length);
  if (Array.isArray(value)) return pair('Items', value.length);
  return isJsonObject(value) ? pair('Properties', Object.keys(value).length) : [];
}

function isWithin(shape: Shape, keyword: string, measure: number): boolean {
  const bound = boundOf(shape, keyword);
  if (bound === undefined) return true;
  return keyword.startsWith('min') ? measure >= bound : measure <= bound;
}

function textAnswers(shape: Shape, value: string): (boolean | undefined)[] {
  return [
    ...having(shape, 'pattern').map((place) => matches(String(keywordsOf(place)['pattern']), value)),
    ...having(shape, 'format').map(() => undefined),
  ];
}

function matches(pattern: string, value: string): boolean | undefined {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return undefined;
  }
}

function itemAnswers(shape: Shape, value: readonly unknown[]): (boolean | undefined)[] {
  const items = having(shape, 'items').map((place) => below(place, 'items'));
  return items.length === 0 ? [] : value.map((item) => admits(items, item));
}

function memberAnswers(shape: Shape, value: Readonly<Record<string, unknown>>): (boolean | undefined)[] {
  const declared = declaredOf(shape);
  const present = [...requiredOf(shape)].map((name) => Object.hasOwn(value, name));
  const members = Object.entries(value).map(([name, member]) => {
    const places = declared.has(name) ? memberOf(shape, name) : restOf(shape);
    return places.length === 0 || admits(places, member);
  });
  return [...present, ...members];
}

function isOneOf(place: Place, value: unknown): boolean | undefined {
  const answers = listOf(keywordsOf(place)['oneOf']).map((_, index) => admits([below(place, 'oneOf', index)], value));
  if (answers.filter((answer) => answer === true).length > 1) return false;
  if (answers.includes(undefined)) return undefined;
  return answers.includes(true);
}
