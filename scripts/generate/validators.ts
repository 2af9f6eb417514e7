// Validators are compiled when they are generated: no schema is compiled at start, and no code is evaluated from a
// string.
import { OPEN_ENUM } from '@dome/compat';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import formats from 'ajv-formats';

import type { ContractSources, JsonSchema } from './document.ts';

const BASE = 'https://dome.dev/schemas/';

/** Documents that are validated on their own, by the name of their validator. */
function documents(sources: ContractSources): [string, string][] {
  return [...sources.schemas].flatMap(([path, schema]): [string, string][] =>
    schema['type'] === 'object' && schema.title !== undefined && path !== 'asyncapi-extensions.json'
      ? [[schema.title, schema.$id]]
      : [],
  );
}

export function eventTypes(sources: ContractSources): { key: string; type: string; schemaPath: string }[] {
  return Object.entries(sources.contract.components.messages).flatMap(([key, message]) => {
    if (message.contentType !== 'application/cloudevents+json') return [];
    const all = message.payload?.['allOf'] as { properties?: { data?: { $ref: string } } }[] | undefined;
    const ref = all?.[1]?.properties?.data?.$ref;
    if (ref === undefined) throw new Error(`message ${key} does not say the schema of its data`);
    return [{ key, type: message.name, schemaPath: ref.replace('./schemas/', '') }];
  });
}

interface GeneratedCode {
  readonly code: string;
  readonly declaration: string;
}

export function generateValidators(sources: ContractSources): GeneratedCode {
  const ajv = compilerOf(sources);
  const exported: Record<string, string> = {};
  for (const [title, id] of documents(sources)) exported[`is${title}`] = id;
  for (const { key, type, schemaPath } of eventTypes(sources)) {
    const id = `${BASE}events/${type}`;
    ajv.addSchema({
      $id: id,
      type: 'object',
      allOf: [{ $ref: `${BASE}envelope.json` }],
      properties: {
        type: { const: type },
        dataschema: { const: BASE + schemaPath },
        data: { $ref: BASE + schemaPath },
      },
    });
    exported[`is${key}Event`] = id;
  }
  return codeOf(ajv, exported);
}

/** The documents that people write, by the name of their validator. */
const WRITTEN = {
  access: 'Access',
  environment: 'Environment',
  plan: 'Plan',
  policy: 'Policy',
  'skill-manifest': 'SkillManifest',
};

/** Validators that name every error of a document, each with the value and the schema that it breaks. */
export function generateWrittenValidators(sources: ContractSources): GeneratedCode {
  const exported = Object.entries(WRITTEN).map(([path, title]) => [`find${title}Errors`, `${BASE}${path}.json`]);
  return codeOf(compilerOf(sources, { allErrors: true, verbose: true }), Object.fromEntries(exported), VALIDATE_OF);
}

function compilerOf(sources: ContractSources, options: { allErrors?: boolean; verbose?: boolean } = {}): Ajv2020 {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    meta: false,
    validateSchema: false,
    schemaId: '$id',
    code: { source: true, esm: true, lines: true },
    ...options,
  });
  // Full mode: 30 February is not a date.
  (formats as unknown as (ajv: Ajv2020, options: object) => void)(ajv, { formats: ['date-time', 'uri'] });
  for (const [path, schema] of sources.schemas) {
    if (path !== 'asyncapi-extensions.json') ajv.addSchema(bare(schema) as JsonSchema);
  }
  return ajv;
}

const VALIDATE = `import type { ErrorObject } from 'ajv';

export interface Validate {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
}
`;
const VALIDATE_OF = "import type { Validate } from './validators.js';\n";

function codeOf(ajv: Ajv2020, exported: Record<string, string>, preface = VALIDATE): GeneratedCode {
  const guards = Object.keys(exported).map((name) => `export const ${name}: Validate;`);
  const declaration = `${preface}\n${guards.join('\n')}\n`;
  return { code: toModule(standalone.default(ajv, exported)), declaration };
}

const LEFT_OUT = ['title', 'description', '$schema'];

/**
 * Descriptions slow down every start, and the compiled code does not need them. Of an open enum a reader takes any value of
 * the type.
 */
function bare(node: unknown, isMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => bare(item));
  if (typeof node !== 'object' || node === null) return node;
  const left = OPEN_ENUM in node ? [...LEFT_OUT, OPEN_ENUM, 'enum'] : LEFT_OUT;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => isMap || !left.includes(key))
      .map(([key, value]) => [key, bare(value, !isMap && (key === 'properties' || key === '$defs'))]),
  );
}

/** Standalone code still loads its run-time parts by require(); a module imports them. */
function toModule(code: string): string {
  const imports = new Map<string, string>();
  const body = code.replaceAll(
    /require\("([^"]+)"\)(\.default|\.\w+)?/g,
    (_, path: string, member: string | undefined) => {
      const key = `${path}${member ?? ''}`;
      let name = imports.get(key);
      if (name === undefined) {
        name = `external${imports.size}`;
        imports.set(key, name);
      }
      return name;
    },
  );
  const lines = [...imports].map(([key, name]) => {
    const [, path, member] = /^(.*?)(\.default|\.fastFormats|\.fullFormats)?$/.exec(key) ?? [];
    const file = path?.startsWith('ajv') === true && !path.endsWith('.js') ? `${path}.js` : path;
    // Some loaders return the default member of a CommonJS module instead of the module.
    const whole = member === '.default' ? `${name}Module.default ?? ${name}Module` : `${name}Module${member ?? ''}`;
    return `import ${name}Module from "${file}";\nconst ${name} = ${whole};`;
  });
  if (/\brequire\(/.test(body)) throw new Error('a require() is left in the generated validators');
  return `${lines.join('\n')}\n${body.replace('"use strict";', '')}`;
}
