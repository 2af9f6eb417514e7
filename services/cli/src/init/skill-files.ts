// The skills that a project starts with: one for each way in which it is checked, one that packs it, and one that delivers.
// All are written for bash, so that no file is source code of the project's own language: its linters would judge it.
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
outputSchema: { type: object, additionalProperties: false }
runs: { using: process, command: [bash, ./run.sh] }
needs: { workspace: ro }
timeouts: { execution: 30m }
`;
  const first =
    prepare === undefined
      ? ''
      : `
# What cannot be made ready is no verdict: the job breaks, and may be tried again.
echo '::group::What the project needs is installed'
${prepare} || exit 75
echo '::endgroup::'
`;
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
outputSchema:
  type: object
  required: [file]
  properties:
    file: { type: string }
  additionalProperties: false
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

export const deliverSkill = (): ProjectFile[] => [
  {
    path: 'dome/skills/deliver/skill.yaml',
    text: DELIVER_MANIFEST,
    says: 'the skill deliver, which only a promotion may use',
  },
  {
    path: 'dome/skills/deliver/deliver.sh',
    text: DELIVER_SCRIPT,
    says: 'how an artifact gets to an environment: into a folder',
  },
];

const DELIVER_MANIFEST = `apiVersion: dome/v1
kind: Skill
name: deliver
version: 1.0.0
title: Delivers
description: Puts an artifact into the folder of an environment. Only a promotion step of a plan may use it.
annotations:
  destructiveHint: true
  idempotentHint: true
  openWorldHint: true
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
        to:
          type: string
          pattern: ^[a-z0-9][a-z0-9-]{0,39}$
    name:
      type: string
      pattern: ^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$
    directory:
      type: string
      pattern: ^/
      maxLength: 1024
  additionalProperties: false
outputSchema:
  type: object
  required: [path]
  properties:
    path: { type: string }
  additionalProperties: false
runs: { using: process, command: [bash, ./deliver.sh] }
needs: { workspace: none }
sideEffects: [promotion]
materials:
  - { name: artifact, from: /promotion/digest }
timeouts: { execution: 5m }
`;

const DELIVER_SCRIPT = `# Replace this by what your deployment is; the digest that was decided is the one that arrives here.
set -euo pipefail
cat >/dev/null

input() { node -p "JSON.parse(require('fs').readFileSync(process.env.DOME_INPUT, 'utf8')).$1"; }

folder="$INPUT_DIRECTORY/$(input promotion.to)"
place="$folder/$INPUT_NAME"
written="$folder/.$INPUT_NAME.$DOME_JOB.$DOME_EPOCH"
mkdir -p "$folder"
# Written beside its place and renamed into it: a reader sees the old file or the new one, never half of one.
cp "$DOME_MATERIALS/artifact" "$written"
mv "$written" "$place"
echo "$place now holds $(input promotion.digest)"
echo "path=$place" >>"$DOME_OUTPUT"
`;
