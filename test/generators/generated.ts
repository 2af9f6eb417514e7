// What quicktype, a generator that knows nothing of Dome, makes of asyncapi.bundle.json: types and readers of every schema.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { InputData, JSONSchemaInput, JSONSchemaStore, quicktype } from 'quicktype-core';

import { HOME } from '../contract-copy.ts';

const TEXT = readFileSync(join(HOME, 'asyncapi.bundle.json'), 'utf8');

interface Bundle {
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>;
    readonly messages: Readonly<
      Record<
        string,
        {
          readonly payload?: { readonly $ref?: string; readonly allOf?: readonly object[] };
          readonly examples?: readonly { readonly payload: unknown }[];
        }
      >
    >;
  };
}

const BUNDLE = JSON.parse(TEXT) as Bundle;

/** A schema that the file does not hold would come from the network. */
class NoStore extends JSONSchemaStore {
  override fetch(address: string): Promise<never> {
    return Promise.reject(new Error(`the bundle leads to ${address}`));
  }
}

export type Language = 'typescript' | 'python' | 'go';

/** The source of one file. */
export async function generated(lang: Language, rendererOptions: Record<string, string> = {}): Promise<string> {
  const input = new JSONSchemaInput(new NoStore());
  await input.addSource({ name: 'Dome', uris: ['#/components/schemas/'], schema: TEXT });
  const inputData = new InputData();
  inputData.addInput(input);
  const { lines } = await quicktype({ inputData, lang, rendererOptions });
  return lines.join('\n');
}

export interface Example {
  /** The schema, and so the type. */
  readonly type: string;
  readonly value: unknown;
}

/** Of each message whose payload is one schema, which are requests and replies; and the data of each event. */
export function examples(): Example[] {
  return Object.entries(BUNDLE.components.messages).flatMap(([key, { payload, examples: shown = [] }]) => {
    const [example] = shown;
    const type = payload?.$ref?.replace('#/components/schemas/', '') ?? key;
    if (example === undefined || payload === undefined || BUNDLE.components.schemas[type] === undefined) return [];
    const { payload: value } = example;
    const isEvent = payload.$ref === undefined;
    return [{ type, value: isEvent ? dataOf(value) : value }];
  });
}

const dataOf = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
