// Each check of the contract is seen to fail: the scripts that `npm run verify` runs are given a copy of the contract
// with one planted error.
import { cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { copyOf, script } from './contract-copy.ts';

const GENERATED = 'libs/contracts/src/generated';
const CONTRACT = ['asyncapi.yaml', 'schemas'];
const EXAMPLES = 'schemas/examples';
const EVENT = `${EXAMPLES}/dev.dome.job.started.v1.json`;

type Fault = readonly [what: string, path: string, from: string, to: string, finding: string];

const YAML = 'asyncapi.yaml';
const STARTED = 'schemas/job/started.v1.json';
const COMMON = 'schemas/common.json';

const CHANNEL_FAULTS: readonly Fault[] = [
  ['a subject no stream stores', YAML, '- dome.log.>', '- dome.logs.>', 'JOB_LOGS does not store dome.log'],
  ['a live channel of nothing', YAML, 'n: dome.live.log.>', 'n: dome.live.logs.>', 'channel liveLog'],
  [
    'a durable on no stream',
    YAML,
    '      stream: RUN_EVENTS\n      du',
    '      stream: RUNS\n      du',
    'consumer domeEngine',
  ],
  ['a token of no message', YAML, '          - timed-out\n', '', 'channel jobTransition: the tokens'],
  ['a reply of another channel', YAML, "/runtimeJobGetReply'", "/runtimeHealthReply'", 'operation answerRuntimeJobGet'],
  ['an operation on no channel', YAML, "'#/channels/jobNote'", "'#/channels/jobNotes'", '#/operations/sendJobNote'],
  [
    'a schema nobody reaches',
    YAML,
    'run-list-reply.json',
    'run-get-reply.json',
    'run-list-reply.json: asyncapi.yaml does not',
  ],
];

const SHARED = '      - name: health\n    bindings:\n      nats:\n        queue: q\n        bindingVersion: 0.1.0\n';

const OPERATION_FAULTS: readonly Fault[] = [
  ['no summary', YAML, '    summary: dome dispatches a task.\n', '', 'operation sendSkillExecute: it has no summary'],
  [
    'no tag',
    YAML,
    '    summary: domed records a note about a job.\n    tags:\n      - name: jobs\n',
    '    summary: domed records a note about a job.\n',
    'operation sendJobNote: it has 0 tags, not one',
  ],
  [
    'a tag that the document does not have',
    YAML,
    '    summary: domed streams the log of an attempt.\n    tags:\n      - name: logs\n',
    '    summary: domed streams the log of an attempt.\n    tags:\n      - name: work\n',
    'operation sendJobLog: info has no tag work',
  ],
  [
    'a tag of nothing',
    YAML,
    '\n    - name: cursors\n',
    '\n    - name: places\n',
    'info: no operation has the tag places',
  ],
  [
    'an endpoint without its queue group',
    YAML,
    SHARED,
    '      - name: health\n',
    'operation answerRuntimeHealth: its binding names no queue group',
  ],
  [
    'a queue group where one instance answers',
    YAML,
    '    summary: The state of one daemon.\n    tags:\n      - name: health\n',
    `    summary: The state of one daemon.\n    tags:\n${SHARED}`,
    'operation answerRuntimeDaemonGet: it has a queue group, and is answered by one instance',
  ],
  [
    'a message that nobody describes',
    'schemas/service/job-get-request.json',
    '"description": "One job, by its id or by its whole chain.",',
    '',
    'schemas/service/job-get-request.json: it has no description',
  ],
];

const RIGHT_FAULTS: readonly Fault[] = [
  [
    'a right nobody can explain',
    YAML,
    '          - dome.evt.run.>\n',
    '          - dome.evt.run.>\n          - dome.evt.s.>\n',
    'publishes dome.evt.s.>',
  ],
  [
    'a right of no writer',
    YAML,
    '          - dome.evt.job.>',
    '          - dome.evt.>',
    'channel runEvent: domed does not',
  ],
  [
    'a writer without the right',
    YAML,
    '          - dome.cmd.skill.execute.>\n',
    '',
    'channel skillExecute: dome writes it',
  ],
  ['every live subject leaves', YAML, '- stream: dome.live.run.>', '- stream: dome.live.>', 'exports dome.live.>'],
  [
    'consumers from outside',
    YAML,
    '$JS.API.CONSUMER.INFO.JOB',
    '$JS.API.CONSUMER.CREATE.JOB',
    'a consumer delivers anywhere',
  ],
];

const SCHEMA_FAULTS: readonly Fault[] = [
  [
    'an object without a title',
    'schemas/skill-manifest.json',
    '"title": "ManifestRetry",',
    '',
    '#/properties/retry: the object has no title',
  ],
  ['a closed data object', STARTED, '"object",', '"object", "additionalProperties": false,', 'is closed'],
  ['a keyword not of the subset', STARTED, '"object",', '"object", "prefixItems": [],', 'keyword prefixItems'],
  ['a required member nobody declares', STARTED, '"deliveryCount",', '"deliveries",', 'deliveries is required'],
  ['a reference that leads nowhere', COMMON, '#/$defs/semver"', '#/$defs/semvers"', '#/$defs/semvers leads nowhere'],
  [
    'a text without an end',
    'schemas/log/log.v1.json',
    '"maxLength": 65536',
    '"minLength": 0',
    'text: it has no maxLength',
  ],
  [
    'an integer beyond a double',
    STARTED,
    ',\n      "maximum": 9007199254740991',
    '',
    'deliveryCount: it has no maximum',
  ],
  ['a list without an end', COMMON, '"maxItems"', '"minItems"', 'nonRetryable: it has no maxItems'],
  ['a map without an end', COMMON, '"maxProperties"', '"minProperties"', 'labels: it has no maxProperties'],
  [
    'a word that is not said',
    COMMON,
    '"description": "A semantic version."',
    '"description": ""',
    'description is empty',
  ],
  ['a reference with siblings', COMMON, '"#/$defs/name"', '"#/$defs/name", "maxLength": 9', '$ref has siblings'],
];

const EXAMPLE_FAULTS: readonly Fault[] = [
  ['broken', EVENT, '"deliveryCount": 1', '"deliveryCount": 0', 'dev.dome.job.started.v1.json/data/deliveryCount'],
  ['misspelt', `${EXAMPLES}/dev.dome.job.log.v1.json`, '"stream":', '"sream": "", "stream":', 'sream'],
  ['about another job', `${EXAMPLES}/dev.dome.job.failed.v1.json`, '"subject": "', '"subject": "x', 'is its jobId'],
];

const VECTOR_FAULTS: readonly Fault[] = [
  ['a digest', 'schemas/vectors/digests.json', String.raw`"{\"\":0}"`, String.raw`"{\"\":1}"`, 'an empty name'],
  [
    'an event',
    'schemas/vectors/cloudevents.json',
    '"pointer": "/specversion"',
    '"pointer": "/time"',
    'specversion 2.0',
  ],
];

const ACCESS = 'schemas/access.json';

const DECLARATION_FAULTS: readonly Fault[] = [
  [
    'a reader without rights',
    YAML,
    '      readers:\n        - domed\n',
    '      readers:\n        - domed\n        - people\n',
    'channel skillExecute: people is among its readers, and may not read it',
  ],
  [
    'a reader that nobody names',
    YAML,
    '      readers:\n        - dome\n        - domed\n        - people\n        - view\n',
    '      readers:\n        - dome\n        - domed\n        - people\n',
    'channel jobTransition: view may read it, and is not among its readers',
  ],
  [
    'headers of another kind',
    YAML,
    "- $ref: '#/components/messageTraits/event'",
    "- $ref: '#/components/messageTraits/bytes'",
    'message SkillExecute: its headers are those of the trait event',
  ],
  [
    'a digest that nothing has',
    YAML,
    'digest: planDigest',
    'digest: planSum',
    'document Plan: no message has the member planSum',
  ],
  ['a setting that nothing has', YAML, '- streams.storage', '- streams.store', 'nothing has the setting streams.store'],
  [
    'a document that is open',
    ACCESS,
    '\n  "additionalProperties": false\n}\n',
    '\n  "additionalProperties": true\n}\n',
    'schemas/access.json: asyncapi.yaml says that its readers refuse unknown members',
  ],
];

/** Errors that do not hide each other are planted together, because a run of the check is the expensive part. */
const PLANTED: Readonly<Record<string, readonly Fault[]>> = {
  'an unknown field of an extension': [['', YAML, 'discard: new', 'discard: new\n      discrad: old', 'discrad']],
  'an extension nobody knows': [
    ['', YAML, 'x-dome-topology:', 'x-dome-toplogy: {}\nx-dome-topology:', 'x-dome-toplogy'],
  ],
  'an undeclared stream': [['', YAML, 'stream: JOB_LOGS', 'stream: JOB_LOG', 'the stream JOB_LOG is not declared']],
  'channels that do not agree': CHANNEL_FAULTS,
  'operations that tools cannot show': OPERATION_FAULTS,
  'rights that are not the writers': RIGHT_FAULTS,
  'declarations that nothing bears out': DECLARATION_FAULTS,
  'schemas outside of the house rules': SCHEMA_FAULTS,
  'examples that break their schema': EXAMPLE_FAULTS,
  'vectors that no longer hold': VECTOR_FAULTS,
};

test('the contract as it is has no finding', async () => {
  expect(await script('scripts/contract-check.ts', [])).toEqual({ code: 0, said: 'contract: nothing found\n' });
});

test.each(Object.keys(PLANTED))('%s: each is found', async (name) => {
  const faults = PLANTED[name] ?? [];
  await using copy = await copyOf(CONTRACT);
  for (const [, path, from, to] of faults) await copy.replace(path, from, to);
  const { code, said } = await script('scripts/contract-check.ts', ['--root', copy.root]);
  for (const [what, , , , finding] of faults) expect(said, what).toContain(finding);
  expect(said).not.toContain('    at ');
  expect(code).toBe(1);
});

test('a message without an example, and an example of no message, are found', async () => {
  await using copy = await copyOf(CONTRACT);
  await cp(join(copy.root, EVENT), join(copy.root, dirname(EVENT), 'dev.dome.job.began.v1.json'));
  await rm(join(copy.root, EVENT));
  const { code, said } = await script('scripts/contract-check.ts', ['--root', copy.root]);
  expect(said).toContain('dev.dome.job.started.v1.json: the message has no example');
  expect(said).toContain('dev.dome.job.began.v1.json: no message has that name');
  expect(code).toBe(1);
});

test('a stale generated file is found', async () => {
  await using copy = await copyOf([...CONTRACT, 'asyncapi.bundle.json', GENERATED, 'infra/nats', 'docs/metrics.md']);
  const check = ['--check', '--root', copy.root];
  expect(await script('scripts/generate/main.ts', check)).toEqual({ code: 0, said: '' });
  await copy.replace(`${GENERATED}/subjects.ts`, 'dome.cmd.skill.execute', 'dome.cmd.skill.run');
  const { code, said } = await script('scripts/generate/main.ts', check);
  expect(said).toContain(`stale: ${GENERATED}/subjects.ts`);
  expect(code).toBe(1);
});

test('a change of the contract without its generated files is found', async () => {
  await using copy = await copyOf([...CONTRACT, 'asyncapi.bundle.json', GENERATED, 'infra/nats', 'docs/metrics.md']);
  await copy.replace('schemas/job/started.v1.json', '"minimum": 1', '"minimum": 2');
  const { code, said } = await script('scripts/generate/main.ts', ['--check', '--root', copy.root]);
  expect(said).toContain(`stale: ${GENERATED}/validators.js`);
  expect(code).toBe(1);
});
