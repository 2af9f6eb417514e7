// The members of objects: what a writer may leave out, what a reader does not know, and what each of them may be.
import type { Comparison, Gap } from './gap.ts';
import { below } from './place.ts';
import type { Place } from './place.ts';
import { declaredOf, having, memberOf, placeOf, requiredOf, restOf, combined } from './shape.ts';
import type { Shape } from './shape.ts';

interface Sides {
  readonly written: Shape;
  readonly read: Shape;
}

export function memberGaps({ written, read }: Sides, comparison: Comparison): Gap[] {
  const names = new Set([...declaredOf(written), ...declaredOf(read)]);
  return [
    ...missingGaps(written, read),
    ...[...names].flatMap((name) => memberGap(name, { written, read }, comparison)),
    ...restGaps({ written, read }, comparison),
    ...closedGaps({ written, read }, comparison),
  ];
}

/** What the reader requires, and the writer may leave out. */
function missingGaps(written: Shape, read: Shape): Gap[] {
  const sure = requiredOf(written);
  const isMissing = [...requiredOf(read)].some((name) => !sure.has(name));
  return isMissing ? [gap('required', placeOf(written, 'required'), placeOf(read, 'required'))] : [];
}

function memberGap(name: string, { written, read }: Sides, comparison: Comparison): Gap[] {
  const isDeclared = declaredOf(written).has(name);
  if (!isDeclared && !writesOthers(written)) return [];
  const said = memberOf(written, name);
  if (isNever(said)) return [];
  const place = said[0] ?? { ...placeOf(written, 'additionalProperties'), schema: true };
  const theirs = memberOf(read, name);
  if (theirs.length > 0) {
    const refused = theirs.find(({ schema }) => schema === false);
    if (refused !== undefined) {
      const own = declaredOf(read).has(name) ? refused : below(placeOf(read, 'properties'), name);
      return [gap('member-refused', place, own)];
    }
    return comparison.below(said.length === 0 ? [place] : said, theirs);
  }
  if (!isDeclared) return [];
  const absent = below(placeOf(read, 'properties'), name);
  return comparison.passesOverUnknown
    ? [{ ...gap('member-added', place, absent), isHarmless: true }]
    : [gap('member-removed', place, absent)];
}

/** An object without declared members may have any, one that declares some has no others unless it says so. */
function writesOthers(written: Shape): boolean {
  const rest = restOf(written);
  if (rest.length > 0) return rest.every(({ schema }) => schema !== false);
  return having(written, 'properties').length === 0;
}

function restGaps({ written, read }: Sides, comparison: Comparison): Gap[] {
  if (!writesOthers(written) || isNever(restOf(written))) return [];
  const theirs = restOf(read);
  const refused = theirs.find(({ schema }) => schema === false);
  const place = placeOf(written, 'additionalProperties');
  if (refused !== undefined) return [gap('rest', place, refused)];
  if (theirs.length === 0) return [];
  const said = restOf(written);
  return comparison.below(said.length === 0 ? [{ ...place, schema: true }] : said, theirs);
}

/** A newer reader that refuses what it does not know: nothing can be added any more without breaking it. */
function closedGaps({ written, read }: Sides, { passesOverUnknown }: Comparison): Gap[] {
  const isClosed = (shape: Shape): boolean => restOf(shape).some(({ schema }) => schema === false);
  if (passesOverUnknown || isClosed(written) || !isClosed(read) || declaredOf(written).size === 0) return [];
  return [gap('schema-closed', placeOf(written, 'additionalProperties'), placeOf(read, 'additionalProperties'))];
}

const isNever = (places: readonly Place[]): boolean => combined(places).places.some(({ schema }) => schema === false);

const gap = (kind: string, written: Place, read: Place): Gap => ({
  kind,
  written: written.spot,
  read: read.spot,
  isHarmless: false,
});
