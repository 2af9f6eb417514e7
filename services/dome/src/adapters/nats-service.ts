import { startService } from '@dome/bus';
import type { RunningService, ServiceEndpoint } from '@dome/bus';
import { ENDPOINTS, openRequest } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

import type { Logger } from '../ports.ts';
import type { ControlEndpoint, Handler, Handlers } from '../services/parts.ts';

export interface ServiceOptions {
  readonly version: string;
  readonly instance: string;
  readonly logger: Logger;
}

const encoder = new TextEncoder();

/** The micro service `dome`: each request is opened by the contract before its handler sees it (L12). */
export function startControlService(
  nc: NatsConnection,
  handlers: Handlers,
  { version, instance, logger }: ServiceOptions,
): Promise<RunningService> {
  return startService(nc, {
    name: 'dome',
    version,
    description: 'The control plane: plans, runs, gates.',
    metadata: { instance },
    endpoints: [
      endpoint('controlPlanValidate', handlers.controlPlanValidate),
      endpoint('controlRunSubmit', handlers.controlRunSubmit),
      endpoint('controlRunGet', handlers.controlRunGet),
      endpoint('controlRunList', handlers.controlRunList),
      endpoint('controlRunCancel', handlers.controlRunCancel),
      endpoint('controlGateList', handlers.controlGateList),
      endpoint('controlGateDecide', handlers.controlGateDecide),
      endpoint('controlHealth', handlers.controlHealth),
    ],
    logger,
  });
}

function endpoint<Name extends ControlEndpoint>(name: Name, handler: Handler<Name>): ServiceEndpoint {
  const { endpoint: path, address } = ENDPOINTS[name];
  return {
    name: path.replaceAll('.', '-'),
    subject: address,
    metadata: { schema: `asyncapi:${name}` },
    handler: async ({ payload, requestInfo }) => {
      const reply = await handler(openRequest(name, payload), requestInfo);
      return encoder.encode(JSON.stringify(reply));
    },
  };
}
