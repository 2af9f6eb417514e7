// What is wrong with a schema itself, as opposed to a value checked against it.

export interface SchemaDefect {
  /** JSON pointer into the schema. */
  readonly pointer: string;
  /** What comes after the subject of a sentence, such as `is not a schema`. */
  readonly says: string;
  readonly hint?: string;
}

export class SchemaRefused extends Error {
  readonly defect: SchemaDefect;

  constructor(defect: SchemaDefect) {
    super(defect.says);
    this.defect = defect;
  }
}

export function refuse(pointer: string, says: string, hint?: string): never {
  throw new SchemaRefused({ pointer, says, ...(hint === undefined ? {} : { hint }) });
}
