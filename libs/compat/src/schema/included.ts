// Whether every value that one schema lets a writer write is valid under the schema of a reader, keyword by keyword.
//
// - What cannot be proved is a gap: patterns and formats are compared as texts, and an unknown keyword is a gap wherever
//   the two schemas differ at all.
// - A writer writes only members that its schema declares, though the schema is open: what we send is in the contract, and
//   the wire tap refuses anything else (docs/decisions/data-is-open-examples-are-closed.md).
// - Two schemas that say the same have no gap, so recursion through the same pair of places ends.
import { isJsonObject } from '@dome/contracts/plain';

import { spotText } from '../document.ts';
import type { Spot } from '../document.ts';
import { isSame, listOf } from '../json.ts';
import { admits } from './admits.ts';
import { areDisjoint } from './disjoint.ts';
import type { Comparison, Gap } from './gap.ts';
import { memberGaps } from './included-members.ts';
import { below, fingerprint, keywordsOf, unknownKeywords } from './place.ts';
import type { Place } from './place.ts';
import { boundOf, enumerations, having, placeOf, combined, textsAmong, typesOf, valuesOf } from './shape.ts';
import type { Shape, ValueType } from './shape.ts';

interface Options {
  readonly passesOverUnknown: boolean;
}

/** The gaps between what is written under one place and what is read under another. */
export function gapsBetween(written: Place, read: Place, options: Options): Gap[] {
  return gaps([written], [read], { ...options, assumed: new Set() });
}

/** What is assumed on the way down: a pair that is being compared has no gap besides those being found. */
interface Way extends Options {
  readonly assumed: ReadonlySet<string>;
}

function gaps(writes: readonly Place[], reads: readonly Place[], way: Way): Gap[] {
  if (fingerprint(writes) === fingerprint(reads)) return [];
  const pair = [...writes, undefined, ...reads]
    .map((place) => (place === undefined ? '|' : spotText(place.spot)))
    .join();
  if (way.assumed.has(pair)) return [];
  const deeper = { ...way, assumed: new Set([...way.assumed, pair]) };
  const written = combined(writes);
  const read = combined(reads);
  const unjudged = unjudgedGaps(written, read);
  if (unjudged.length > 0) return unjudged;
  const [choice] = having(written, 'oneOf').filter((place) => !isShared(place, read));
  if (choice !== undefined)
    return branchesOf(choice).flatMap((branch) =>
      gaps([...written.places.map(without(choice)), branch], reads, deeper),
    );
  const comparison: Comparison = {
    passesOverUnknown: way.passesOverUnknown,
    below: (ones, others) => gaps(ones, others, deeper),
  };
  return isEmpty(written) ? [] : shapeGaps(written, read, comparison);
}

function unjudgedGaps(written: Shape, read: Shape): Gap[] {
  const broken = (shape: Shape): Spot[] =>
    shape.places.filter(({ schema }) => typeof schema !== 'boolean' && !isJsonObject(schema)).map(({ spot }) => spot);
  const found = (kind: string, spotsOf: (shape: Shape) => Spot[]): Gap[] => {
    const [one, two] = [spotsOf(written)[0], spotsOf(read)[0]];
    const spot = one ?? two;
    return spot === undefined ? [] : [{ kind, written: one ?? spot, read: two ?? spot, isHarmless: false }];
  };
  return [...found('reference-broken', broken), ...found('keyword-unknown', (shape) => unknownKeywords(shape.places))];
}

function shapeGaps(written: Shape, read: Shape, comparison: Comparison): Gap[] {
  const gapOf = gapBetween(written, read);
  const listed = valuesOf(written);
  if (listed !== undefined) return listedGaps(listed, written, read);
  const types = typesOf(written);
  const readTypes = typesOf(read);
  const found = [...types].some((type) => !readTypes.has(type)) ? [gapOf('type')] : [];
  return [
    ...found,
    ...enumerations(read)
      .filter(({ isOpen }) => !isOpen)
      .map(({ place }) => ({ ...gapOf('values'), read: place.spot })),
    ...limitGaps({ written, read, types }),
    ...itemGaps({ written, read, types }, comparison),
    ...(types.has('object') ? memberGaps({ written, read }, comparison) : []),
    ...choiceGaps(written, read, comparison),
  ];
}

