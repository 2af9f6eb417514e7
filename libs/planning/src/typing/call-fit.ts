// Whether a function or an operator takes what it is given.
import type { Call, ExpressionNode } from '../expressions/node.ts';
import { guessOf, inWords, kindsInWords } from './misfit.ts';
import { functionNames, signaturesOf } from './signatures.ts';
import type { Signature, Takes } from './signatures.ts';
import { ANYTHING, join, ofKinds } from './type.ts';
import type { Kind, Type } from './type.ts';

export interface CallInTypes {
  readonly call: Call;
  /** What a method is called on. */
  readonly target: Type | undefined;
  readonly types: readonly Type[];
  /** The text of a part, or of the whole call. */
  readonly text: (part?: ExpressionNode) => string;
}

export type CallFit =
  | { readonly ok: true; readonly gives: Type }
  | { readonly ok: false; readonly says: string; readonly hint?: string | undefined };

export function callFit(at: CallInTypes): CallFit {
  const { call, target, types } = at;
  const signatures = signaturesOf(call.function);
  if (signatures.length === 0) return unknownFunction(call.function, target !== undefined);
  const ofForm = signatures.filter((signature) => (signature.target === undefined) === (target === undefined));
  if (ofForm.length === 0) return wrongForm(call.function, target !== undefined);
  const ofCount = ofForm.filter(({ takes }) => takes.length === types.length);
  if (ofCount.length === 0) return wrongCount(at, ofForm);
  const fitting = ofCount.filter(
    (signature) =>
      (target === undefined || accepts(signature.target, target)) &&
      signature.takes.every((takes, index) => accepts(takes, types[index])),
  );
  return fitting.length === 0 ? wrongKinds(at, ofCount) : { ok: true, gives: givenBy(at, fitting) };
}

const accepts = (takes: Takes | undefined, type: Type | undefined): boolean =>
  takes === undefined || takes === 'anything' || type === undefined || type.kinds.has(takes);

function givenBy({ call, types }: CallInTypes, fitting: readonly Signature[]): Type {
  const kinds = new Set(fitting.map(({ gives }) => gives));
  const known = [...kinds].filter((kind) => kind !== 'anything');
  if (known.length < kinds.size) return ANYTHING;
  const gives = ofKinds(...known);
  if (call.function !== '_+_') return gives;
  // A sum of lists has the elements of both.
  return {
    ...gives,
    element: () => join(types.filter(({ kinds: of }) => of.has('list')).map((type) => type.element())),
  };
}

/** Words of other languages. */
const MEANT: Readonly<Record<string, string>> = {
  count: 'size',
  float: 'double',
  includes: 'contains',
  len: 'size',
  length: 'size',
  number: 'double',
  parseInt: 'int',
  str: 'string',
  test: 'matches',
  toString: 'string',
};

const MACROS: Readonly<Record<string, string>> = {
  all: 'list.all(x, x > 0)',
  exists: 'list.exists(x, x > 0)',
  exists_one: 'list.exists_one(x, x > 0)',
  filter: 'list.filter(x, x > 0)',
  has: 'has(inputs.name)',
  map: 'list.map(x, x + 1)',
};

/** Words of other languages for what CEL has signs for. */
const SIGNS: Readonly<Record<string, string>> = { and: 'x && y', equals: 'x == y', not: '!x', or: 'x || y' };

function unknownFunction(name: string, isMethod: boolean): CallFit {
  const macro = Object.hasOwn(MACROS, name) ? MACROS[name] : undefined;
  if (macro !== undefined) return { ok: false, says: `${name}() is not called like this`, hint: `Write ${macro}.` };
  const missing = `CEL has no ${isMethod ? 'method' : 'function'} ${name}`;
  const sign = Object.hasOwn(SIGNS, name) ? SIGNS[name] : undefined;
  if (sign !== undefined) return { ok: false, says: missing, hint: `Write ${sign}.` };
  const meant = Object.hasOwn(MEANT, name) ? MEANT[name] : undefined;
  const { guess, hint } =
    meant === undefined
      ? guessOf(name, [...functionNames(), ...Object.keys(MACROS)].toSorted())
      : { guess: `; did you mean ${meant}?` };
  return { ok: false, says: `${missing}${guess}`, hint };
}

