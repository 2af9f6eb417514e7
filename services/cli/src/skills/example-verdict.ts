// Whether an example ended as its manifest says. Pure.
import { memberChanges } from '@dome/contracts';
import type { MemberChange } from '@dome/contracts';
import type { DescribedSkill, TrialEnd } from '@dome/skills';

type Example = DescribedSkill['examples'][number];

export interface ExampleVerdict {
  readonly isMet: boolean;
  /** Undefined: as expected. */
  readonly result?: { readonly expected: string; readonly actual: string };
  /** From what was expected to what came out, member by member. */
  readonly output: readonly MemberChange[];
}

/** Without an expected output any that its schema allows will do; the daemon's own check has seen to that. */
export function exampleVerdict({ result: expected = 'success', output }: Example, end: TrialEnd): ExampleVerdict {
  const isResult = end.result === expected;
  const changes = output === undefined || !isResult ? [] : memberChanges(output, end.output ?? {});
  return {
    isMet: isResult && changes.length === 0,
    output: changes,
    ...(isResult ? {} : { result: { expected, actual: end.result } }),
  };
}
