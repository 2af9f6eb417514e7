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
  });
  return text.replace(/export type AnyOfTheContract =[^;]*?;?\n(?=\/\*\*|export)/, '').replaceAll(/\n{2,}/g, '\n\n');
}
