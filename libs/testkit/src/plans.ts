// The plan, policy and fleet that the tests share: two waves, a gate of rules, a gate of people, a remedy, a promotion.
import type { Announcement, Descriptor } from '@dome/contracts';
import { structureDigest } from '@dome/contracts';
import type { Fleet } from '@dome/planning';

export const PLAN = `apiVersion: dome/v1
kind: Plan
name: release
version: 1.0.0
inputs:
  type: object
  required: [patch]
  properties:
    patch: { type: string }
    level: { type: integer, default: 2 }
partialFailure: continue
tasks:
  lint:
    uses: lint@^1
  test:
    uses: node-test@^1
    timeouts: { total: 60s }
  pack:
    uses: pack@^1
    needs: [lint, test]
    input:
      name: app.tgz
      level: \${{ inputs.level }}
gates:
  quality: {}
  release:
    needs: [quality]
loop:
  maxIterations: 2
  remedy:
    tasks:
      fix:
        uses: apply-patch@^1
        input:
          patch: \${{ inputs.patch }}
          why: \${{ gates.quality.reasonCodes }}
promotion:
  task:
    id: promote
    uses: promote@^1
    input:
      digest: \${{ promotion.digest }}
      to: \${{ promotion.to }}
  subject: { task: pack, artifact: app.tgz }
  from: build
  to: staging
`;

/** As it is submitted: decided by the policy of the law. */
export const LAWFUL_PLAN = PLAN.replace('tasks:\n  lint', 'policy: release@^1\ntasks:\n  lint');

export const POLICY = `apiVersion: dome/v1
kind: Policy
name: release
version: 1.0.0
gates:
  quality:
    rules:
      - id: tests
        expression: tasks.test.output.failed == 0
        reasonCode: TESTS_FAILED
        risk: 60
      - id: lint
        expression: tasks.lint.result == "success"
        reasonCode: LINT_FAILED
        risk: 20
  release:
    human:
      role: release-manager
      always: true
      deadline: 1h
`;

const CLOCKS_SHOWN = { queueMs: 10_000, executionMs: 20_000, heartbeatMs: 5_000, totalMs: 30_000 };
const RETRY_SHOWN = {
  initialIntervalMs: 100,
  backoffCoefficient: 2,
  maximumIntervalMs: 1_000,
  maximumAttempts: 3,
  nonRetryable: [],
};

/** A skill that promotes reads what and where from the decision. */
const PROMOTING = { type: 'object', required: ['promotion'], properties: { promotion: { type: 'object' } } };

export interface FakeSkill {
  readonly name: string;
  readonly version?: string;
  readonly workspace?: 'none' | 'ro' | 'rw';
  readonly sideEffects?: string[];
  readonly inputSchema?: Record<string, unknown>;
  readonly outputSchema?: Record<string, unknown>;
  /** Names of files that it leaves. */
  readonly artifacts?: readonly string[];
  readonly pool?: string;
  readonly timeouts?: Descriptor['timeouts'];
}

function descriptorOf(skill: FakeSkill): Descriptor {
  return {
    name: skill.name,
    version: skill.version ?? '1.0.0',
    title: skill.name,
    description: `The skill ${skill.name} of a test.`,
    inputSchema:
      skill.inputSchema ?? (skill.sideEffects?.includes('promotion') === true ? PROMOTING : { type: 'object' }),
    outputSchema: skill.outputSchema ?? { type: 'object' },
    artifacts: (skill.artifacts ?? []).map((name) => ({ name, path: name, mediaType: 'application/octet-stream' })),
    hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    needs: { workspace: skill.workspace ?? 'none' },
    permissions: [],
    sideEffects: skill.sideEffects ?? [],
    timeouts: skill.timeouts ?? CLOCKS_SHOWN,
    retry: RETRY_SHOWN,
    contentDigest: structureDigest({ of: skill.name }),
  };
}

export function fleetOf(skills: readonly FakeSkill[]): Fleet {
  const descriptors = skills.map((skill) => ({ skill, descriptor: descriptorOf(skill) }));
  return {
    announcements: descriptors.map(({ skill, descriptor }): Announcement => ({
      name: skill.name,
      version: descriptor.version,
      title: descriptor.title,
      summary: descriptor.description,
      hints: descriptor.hints,
      descriptorDigest: structureDigest(descriptor),
      pool: skill.pool ?? 'default',
      slots: 4,
      instance: 'test',
      labels: {},
    })),
    descriptors: new Map(descriptors.map(({ descriptor }) => [structureDigest(descriptor), descriptor])),
  };
}

export const SKILLS: readonly FakeSkill[] = [
  { name: 'lint' },
  { name: 'node-test' },
  { name: 'pack', artifacts: ['app.tgz'] },
  { name: 'apply-patch', workspace: 'rw' },
  { name: 'promote', sideEffects: ['promotion'] },
];
