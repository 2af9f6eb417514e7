// The example of the request that an endpoint takes, by the name that the contract has for its message.
import { readFileSync } from 'node:fs';

import type { EndpointName } from '@dome/contracts';

import { HOME } from './contract-copy.ts';

interface Bundle {
  readonly channels: Readonly<Record<string, { readonly messages: Readonly<Record<string, object>> }>>;
}

const bundle = JSON.parse(readFileSync(`${HOME}/asyncapi.bundle.json`, 'utf8')) as Bundle;

export function requestMessage(endpoint: EndpointName): string {
  const [message = ''] = Object.keys(bundle.channels[endpoint]?.messages ?? {});
  return message;
}
