// A skill that does everything that a page of a task shows, as the files of a catalogue.
const MANIFEST = `apiVersion: dome/v1
kind: Skill
name: tell
version: 1.0.0
title: Tells
description: Prints lines, is tried again, and leaves a summary, a finding and a file.
inputSchema:
  type: object
  required: [lines]
  properties:
    lines: { type: integer }
  additionalProperties: false
outputSchema:
  type: object
  required: [said]
  properties:
    said: { type: integer }
  additionalProperties: false
runs: { using: process, command: [node, ./tell.mjs], grace: 1s }
retry: { initialInterval: 200ms, maximumAttempts: 3 }
artifacts:
  - { name: report, path: report.txt, mediaType: text/plain }
timeouts: { execution: 60s }
`;

const PROGRAM = `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { lines } = JSON.parse(readFileSync(0, 'utf8'));
const { DOME_ATTEMPT, DOME_OUTPUT, DOME_SUMMARY, DOME_ARTIFACTS } = process.env;
console.log('\\u001b[1;36mattempt\\u001b[0m ' + DOME_ATTEMPT);
if (DOME_ATTEMPT === '1') {
  console.error('the network is away');
  process.exit(75);
}
console.log('::group::Install');
for (let n = 1; n <= 5; n += 1) console.log('package ' + n);
console.log('::endgroup::');
console.log('::warning file=src/a.js,line=3,title=Unused::the variable b is never read');
for (let n = 1; n <= lines; n += 1) console.log('told line ' + n + (n % 10 === 0 ? ' \\u001b[32mok\\u001b[0m' : ''));
console.error('done, said the other stream' + ', and went on'.repeat(30) + ' to its last word');
writeFileSync(join(DOME_ARTIFACTS, 'report.txt'), 'all is well\\n');
appendFileSync(DOME_SUMMARY, '# Told\\n\\n**' + lines + '** lines\\n\\n| what | how many |\\n| --- | --- |\\n| lines | ' + lines + ' |\\n\\n- one \\\`code\\\`\\n- [site](https://example.org/)\\n- <script>alert(1)</script>\\n');
appendFileSync(DOME_OUTPUT, JSON.stringify({ said: lines }));
`;

export const TOLD_SKILL = { 'skills/tell/skill.yaml': MANIFEST, 'skills/tell/tell.mjs': PROGRAM };

/** How many lines it tells, besides those around them. */
export const TOLD_LINES = 300;

export const TOLD_PLAN = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'story',
  version: '1.0.0',
  tasks: { tell: { uses: 'tell@^1', input: { lines: TOLD_LINES } } },
});
