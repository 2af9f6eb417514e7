// What breaks each wall, as files to plant in a copy of the sources, and what must be reported of them.

interface Fault {
  readonly fault: string;
  readonly files: Readonly<Record<string, string>>;
  /** What must be reported, including the place. */
  readonly finding: RegExp | readonly RegExp[];
}

export const faults: readonly Fault[] = [
  {
    fault: 'dome starts another thread than the one for plans',
    files: { 'services/dome/src/adapters/planted.ts': `import { Worker } from 'node:worker_threads';` },
    finding: /services\/dome\/src\/adapters\/planted\.ts:1: imports node:worker_threads.*\[dome starts nothing\]/,
  },
  {
    fault: 'spans are sent from another file than the exporter',
    files: { 'services/domed/src/planted.ts': `import { trace } from '@opentelemetry/api';` },
    finding: /services\/domed\/src\/planted\.ts:1: imports @opentelemetry\/api.*\[spans are exported once\]/,
  },
  {
    fault: 'dome imports domed by its package',
    files: { 'services/dome/src/planted.ts': `import '@dome/domed';` },
    finding: /services\/dome\/src\/planted\.ts:1: imports services\/domed\/package\.json.*\[planes\]/,
  },
  {
    fault: 'domed imports dome by a path',
    files: { 'services/domed/src/planted.ts': `export { main } from '../../dome/src/main.ts';` },
    finding: /services\/domed\/src\/planted\.ts:1: imports services\/dome\/src\/main\.ts.*\[planes\]/,
  },
  {
    fault: 'only a type crosses, in a test',
    files: { 'services/domed/test/planted.test.ts': `import type { Fold } from '../../dome/src/main.ts';` },
    finding: /services\/domed\/test\/planted\.test\.ts:1: imports services\/dome.*\[planes\]/,
  },
  {
    fault: 'a lib leads from one plane to the other',
    files: {
      'libs/bus/src/planted.ts': `export const load = async () => await import('../../../services/domed/src/main.ts');`,
      'services/dome/src/planted.ts': `import '../../../libs/bus/src/planted.ts';`,
    },
    finding:
      /is reached from services\/dome: services\/dome\/src\/planted\.ts -> libs\/bus\/src\/planted\.ts -> services\/domed\/src\/main\.ts.*\[planes\]/,
  },
  {
    fault: 'a lib names another against the arrows',
    files: { 'libs/contracts/src/planted.ts': `import '@dome/bus';` },
    finding: /libs\/contracts\/src\/planted\.ts:1: imports libs\/bus\/src\/index\.ts.*\[arrows\]/,
  },
  {
    fault: 'the demo enters a plane, or the command line by another way than its entry',
    files: {
      'examples/demo/src/planted.ts': `import '../../../services/dome/src/main.ts';`,
      'examples/demo/test/planted.test.ts': `import '../../../services/cli/src/dev/stack.ts';`,
    },
    finding: [
      /examples\/demo\/src\/planted\.ts:1: imports services\/dome\/src\/main\.ts.*\[planes\]/,
      /examples\/demo\/test\/planted\.test\.ts:1: imports services\/cli\/src\/dev\/stack\.ts.*\[planes\]/,
    ],
  },
  {
    fault: 'a lib is built of the command line, the demo of what is of the tests',
    files: {
      'libs/audit/src/planted.ts': `import { startStack } from '@dome/cli';`,
      'examples/demo/src/planted.ts': `import { eventually } from '@dome/testkit';`,
    },
    finding: [
      /libs\/audit\/src\/planted\.ts:1: imports services\/cli\/src\/index\.ts.*\[planes\]/,
      /examples\/demo\/src\/planted\.ts:1: imports libs\/testkit\/src\/index\.ts.*\[arrows\]/,
    ],
  },
  {
    fault: 'an import that leads nowhere',
    files: { 'libs/bus/src/planted.ts': `import './gone.ts';` },
    finding: /imports \.\/gone\.ts, which leads to no file \[arrows\]/,
  },
  {
    fault: 'dome spawns a process itself',
    files: { 'services/dome/src/planted.ts': `import { spawn } from 'child_process';` },
    finding: /services\/dome\/src\/planted\.ts:1: imports node:child_process.*\[dome starts nothing\]/,
  },
  {
    fault: 'a way from dome through two libs to a process',
    files: {
      'services/dome/src/planted.ts': `import '../../../libs/client/src/planted.ts';`,
      'libs/client/src/planted.ts': `export * from '../../contracts/src/planted.ts';`,
      'libs/contracts/src/planted.ts': `export const run = async () => await import('node:child_process');`,
    },
    finding:
      /imports node:child_process \(services\/dome\/src\/planted\.ts -> libs\/client\/src\/planted\.ts -> libs\/contracts\/src\/planted\.ts\) \[dome starts nothing\]/,
  },
  {
    fault: 'dome takes a package that may start processes',
    files: { 'services/dome/src/planted.ts': `import { execa } from 'execa';` },
    finding: /imports execa, which is not on the list.*\[dome starts nothing\]/,
  },
  {
    fault: 'dome loads code that no import shows',
    files: {
      'services/dome/src/planted.ts': `const name = 'node:child_' + 'process';\nawait import(name);`,
      'services/dome/src/planted-2.ts': `process.getBuiltinModule('child_' + 'process');`,
    },
    finding: [/import of a computed name can load any code/, /getBuiltinModule can load any code/],
  },
  {
    fault: 'another file than the listener serves HTTP, in a plane, in a lib and in the command line',
    files: {
      'services/dome/src/planted.ts': `import { createServer } from 'node:http';`,
      'libs/runtime/src/planted.ts': `import { createSecureServer } from 'node:http2';`,
      'services/cli/src/planted.ts': `export const load = async () => await import('node:https');`,
    },
    finding: [
      /services\/dome\/src\/planted\.ts:1: imports node:http.*\[dome starts nothing\]/,
      /services\/dome\/src\/planted\.ts:1: imports node:http: .*\[http is served once\]/,
      /libs\/runtime\/src\/planted\.ts:1: imports node:http2.*\[http is served once\]/,
      /services\/cli\/src\/planted\.ts:1: imports node:https.*\[http is served once\]/,
    ],
  },
  {
    fault: 'domed evaluates a policy',
    files: { 'services/domed/src/planted.ts': `import { run } from '@bufbuild/cel';` },
    finding: /services\/domed\/src\/planted\.ts:1: imports @bufbuild\/cel.*\[domed decides nothing\]/,
  },
  {
    fault: 'domed evaluates a policy through a lib',
    files: {
      'services/domed/src/planted.ts': `import '../../../libs/runtime/src/planted.ts';`,
      'libs/runtime/src/planted.ts': `import { run } from '@bufbuild/cel';`,
    },
    finding: /libs\/runtime\/src\/planted\.ts:1: imports @bufbuild\/cel \(.*\) \[domed decides nothing\]/,
  },
  {
    fault: 'domed folds a run through a lib',
    files: {
      'services/domed/src/planted.ts': `import '../../../libs/runtime/src/planted.ts';`,
      'libs/runtime/src/planted.ts': `export { fold } from '@dome/runs';`,
    },
    finding:
      /libs\/runtime\/src\/planted\.ts:1: imports libs\/runs\/src\/index\.ts \(services\/domed\/src\/planted\.ts -> libs\/runtime\/src\/planted\.ts\) \[domed decides nothing\]/,
  },
  {
    fault: 'domed reads a plan through a lib',
    files: {
      'services/domed/src/planted.ts': `import '../../../libs/runtime/src/planted.ts';`,
      'libs/runtime/src/planted.ts': `export { readPlan } from '@dome/planning';`,
    },
    finding:
      /libs\/runtime\/src\/planted\.ts:1: imports libs\/planning\/src\/index\.ts \(services\/domed\/src\/planted\.ts -> libs\/runtime\/src\/planted\.ts\) \[domed decides nothing\]/,
  },
  {
    fault: 'domed knows the words of a decision',
    files: { 'services/domed/src/planted.ts': `import type { Decision, RunGateDecided } from '@dome/contracts';` },
    finding: [/takes Decision from the contract/, /takes RunGateDecided from the contract/],
  },
  {
    fault: 'domed builds the subject of a run event',
    files: {
      'services/domed/src/planted.ts': `import { subjects as wire } from '@dome/contracts';\nexport const to = wire.runEvent;`,
      'services/domed/src/planted-2.ts': `import { subjects } from '@dome/contracts';\nexport const { runEvent } = subjects;`,
      'services/domed/src/planted-3.ts': `export const type = 'dev.dome.run.gate-decided.v1';`,
    },
    finding: [
      /subjects\.runEvent belongs to the control plane/,
      /uses subjects without naming the channel/,
      /names the event dev\.dome\.run\.gate-decided\.v1/,
    ],
  },
  {
    fault: 'dome invokes the runtime round the client',
    files: {
      'services/dome/src/planted.ts': `import { subjects } from '@dome/contracts';\nexport const to = subjects.skillExecute({ pool: 'p', skill: 's' });`,
      'services/cli/src/planted.ts': `import { ENDPOINTS } from '@dome/contracts';\nexport const at = ENDPOINTS['runtimeJobCancel'];`,
      'services/cli/src/planted-2.ts': `import * as contract from '@dome/contracts';\nexport const at = contract.ENDPOINTS;`,
    },
    finding: [
      /subjects\.skillExecute invokes the runtime/,
      /ENDPOINTS\.runtimeJobCancel invokes the runtime/,
      /takes the contract whole/,
    ],
  },
  {
    fault: 'a subject is spelt where it is used',
    files: {
      'services/domed/src/planted.ts': 'export const to = (id: string) => `dome.evt.job.${id}`;',
      'libs/bus/src/planted.ts': `export const api = "$JS.API.INFO";`,
      'services/dome/src/planted.ts': `export const stream = 'RUN_EVENTS';\nexport const durable = 'dome-engine';`,
    },
    finding: [/"\$JS\.API\.INFO"/, /"RUN_EVENTS"/, /"dome-engine"/, /"dome\.evt\.job\."/],
  },
  {
    fault: 'a second compiler of schemas',
    files: {
      'services/domed/src/planted.ts': `import { Ajv2020 } from 'ajv/dist/2020.js';`,
      'libs/client/src/planted.ts': `import { RE2JS } from '@bufbuild/re2';`,
    },
    finding: [/services\/domed\/src\/planted\.ts:1: imports ajv: go through/, /imports @bufbuild\/re2: go through/],
  },
  {
    fault: 'what a browser loads needs Node',
    files: {
      'services/console/src/planted.ts': `import '@dome/runs/portable';\nimport 'semver';`,
      'libs/runs/src/portable.ts': `import './planted.ts';`,
      'libs/runs/src/planted.ts': `import 'node:crypto';`,
    },
    finding: [
      /libs\/runs\/src\/planted\.ts:1: imports node:crypto \[a browser needs no Node\]/,
      /services\/console\/src\/planted\.ts:2: imports semver \[a browser needs no Node\]/,
    ],
  },
  {
    fault: 'what decides a run leads to what drives it',
    files: {
      'services/dome/src/chain/planted.ts': `export type { Once } from '../planted.ts';`,
      'services/dome/src/planted.ts': `import './drive/run-cache.ts';\nexport type Once = 1;`,
    },
    finding:
      /services\/dome\/src\/drive\/run-cache\.ts: is reached from chain: services\/dome\/src\/chain\/planted\.ts -> services\/dome\/src\/planted\.ts -> services\/dome\/src\/drive\/run-cache\.ts \[chain only decides\]/,
  },
  {
    fault: 'modules that lead back to themselves',
    files: {
      'libs/bus/src/planted.ts': `import './planted-2.ts';`,
      'libs/bus/src/planted-2.ts': `export type { Three } from './planted-3.ts';`,
      'libs/bus/src/planted-3.ts': `import './planted.ts';\nexport type Three = 3;`,
    },
    finding:
      /leads back to itself: libs\/bus\/src\/planted-2\.ts -> libs\/bus\/src\/planted-3\.ts -> libs\/bus\/src\/planted\.ts -> libs\/bus\/src\/planted-2\.ts \[no circles\]/,
  },
  {
    fault: 'folders that lead back to themselves, though no module does',
    files: {
      'services/cli/src/planted/a.ts': `import '../planted-2/b.ts';`,
      'services/cli/src/planted-2/b.ts': `export const b = 1;`,
      'services/cli/src/planted-2/c.ts': `import '../planted/d.ts';`,
      'services/cli/src/planted/d.ts': `export const d = 1;`,
    },
    finding:
      /leads back to itself: services\/cli\/src\/planted -> services\/cli\/src\/planted-2 -> services\/cli\/src\/planted \[no circles\]/,
  },
];
