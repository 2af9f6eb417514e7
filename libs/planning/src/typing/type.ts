// What is known of a value before there is one. A type admits every value that may come, and perhaps more: whatever it
// excludes can be refused at once, and whatever it leaves open is nobody's fault yet.

/** What CEL tells apart. An integer of JSON beyond 2^53 is a double, so a number of JSON may be either. */
export type Kind =
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'int'
  | 'list'
  | 'map'
  | 'message'
  | 'null'
  | 'string'
  | 'timestamp'
  | 'type'
  | 'uint';

export interface Type {
  readonly kinds: ReadonlySet<Kind>;
  /** The member of an object by its name; undefined if no value of this type has one. */
  readonly member: (name: string) => Type | undefined;
  /** Members that a value may have, as far as they are named: for hints. */
  readonly names: () => readonly string[];
  /** An element of a list. */
  readonly element: () => Type;
  /** Whatever an object holds under any name. */
  readonly value: () => Type;
  /** The name of a member of an object: text, where the object is of JSON. */
  readonly key: () => Type;
  /** The only texts that it may be, where they are words of Dome itself: no later version of a skill adds one. */
  readonly words?: readonly string[];
  /** How many types it was put together from. */
  readonly parts: number;
}

const JSON_KINDS: readonly Kind[] = ['bool', 'double', 'int', 'list', 'map', 'null', 'string'];
const ALL_KINDS: readonly Kind[] = [...JSON_KINDS, 'bytes', 'duration', 'message', 'timestamp', 'type', 'uint'];

/** Nothing is known of it. */
export const ANYTHING: Type = open(ALL_KINDS, () => ANYTHING);
/** Any value of JSON. */
export const ANY_JSON: Type = { ...open(JSON_KINDS, () => ANY_JSON), key: () => TEXT };
/** What the elements of an empty list are. */
const NOTHING: Type = open([], () => NOTHING);

/** Of these kinds, and nothing is known of what is in it. */
export const ofKinds = (...kinds: readonly Kind[]): Type => open(kinds, () => ANYTHING);

export const TEXT = ofKinds('string');
export const BOOL = ofKinds('bool');
export const NUMBER = ofKinds('int', 'double');

function open(kinds: readonly Kind[], inside: () => Type): Type {
  return {
    kinds: new Set(kinds),
    member: inside,
    names: () => [],
    element: inside,
    value: inside,
    key: () => ANYTHING,
    parts: 1,
  };
}

/** An object with these members and no other. */
export function closedMap(members: Readonly<Record<string, Type>>): Type {
  const found = new Map(Object.entries(members));
  return mapOf({
    member: (name) => found.get(name),
    names: () => [...found.keys()],
    value: () => join([...found.values()]),
  });
}

/** An object whose members are of one type, whatever their names. */
export const mapOfAll = (value: Type): Type => mapOf({ member: () => value, names: () => [], value: () => value });

export const mapOf = (inside: Pick<Type, 'member' | 'names' | 'value'>): Type => ({
  ...inside,
  kinds: new Set<Kind>(['map']),
  element: () => ANYTHING,
  key: () => TEXT,
  parts: 1,
});

export const listWith = (element: () => Type): Type => ({ ...ofKinds('list'), element });

export const EMPTY_LIST = listWith(() => NOTHING);

/**
 * A type that was put together from more is as good as unknown: the work of looking into it grows with its parts, and
 * that of a member's member with their product.
 */
const PARTS_MAX = 64;

/** A value of one of the types. */
export function join(types: readonly Type[]): Type {
  const [first, ...others] = new Set(types.filter((type) => type !== NOTHING));
  if (first === undefined) return types.length === 0 ? ANYTHING : NOTHING;
  if (others.length === 0) return first;
  const all = [first, ...others];
  const kinds = new Set(all.flatMap((type) => [...type.kinds]));
  const parts = all.reduce((sum, type) => sum + type.parts, 0);
  if (parts > PARTS_MAX) return { ...ANYTHING, kinds };
  const withKind = (kind: Kind): Type[] => all.filter((type) => type.kinds.has(kind));
  return {
    kinds,
    member: (name) => {
      const members = withKind('map').flatMap((type) => type.member(name) ?? []);
      return members.length === 0 ? undefined : join(members);
    },
    names: () => [...new Set(withKind('map').flatMap((type) => type.names()))],
    element: () => join(withKind('list').map((type) => type.element())),
    value: () => join(withKind('map').map((type) => type.value())),
    key: () => join(withKind('map').map((type) => type.key())),
    parts,
  };
}

/** A value of both types. Where no value could be of both, the contradiction is not this file's to report. */
export function meet(a: Type, b: Type): Type {
  if (a === b || b === ANY_JSON || b === ANYTHING) return a;
  if (a === ANY_JSON || a === ANYTHING) return b;
  const kinds = new Set([...a.kinds].filter((kind) => b.kinds.has(kind)));
  if (kinds.size === 0) return ANYTHING;
  const parts = a.parts + b.parts;
  if (parts > PARTS_MAX) return { ...ANYTHING, kinds };
  return {
    kinds,
    member: (name) => {
      const [one, other] = [a.member(name), b.member(name)];
      return one === undefined || other === undefined ? undefined : meet(one, other);
    },
    names: () => [...new Set([...a.names(), ...b.names()])].filter((name) => a.member(name) && b.member(name)),
    element: () => meet(a.element(), b.element()),
    value: () => meet(a.value(), b.value()),
    key: () => meet(a.key(), b.key()),
    parts,
  };
}
