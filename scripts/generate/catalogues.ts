// Tables that programs in any language branch on, as data: error codes with their status, and exit codes.
import { ERRORS } from '../../libs/contracts/src/error-catalogue.ts';
import type { ErrorCode } from '../../libs/contracts/src/error-catalogue.ts';
import { EXIT, exitCodeOf } from '../../services/cli/src/exit-codes.ts';

export function generateErrors(): string {
  const table = Object.entries(ERRORS).map(([code, { status, disposition, title }]) => [
    code,
    { status, disposition, title },
  ]);
  return textOf(Object.fromEntries(table));
}

/** Exit codes of the command line by their meaning, and that of each error. */
export function generateExitCodes(): string {
  const codes = Object.keys(ERRORS) as ErrorCode[];
  return textOf({ codes: EXIT, errors: Object.fromEntries(codes.map((code) => [code, exitCodeOf(code)])) });
}

const textOf = (table: object): string => `${JSON.stringify(table, undefined, 2)}\n`;
