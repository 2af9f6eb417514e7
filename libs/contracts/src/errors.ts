// The error object carries the code, the fields of the case, and in `cause` the errors of the layers below. Its message
// speaks of its own layer; the logger walks the chain once (L12).
import { ERRORS, isErrorCode } from './error-catalogue.ts';
import type { Disposition, ErrorCode } from './error-catalogue.ts';
import { LIMITS } from './limits.ts';

/** One of several reasons; the code is of the catalogue of reasons. */
export interface ReasonBody {
  code: string;
  detail: string;
}

/** A fault of a document that somebody wrote. */
export interface FaultBody {
  /** `plan`, `policy`, `inputs`, or the name of a file. */
  document: string;
  /** JSON pointer to the member, or to the object that lacks one; `''` for the document itself. */
  pointer: string;
  /** From 1; absent where the document was no text. */
  line?: number;
  /** From 1, in UTF-16 code units. */
  column?: number;
  /** One sentence, which names the member: `/tasks/lint/uses must be …`. */
  message: string;
  hint?: string;
}

/** The error object that crosses the wire; its schema is schemas/problem.json. */
export interface ProblemBody {
  code: string;
  status: number;
  title: string;
  detail: string;
  pointer?: string;
  hint?: string;
  docs?: string;
  retryable: boolean;
  reasons?: ReasonBody[];
  faults?: FaultBody[];
  moreFaults?: number;
}

export interface ErrorFields {
  /** One sentence about this particular case, in terms of the layer that throws. */
  readonly detail?: string;
  /** JSON pointer to the offending member, `''` for the whole document. */
  readonly pointer?: string;
  readonly hint?: string;
  /** Every reason, where there can be several; the detail says them, too. */
  readonly reasons?: readonly ReasonBody[];
  /** Every fault of the documents, in their order; detail, pointer and hint are those of the first. */
  readonly faults?: readonly FaultBody[];
  /** Faults beyond those that are listed. */
  readonly moreFaults?: number;
  readonly [field: string]: unknown;
}

/** Where a code is documented, for `docs` members and printed errors. */
export function docsOf(code: ErrorCode): string {
  return `docs/errors.md#${code.toLowerCase()}`;
}

export class DomeError extends Error {
  override readonly name = 'DomeError';
  readonly code: ErrorCode;
  readonly fields: ErrorFields;

  constructor(code: ErrorCode, fields: ErrorFields = {}, options: { cause?: unknown } = {}) {
    super(fields.detail ?? ERRORS[code].title, options);
    this.code = code;
    this.fields = fields;
  }

  get disposition(): Disposition {
    return ERRORS[this.code].disposition;
  }

  get hint(): string {
    return this.fields.hint ?? ERRORS[this.code].hint;
  }

  /** The wire form: only what an outsider may read, never the cause. */
  toProblem(): ProblemBody {
    const entry = ERRORS[this.code];
    return {
      code: this.code,
      status: entry.status,
      title: entry.title,
      detail: cut(this.message, LIMITS.problemDetailChars),
      ...(this.fields.pointer === undefined ? {} : { pointer: ancestorWithin(this.fields.pointer) }),
      hint: cut(this.hint, LIMITS.problemHintChars),
      docs: docsOf(this.code),
      retryable: entry.disposition === 'retry',
      ...(this.fields.reasons === undefined
        ? {}
        : { reasons: this.fields.reasons.slice(0, LIMITS.problemReasons).map(shortReason) }),
      ...faultsWithin(this.fields),
    };
  }

  /** Turns a problem received from another process into an error of this one. */
  static fromProblem(problem: ProblemBody, options: { cause?: unknown } = {}): DomeError {
    const code = isErrorCode(problem.code) ? problem.code : 'INTERNAL';
    const fields: ErrorFields = {
      detail: problem.detail,
      ...(problem.pointer === undefined ? {} : { pointer: problem.pointer }),
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      ...(problem.reasons === undefined ? {} : { reasons: problem.reasons }),
      ...(problem.faults === undefined ? {} : { faults: problem.faults }),
      ...(problem.moreFaults === undefined ? {} : { moreFaults: problem.moreFaults }),
      ...(code === problem.code ? {} : { remoteCode: problem.code }),
    };
    return new DomeError(code, fields, options);
  }
}

/** A detail may quote untrusted input, so it is cut, never in the middle of a character. */
function cut(text: string, charsMax: number): string {
  return text.length <= charsMax ? text.toWellFormed() : `${text.slice(0, charsMax - 1).toWellFormed()}…`;
}

const shortReason = ({ code, detail }: ReasonBody): ReasonBody => ({
  code,
  detail: cut(detail, LIMITS.problemReasonChars),
});

function faultsWithin({ faults, moreFaults = 0 }: ErrorFields): Pick<ProblemBody, 'faults' | 'moreFaults'> {
  if (faults === undefined) return {};
  const listed = faults.slice(0, LIMITS.problemFaults).map(shortFault);
  const more = moreFaults + faults.length - listed.length;
  return { faults: listed, ...(more === 0 ? {} : { moreFaults: more }) };
}

const shortFault = ({ document, pointer, message, hint, ...place }: FaultBody): FaultBody => ({
  document: cut(document, FAULT_DOCUMENT_CHARS),
  pointer: ancestorWithin(pointer),
  ...place,
  message: cut(message, LIMITS.faultChars),
  ...(hint === undefined ? {} : { hint: cut(hint, LIMITS.faultChars) }),
});

/** As the schema says; a name of a file that is longer fits on no screen. */
const FAULT_DOCUMENT_CHARS = 256;

/** A truncated pointer would name another place, so it is shortened to the nearest enclosing member that fits. */
function ancestorWithin(pointer: string): string {
  if (pointer.length <= LIMITS.problemPointerChars) return pointer.toWellFormed();
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/', LIMITS.problemPointerChars))).toWellFormed();
}

/**
 * Turns anything thrown into an error of the catalogue: a foreign error becomes INTERNAL with the original as its
 * cause.
 */
export function toDomeError(thrown: unknown): DomeError {
  if (thrown instanceof DomeError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new DomeError('INTERNAL', { detail }, { cause: thrown });
}