function wrongForm(name: string, isMethod: boolean): CallFit {
  return isMethod
    ? { ok: false, says: `${name} is a function, and not called on a value`, hint: `Write ${name}(x).` }
    : { ok: false, says: `${name} is called on a value`, hint: `Write x.${name}(…).` };
}

function wrongCount({ call, types }: CallInTypes, signatures: readonly Signature[]): CallFit {
  const counts = [...new Set(signatures.map(({ takes }) => takes.length))].toSorted((a, b) => a - b);
  const last = counts[counts.length - 1] ?? 0;
  const takes = `${counts.join(' or ')} ${last === 1 ? 'argument' : 'arguments'}`;
  return { ok: false, says: `${call.function} takes ${takes}, and is given ${types.length}` };
}

function wrongKinds(at: CallInTypes, signatures: readonly Signature[]): CallFit {
  const { call, target, types, text } = at;
  const [left = ANYTHING, right = ANYTHING] = types;
  const operator = Object.hasOwn(OPERATORS, call.function) ? OPERATORS[call.function] : undefined;
  if (operator !== undefined) {
    const says = `${text()} ${operator(inWords(left), inWords(right))}`;
    return { ok: false, says, hint: conversionHint(call, left, right) };
  }
  const name = call.function === '!_' ? '!' : call.function === '-_' ? '-' : call.function;
  if (target !== undefined && !signatures.some((signature) => accepts(signature.target, target))) {
    const takes = kindsTaken(signatures.map((signature) => signature.target));
    return { ok: false, says: `${name} is called on ${takes}, and ${text(call.target)} is ${inWords(target)}` };
  }
  for (const [index, type] of types.entries()) {
    const taken = signatures.map(({ takes }) => takes[index]);
    if (taken.some((takes) => accepts(takes, type))) continue;
    return { ok: false, says: `${name} takes ${kindsTaken(taken)}, and ${text(call.args[index])} is ${inWords(type)}` };
  }
  return { ok: false, says: `${name} does not take ${types.map(inWords).join(' and ')} together` };
}

const kindsTaken = (taken: readonly (Takes | undefined)[]): string =>
  kindsInWords(new Set(taken.filter((kind) => kind !== undefined)));

type Says = (left: string, right: string) => string;
const compares: Says = (left, right) =>
  left === right ? `compares ${left} with ${right}, which have no order` : `compares ${left} with ${right}`;

const OPERATORS: Readonly<Record<string, Says>> = {
  '_<_': compares,
  '_<=_': compares,
  '_>_': compares,
  '_>=_': compares,
  '_+_': (left, right) => `adds ${right} to ${left}`,
  '_-_': (left, right) => `subtracts ${right} from ${left}`,
  '_*_': (left, right) => `multiplies ${left} by ${right}`,
  '_/_': (left, right) => `divides ${left} by ${right}`,
  '_%_': (left, right) => `asks for the remainder of ${left} by ${right}: % takes whole numbers`,
  '@in': (left, right) => `looks for ${left} in ${right}`,
};

const NUMBERS: readonly Kind[] = ['double', 'int', 'uint'];

/** How two values of different kinds meet, where there is a plain way. */
function conversionHint({ args }: Call, left: Type, right: Type): string | undefined {
  const text = only(left, 'string') ? args[0] : only(right, 'string') ? args[1] : undefined;
  const other = only(left, 'string') ? right : left;
  if (text === undefined) return undefined;
  const quoted = quotedNumber(text);
  if (NUMBERS.some((kind) => other.kinds.has(kind))) {
    return quoted === undefined
      ? 'double(…) makes a number of text, string(…) makes text of a number.'
      : `Write ${quoted} without the quotes.`;
  }
  if (other.kinds.has('timestamp')) return 'timestamp(…) makes a time of text.';
  return other.kinds.has('duration') ? 'duration(…) makes a duration of text.' : undefined;
}

const only = ({ kinds }: Type, kind: Kind): boolean => kinds.size === 1 && kinds.has(kind);

function quotedNumber({ exprKind }: ExpressionNode): string | undefined {
  if (exprKind.case !== 'constExpr' || exprKind.value.constantKind.case !== 'stringValue') return undefined;
  const { value } = exprKind.value.constantKind;
  return value.trim() !== '' && Number.isFinite(Number(value)) ? value : undefined;
}
