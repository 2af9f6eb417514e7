// The plans that a project starts with, and the law that decides them.
import type { ProjectFile } from './skill-files.ts';
import { STAGES } from './stage-commands.ts';
import type { ProjectStage, StageCommands } from './stage-commands.ts';

/** A plan names its tasks as it likes: what counts is the skill behind one. */
const did = (task: string): string => `tasks.${task}.skill.name == "${task}" && tasks.${task}.result == "success"`;

interface Rule {
  readonly id: string;
  /** As a person reads it who decides. */
  readonly title: string;
  readonly reasonCode: string;
  readonly risk: number;
}

const RULES: Readonly<Record<ProjectStage | 'pack', Rule>> = {
  lint: { id: 'lint-clean', title: 'The linter finds nothing', reasonCode: 'LINT_FAILED', risk: 20 },
  test: { id: 'tests-pass', title: 'All tests pass', reasonCode: 'TESTS_FAILED', risk: 60 },
  build: { id: 'it-builds', title: 'The project builds', reasonCode: 'BUILD_FAILED', risk: 60 },
  pack: { id: 'packed', title: 'The archive is made', reasonCode: 'NOT_PACKED', risk: 40 },
};

const ruleText = (task: ProjectStage | 'pack'): string => {
  const { id, title, reasonCode, risk } = RULES[task];
  return `      - id: ${id}
        title: ${title}
        expression: ${did(task)}
        reasonCode: ${reasonCode}
        risk: ${risk}
`;
};

export function planFiles(project: string, steps: StageCommands): ProjectFile[] {
  const stages = STAGES.filter((stage) => steps[stage] !== undefined);
  const tasks = stages.map((stage) => `  ${stage}: { uses: ${stage}@^1 }`).join('\n');
  const head = (name: string, title: string): string => `apiVersion: dome/v1
kind: Plan
name: ${name}
version: 1.0.0
title: ${title}
`;
  const check = `${head('check', 'Check the project')}
workspace: ..

# Decided by the policy of the law, whoever submits.
policy: check@^1

# Every check runs, whatever another one says: the gate sees the whole picture.
partialFailure: continue

tasks:
${tasks}

gates:
  checks: { title: Do the checks hold? }
`;
  const release = `${head('release', 'Release the project')}
inputs:
  type: object
  properties:
    environments:
      type: string
      pattern: ^/
      description: Where the environments stand, one folder each.
      default: /tmp/${project}-environments
  additionalProperties: false

workspace: ..
policy: release@^1
partialFailure: continue

tasks:
${tasks}
  pack: { uses: pack@^1 }

gates:
  checks: { title: Do the checks hold? }
  release: { title: May it go to staging?, needs: [checks] }

promotion:
  task:
    id: deliver
    uses: deliver@^1
    input:
      name: \${{ tasks.pack.output.file }}
      directory: \${{ inputs.environments }}
  subject: { task: pack, artifact: package }
  from: build
  to: staging
`;
  const does = stages.join(', ');
  return [
    { path: 'dome/check.plan.yaml', text: check, says: `the plan of every day: ${does}, then a gate` },
    {
      path: 'dome/release.plan.yaml',
      text: release,
      says: 'the same, then a person decides, and staging gets the archive',
    },
  ];
}

export function lawFiles(person: string, steps: StageCommands): ProjectFile[] {
  const rules = STAGES.filter((stage) => steps[stage] !== undefined).map(ruleText);
  const policy = (name: string, more: string): string => `apiVersion: dome/v1
kind: Policy
name: ${name}
version: 1.0.0
gates:
  checks:
    rules:
${rules.join('')}${more}`;
  const release = `${ruleText('pack')}  release:
    human: { role: release-manager, always: true, deadline: 24h }
`;
  const staging = `apiVersion: dome/v1
kind: Environment
name: staging
version: 1.0.0
title: Staging
promotesFrom: [build]
policy: release@^1
gates: [checks, release]
plans: [release@^1]
skills: [deliver@^1]
submitters: [developer]
`;
  const second = person === 'grace' ? 'ada' : 'grace';
  const access = `# Users of the broker and their roles. Nobody approves what they submitted
# themselves: ${second} stands for a second person, until you write the names of yours.
apiVersion: dome/v1
kind: Access
version: 1.0.0
users:
  ${person}: { roles: [developer, release-manager, law-keeper] }
  ${second}: { roles: [release-manager] }
permissions:
  submit: [developer]
  cancel: [developer, release-manager]
  decide: [release-manager]
  law: [law-keeper]
`;
  return [
    { path: 'dome/law/check.policy.yaml', text: policy('check', ''), says: 'the law: what a check must hold' },
    {
      path: 'dome/law/release.policy.yaml',
      text: policy('release', release),
      says: 'the law: what a release must hold',
    },
    {
      path: 'dome/law/staging.environment.yaml',
      text: staging,
      says: 'the law: what may go to staging, and by which plan',
    },
    { path: 'dome/law/access.yaml', text: access, says: 'the law: who may submit, decide, and change the law' },
  ];
}
