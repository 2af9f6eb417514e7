// One example that was tried, as all that was told of it adds up.
import type { DescribedSkill, TrialEnd, TrialMessage } from '@dome/skills';

import { exampleVerdict } from './example-verdict.ts';
import type { ExampleVerdict } from './example-verdict.ts';

type Annotation = Omit<Extract<TrialMessage, { kind: 'annotation' }>, 'kind'>;

export interface TriedExample {
  readonly skill: string;
  readonly example: string;
  readonly end: TrialEnd;
  readonly verdict: ExampleVerdict;
  readonly annotations: readonly Annotation[];
}

/** What somebody reads of one example; the log has the others. */
const ANNOTATIONS_SHOWN_MAX = 100;

/** Gathers the messages about the examples of a skill; the returned function tells which example a message ended. */
export function gatherTried(
  skill: string,
  examples: DescribedSkill['examples'],
): (message: TrialMessage) => TriedExample | undefined {
  let example = '';
  let annotations: Annotation[] = [];
  return (message) => {
    switch (message.kind) {
      case 'example':
        example = message.name;
        annotations = [];
        return undefined;
      case 'annotation': {
        const { kind: _, ...annotation } = message;
        if (annotations.length < ANNOTATIONS_SHOWN_MAX) annotations.push(annotation);
        return undefined;
      }
      case 'ended': {
        const { kind: _, ...end } = message;
        const expected = examples.find(({ name }) => name === example) ?? { name: example, input: {} };
        return { skill, example, end, verdict: exampleVerdict(expected, end), annotations };
      }
      case 'line':
      case 'progress':
      case 'broken':
        return undefined;
    }
  };
}
