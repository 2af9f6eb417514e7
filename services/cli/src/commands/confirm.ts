import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';

export interface Confirmation {
  readonly question: string;
  readonly yes: boolean;
  /** What must be confirmed, at the beginning of a sentence. */
  readonly what: string;
  readonly verb: string;
}

/** False when the person says no, or abandons the question. @throws DomeError INVALID_REQUEST for any other answer */
export async function confirm(
  { io }: Pick<Context, 'io'>,
  { question, yes, what, verb }: Confirmation,
): Promise<boolean> {
  if (yes) return true;
  if (!io.canAsk) {
    throw usageError(
      `${what} must be confirmed, and there is no terminal to ask on.`,
      `Give --yes to ${verb} without a question.`,
    );
  }
  const answer = (await io.ask(`${question} (y/N) `))?.trim();
  // The question is still on the line.
  if (answer === undefined) void io.err.write('\n');
  if (answer === undefined || /^(no?)?$/i.test(answer)) return false;
  if (/^y(es)?$/i.test(answer)) return true;
  throw usageError(`${JSON.stringify(answer)} is neither yes nor no; nothing was sent.`, `Answer y to ${verb}.`);
}
