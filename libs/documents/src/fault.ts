/**
 * What is wrong with a document, as a text that follows its name and place: `plan.yaml:3:7: the key a stands here twice`.
 */
export interface DocumentFault {
  /** JSON pointer of the member at fault, where it is one. */
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly line: number;
  readonly column: number;
  /** The text is too large to read, rather than wrong. */
  readonly isTooLarge: boolean;
  readonly cause?: unknown;
}

export type DocumentRefused = { readonly ok: false; readonly fault: DocumentFault };

type Said = Pick<DocumentFault, 'message'> & Partial<DocumentFault>;

/** At the beginning of the text, unless a place is given. */
export function refused(said: Said): DocumentRefused {
  return { ok: false, fault: { pointer: '', line: 1, column: 1, isTooLarge: false, ...said } };
}
