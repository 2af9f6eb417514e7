// The skills that a project starts with: one for each way in which it is checked, one that packs it, and one that delivers.
import type { ProjectStage, StageCommand } from './stage-commands.ts';

export interface ProjectFile {
  /** Below the folder of the project. */
  readonly path: string;
  readonly text: string;
  /** One line for people. */
  readonly says: string;
}

const TITLES: Readonly<Record<ProjectStage, string>> = {
  lint: 'Lints the project',
  test: "Runs the project's tests",
  build: 'Builds the project',
};

export function stageSkill(stage: ProjectStage, { command, from, prepare }: StageCommand): ProjectFile[] {
  const manifest = `apiVersion: dome/v1
kind: Skill
name: ${stage}
version: 1.0.0
title: ${TITLES[stage]}
description: ${JSON.stringify(`${TITLES[stage]}, as ${from} says. Succeeds when that command does.`)}
annotations: { readOnlyHint: true, idempotentHint: true }
inputSchema: { type: object, additionalProperties: false }
outputSchema: { type: object }
runs: { using: process, command: [bash, ./run.sh] }
needs: { workspace: ro }
timeouts: { execution: 30m }
`;
  const first =
    prepare === undefined
      ? ''
      : `\n# What cannot be made ready is no verdict: the job breaks, and may be tried again.\n${prepare} || exit 75\n`;
  const script = `# Exit code 0 is success, 1 says that the check did not hold, and any other that it broke.
set -uo pipefail
cat >/dev/null
${first}
${command}
status=$?
# A shell says 126 and more when there is no such program, or when a signal ended it.
if [ "$status" -ge 126 ]; then exit "$status"; fi
[ "$status" -eq 0 ]
`;
  return [
    { path: `dome/skills/${stage}/skill.yaml`, text: manifest, says: `the skill ${stage}: what it takes and gives` },
    { path: `dome/skills/${stage}/run.sh`, text: script, says: `what it runs: ${command} (${from})` },
  ];
}

export function packSkill(project: string): ProjectFile[] {
  const manifest = `apiVersion: dome/v1
kind: Skill
name: pack
version: 1.0.0
title: Packs the project
description: Makes one archive of the files of the workspace, which is what a release delivers.
annotations: { readOnlyHint: true, idempotentHint: true }
inputSchema: { type: object, additionalProperties: false }
outputSchema: { type: object, required: [file], properties: { file: { type: string } } }
runs: { using: process, command: [bash, ./run.sh] }
needs: { workspace: ro }
artifacts:
  - { name: package, path: package.tgz, mediaType: application/gzip }
timeouts: { execution: 10m }
`;
  const script = `# Put what your build makes into the archive, if that is what you deliver.
set -euo pipefail
cat >/dev/null
tar -czf "$DOME_ARTIFACTS/package.tgz" .
echo "file=${project}.tgz" >>"$DOME_OUTPUT"
`;
  return [
    { path: 'dome/skills/pack/skill.yaml', text: manifest, says: 'the skill pack: one archive as an artifact' },
    {
      path: 'dome/skills/pack/run.sh',
      text: script,
      says: 'what it puts into the archive: the files that were checked',
    },
  ];
}

export function deliverSkill(): ProjectFile[] {
  const manifest = `apiVersion: dome/v1
kind: Skill
name: deliver
version: 1.0.0
title: Delivers
description: Puts an artifact into the folder of an environment. Only a promotion step of a plan may use it.
annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true }
inputSchema:
  type: object
  required: [promotion, name, directory]
  properties:
    promotion:
      type: object
      description: What was decided; the control plane writes it.
      required: [digest, to]
      properties:
        digest: { type: string }
        to: { type: string, pattern: '^[a-z0-9][a-z0-9-]{0,39}$' }
    name: { type: string, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$' }
    directory: { type: string, pattern: ^/, maxLength: 1024 }
  additionalProperties: false
outputSchema: { type: object, required: [path], properties: { path: { type: string } } }
runs: { using: node, main: deliver.mjs }
needs: { workspace: none }
sideEffects: [promotion]
materials:
  - { name: artifact, from: /promotion/digest }
timeouts: { execution: 5m }
`;
  const module = `// Written beside its place and renamed into it: a reader sees the old file or the new one, never half of one. Replace
// this by what your deployment is; the digest that was decided is the one that arrives here.
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';

export async function run({ promotion, name, directory }, context) {
  const folder = join(directory, promotion.to);
  const path = join(folder, name);
  const written = join(folder, \`.\${name}.\${context.jobId}.\${context.epoch}\`);
  await mkdir(folder, { recursive: true });
  await copyFile(join(context.materials, 'artifact'), written);
  await rename(written, path);
  context.log(\`\${path} now holds \${promotion.digest}\`);
  return { path };
}
`;
  return [
    {
      path: 'dome/skills/deliver/skill.yaml',
      text: manifest,
      says: 'the skill deliver, which only a promotion may use',
    },
    {
      path: 'dome/skills/deliver/deliver.mjs',
      text: module,
      says: 'how an artifact gets to an environment: into a folder',
    },
  ];
}
