import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { OPEN_ENUM } from '@dome/compat';
import { compile } from 'json-schema-to-typescript';

import type { ContractSources } from './document.ts';

/** One file of TypeScript types, a name for each titled schema, nothing declared twice. */
export async function generateTypes(sources: ContractSources, root: string): Promise<string> {
  const titled = [...sources.schemas].filter(
    ([path]) => path !== 'asyncapi-extensions.json' && path !== 'envelope.json',
  );
  const oneOf = titled.flatMap(([path, schema]) => (schema['type'] === 'object' ? [{ $ref: `./${path}` }] : []));
  const text = await compile({ $id: 'contract', title: 'AnyOfTheContract', oneOf }, 'AnyOfTheContract', {
    cwd: `${root}/schemas/`,
    bannerComment: '',
    additionalProperties: false,
    declareExternallyReferenced: true,
    enableConstEnums: false,
    unreachableDefinitions: false,
    ignoreMinAndMaxItems: true,
    format: false,
    style: { singleQuote: true },
    $refOptions: {
      resolve: { file: { read: ({ url }: { url: string }) => opened(readFileSync(pathOf(url), 'utf8')) } },
    },
  });
  return text.replace(/export type AnyOfTheContract =[^;]*?;?\n(?=\/\*\*|export)/, '').replaceAll(/\n{2,}/g, '\n\n');
}

const pathOf = (url: string): string => (url.startsWith('file:') ? fileURLToPath(url) : url);

/** Of an open enum a reader takes any text; the listed values are those that it can know. */
function opened(text: string): string {
  return JSON.stringify(JSON.parse(text, (_key, node: unknown) => withType(node)));
}

function withType(node: unknown): unknown {
  if (typeof node !== 'object' || node === null || !(OPEN_ENUM in node) || !('enum' in node)) return node;
  const values = Array.isArray(node.enum) ? node.enum.map((value) => `'${String(value)}'`) : [];
  return { ...node, tsType: [...values, '(string & {})'].join(' | ') };
}