/** Finitely many values: each is tried. */
function listedGaps(listed: readonly unknown[], written: Shape, read: Shape): Gap[] {
  const gapOf = gapBetween(written, read);
  const refused = listed.filter(
    (value) => admits(written.places, value) !== false && admits(read.places, value) !== true,
  );
  if (refused.length > 0) return [gapOf('values')];
  const isKnown = (value: unknown): boolean =>
    enumerations(read).every(({ values }) => values.some((each) => isSame(each, value)));
  return listed.every(isKnown) ? [] : [{ ...gapOf('value-added'), isHarmless: true }];
}

interface Sides {
  readonly written: Shape;
  readonly read: Shape;
  readonly types: ReadonlySet<ValueType>;
}

const LIMITS_OF: readonly (readonly [ValueType, readonly string[]])[] = [
  ['integer', ['minimum', 'maximum']],
  ['fraction', ['minimum', 'maximum']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['array', ['minItems', 'maxItems']],
  ['object', ['minProperties', 'maxProperties']],
];

function limitGaps({ written, read, types }: Sides): Gap[] {
  const keywords = new Set(LIMITS_OF.flatMap(([type, names]) => (types.has(type) ? names : [])));
  return [...keywords].filter((keyword) => !isKept(keyword, written, read)).map(gapBetween(written, read));
}

function isKept(keyword: string, written: Shape, read: Shape): boolean {
  if (keyword === 'pattern' || keyword === 'format') {
    const texts = textsAmong(written, keyword);
    return [...textsAmong(read, keyword)].every((text) => texts.has(text));
  }
  const limit = boundOf(read, keyword);
  if (limit === undefined) return true;
  const own = boundOf(written, keyword) ?? (/^min(Length|Items|Properties)$/.test(keyword) ? 0 : undefined);
  if (own === undefined) return false;
  return keyword.startsWith('min') ? own >= limit : own <= limit;
}

function itemGaps({ written, read, types }: Sides, comparison: Comparison): Gap[] {
  const itemsOf = (shape: Shape): Place[] => having(shape, 'items').map((place) => below(place, 'items'));
  if (!types.has('array') || boundOf(written, 'maxItems') === 0 || itemsOf(read).length === 0) return [];
  if (itemsOf(written).length === 0) return [gapBetween(written, read)('items')];
  return comparison.below(itemsOf(written), itemsOf(read));
}

/** One of a reader's alternatives must take everything, and none of the others anything. */
function choiceGaps(written: Shape, read: Shape, comparison: Comparison): Gap[] {
  return having(read, 'oneOf').flatMap((place) => {
    if (isShared(place, written)) return [];
    const branches = branchesOf(place);
    const isTaken = branches.some(
      (branch) =>
        comparison.below(written.places, [branch]).every(({ isHarmless }) => isHarmless) &&
        branches.every((other) => other === branch || areDisjoint(written.places, [other])),
    );
    const gap = gapBetween(written, read)('oneOf');
    return isTaken ? [] : [{ ...gap, read: below(place, 'oneOf').spot }];
  });
}

const branchesOf = (place: Place): Place[] =>
  listOf(keywordsOf(place)['oneOf']).map((_, index) => below(place, 'oneOf', index));

/** The same alternatives on both sides: what satisfies them there satisfies them here. */
function isShared(place: Place, other: Shape): boolean {
  const text = branchesOf(place)
    .map((branch) => fingerprint([branch]))
    .toSorted()
    .join();
  return having(other, 'oneOf').some(
    (each) =>
      branchesOf(each)
        .map((branch) => fingerprint([branch]))
        .toSorted()
        .join() === text,
  );
}

/** The places are taken apart already, so nothing leads back to the choice. */
const without =
  (choice: Place) =>
  (place: Place): Place => {
    const { $ref: _ref, allOf: _allOf, ...rest } = keywordsOf(place);
    const { oneOf: _oneOf, ...alone } = rest;
    return typeof place.schema === 'boolean' ? place : { ...place, schema: place === choice ? alone : rest };
  };

/** Nothing can be written, so whoever reads is content. */
function isEmpty(written: Shape): boolean {
  if (typesOf(written).size === 0) return true;
  const listed = valuesOf(written);
  return listed !== undefined && listed.every((value) => admits(written.places, value) === false);
}

const gapBetween =
  (written: Shape, read: Shape) =>
  (keyword: string): Gap => {
    const name = keyword === 'values' || keyword === 'value-added' ? enumKeyword(written, read) : keyword;
    return {
      kind: keyword,
      written: placeOf(written, name).spot,
      read: placeOf(read, name).spot,
      isHarmless: false,
    };
  };

function enumKeyword(written: Shape, read: Shape): string {
  return [written, read].some((shape) => having(shape, 'const').length > 0) ? 'const' : 'enum';
}
