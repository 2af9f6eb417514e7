// The contract as the reference reads it: the one document that has everything.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Contract } from '../../generate/document.ts';

export interface BundledSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, BundledSchema>>;
  readonly required?: readonly string[];
  readonly items?: BundledSchema;
  readonly additionalProperties?: boolean | BundledSchema;
  readonly $defs?: Readonly<Record<string, BundledSchema>>;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

export interface BundledMessage {
  readonly name: string;
  readonly title: string;
  readonly summary?: string;
  readonly contentType: string;
  readonly traits?: readonly { readonly $ref: string }[];
  readonly payload?: BundledSchema & { readonly allOf?: readonly BundledSchema[] };
  readonly examples?: readonly { readonly headers?: object; readonly payload: unknown }[];
}

export interface BundledChannel {
  readonly address: string | null;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, { readonly description?: string; readonly enum?: readonly string[] }>>;
  readonly messages: Readonly<Record<string, { readonly $ref: string }>>;
  readonly 'x-dome-channel': Contract['channels'][string]['x-dome-channel'];
}

interface BundledOperation {
  readonly action: 'send' | 'receive';
  readonly channel: { readonly $ref: string };
  readonly summary?: string;
  readonly tags?: readonly { readonly name: string }[];
  readonly bindings?: { readonly nats: { readonly queue?: string } };
  readonly reply?: { readonly channel: { readonly $ref: string } };
  readonly 'x-dome-participant': string;
}

export interface ContractBundle {
  readonly info: {
    readonly version: string;
    readonly tags: readonly { readonly name: string; readonly description: string }[];
  };
  readonly channels: Readonly<Record<string, BundledChannel>>;
  readonly operations: Readonly<Record<string, BundledOperation>>;
  readonly components: {
    readonly messages: Readonly<Record<string, BundledMessage>>;
    readonly messageTraits: Readonly<
      Record<string, { readonly description?: string; readonly headers: BundledSchema }>
    >;
    readonly schemas: Readonly<Record<string, BundledSchema>>;
  };
  readonly 'x-dome-documents': Contract['x-dome-documents'];
  readonly 'x-dome-topology': Contract['x-dome-topology'];
  readonly 'x-dome-accounts': Contract['x-dome-accounts'];
}

/** A member that refers to another definition, and says nothing of its own, says what that one says. */
export function readBundle(root: string): ContractBundle {
  const text = readFileSync(join(root, 'asyncapi.bundle.json'), 'utf8');
  const bundle = JSON.parse(text) as ContractBundle;
  return JSON.parse(text, (_, value: unknown) => {
    const { $ref, description } = Object(value) as BundledSchema;
    if (typeof $ref !== 'string' || description !== undefined) return value;
    const said = definitionAt(bundle, $ref)?.description;
    return said === undefined ? value : { ...Object(value), description: said };
  }) as ContractBundle;
}

const definitionAt = (bundle: ContractBundle, ref: string): BundledSchema | undefined =>
  ref.startsWith('#/components/schemas/')
    ? (ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, name) => Object(at)[name], bundle) as BundledSchema | undefined)
    : undefined;

/** The last word of a reference into the document. */
export const nameIn = ({ $ref }: { readonly $ref: string }): string => $ref.split('/').at(-1) ?? '';
