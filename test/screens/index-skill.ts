// A skill that takes as long as it is told, behind a lock: runs of its plan wait for each other.
const MANIFEST = `apiVersion: dome/v1
kind: Skill
name: rebuild-index
version: 1.2.0
title: Rebuild the index
description: Reads every document again and writes the index anew. It takes as long as it is told, and one at a time.
tags: [search]
annotations: { readOnlyHint: false, idempotentHint: true, openWorldHint: false }
inputSchema:
  type: object
  required: [index, seconds]
  properties:
    index: { enum: [catalogue, orders], description: Which of them. }
    seconds: { type: integer, minimum: 0, maximum: 3600, description: For how long it works. }
    isWhole: { type: boolean, default: true, description: 'Every document, and not only the changed ones.' }
  additionalProperties: false
outputSchema:
  type: object
  required: [documents]
  properties:
    documents: { type: integer, minimum: 0, description: How many are in the index. }
  additionalProperties: false
runs: { using: process, command: [bash, ./rebuild.sh], grace: 1s }
timeouts: { execution: 2h }
`;

const PROGRAM = `echo "reading the documents of $INPUT_INDEX"
sleep "$INPUT_SECONDS"
echo documents=4711 >>"$DOME_OUTPUT"
`;

export const INDEX_SKILL = { 'skills/rebuild-index/skill.yaml': MANIFEST, 'skills/rebuild-index/rebuild.sh': PROGRAM };

export const INDEX_PLAN = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'search-index',
  version: '1.0.0',
  title: 'Rebuild the search index',
  inputs: { type: 'object', required: ['seconds'], properties: { seconds: { type: 'integer' } } },
  tasks: {
    rebuild: {
      uses: 'rebuild-index@^1',
      input: { index: 'catalogue', seconds: '${{ inputs.seconds }}' },
      concurrency: { key: 'search-index', max: 1 },
    },
  },
});
