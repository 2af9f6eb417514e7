/**
 * What is wrong with a document, as a text that follows its name and place: `plan.yaml:3:7: the key a stands here twice`.
 */
export interface DocumentFault {
  /** JSON pointer of the member at fault, where it is one. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly line: number;
  readonly column: number;
  /** The text is too large to read, rather than wrong. */
  readonly isTooLarge: boolean;
  readonly cause?: unknown;
}

export interface DocumentRefused {
  readonly ok: false;
  /** The first of them. */
  readonly fault: DocumentFault;
  /** At least one, in the order of the text; what only follows from another is left out. */
  readonly faults: readonly DocumentFault[];
}

type Said = Pick<DocumentFault, 'message'> & Partial<DocumentFault>;

/** At the beginning of the text, unless a place is given. */
export function refused(said: Said): DocumentRefused {
  const fault: DocumentFault = { pointer: '', line: 1, column: 1, isTooLarge: false, ...said };
  return { ok: false, fault, faults: [fault] };
}

type Placed = Pick<DocumentFault, 'line' | 'column'>;

export function inOrder<Fault extends Placed>(faults: readonly Fault[]): Fault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Of several faults at one place the first: the others only follow from it. */
export function onePerPlace<Fault extends Placed>(faults: readonly Fault[]): Fault[] {
  const places = new Map<string, Fault>();
  for (const fault of faults) {
    const place = `${fault.line}:${fault.column}`;
    if (!places.has(place)) places.set(place, fault);
  }
  return [...places.values()];
}
