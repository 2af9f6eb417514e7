import { headerOf, startService } from '@dome/bus';
import type { RunningService, ServiceEndpoint } from '@dome/bus';
import { ENDPOINTS, MESSAGE_HEADERS, openRequest, subjects } from '@dome/contracts';
import type { LaneName } from '@dome/contracts';
import type { Logger } from '@dome/runtime';
import { requestMeter } from '@dome/telemetry';
import type { Meters } from '@dome/telemetry';
import type { NatsConnection } from '@nats-io/transport-node';

import type { ControlEndpoint, Handler, Handlers } from '../services/parts.ts';

export interface ServiceOptions {
  readonly version: string;
  readonly instance: string;
  readonly logger: Logger;
  readonly meters: Meters;
}

const encoder = new TextEncoder();

/** The micro service `dome`: each request is opened by the contract before its handler sees it (L12). */
export function startControlService(
  nc: NatsConnection,
  handlers: Handlers,
  { version, instance, logger, meters }: ServiceOptions,
): Promise<RunningService> {
  const endpoints = endpointsOf(handlers, instance);
  return startService(nc, {
    name: 'dome',
    version,
    description: 'The control plane: plans, runs, gates, law.',
    metadata: { instance },
    endpoints,
    logger,
    onAnswered: requestMeter(
      meters,
      endpoints.map(({ name }) => name),
    ),
  });
}

function endpointsOf(handlers: Handlers, instance: string): ServiceEndpoint[] {
  return [
    endpoint('controlPlanValidate', { ...ENDPOINTS.controlPlanValidate, lane: 'heavy' }, handlers.controlPlanValidate),
    endpoint('controlRunSubmit', { ...ENDPOINTS.controlRunSubmit, lane: 'heavy' }, handlers.controlRunSubmit),
    endpoint('controlRunGet', { ...ENDPOINTS.controlRunGet, lane: 'stored' }, handlers.controlRunGet),
    endpoint('controlRunList', { ...ENDPOINTS.controlRunList, lane: 'stored' }, handlers.controlRunList),
    endpoint('controlRunCancel', { ...ENDPOINTS.controlRunCancel, lane: 'stored' }, handlers.controlRunCancel),
    endpoint('controlLockBreak', { ...ENDPOINTS.controlLockBreak, lane: 'stored' }, handlers.controlLockBreak),
    endpoint('controlSkillDrain', { ...ENDPOINTS.controlSkillDrain, lane: 'waiting' }, handlers.controlSkillDrain),
    endpoint('controlSkillNeeded', { ...ENDPOINTS.controlSkillNeeded, lane: 'stored' }, handlers.controlSkillNeeded),
    endpoint('controlGateList', { ...ENDPOINTS.controlGateList, lane: 'stored' }, handlers.controlGateList),
    endpoint('controlGateGet', { ...ENDPOINTS.controlGateGet, lane: 'stored' }, handlers.controlGateGet),
    endpoint('controlGateDecide', { ...ENDPOINTS.controlGateDecide, lane: 'stored' }, handlers.controlGateDecide),
    endpoint('controlGateWithdraw', { ...ENDPOINTS.controlGateWithdraw, lane: 'stored' }, handlers.controlGateWithdraw),
    endpoint('controlLawApply', { ...ENDPOINTS.controlLawApply, lane: 'heavy' }, handlers.controlLawApply),
    endpoint('controlLawList', { ...ENDPOINTS.controlLawList, lane: 'stored' }, handlers.controlLawList),
    endpoint('controlLawGet', { ...ENDPOINTS.controlLawGet, lane: 'stored' }, handlers.controlLawGet),
    endpoint('controlLawHistory', { ...ENDPOINTS.controlLawHistory, lane: 'stored' }, handlers.controlLawHistory),
    endpoint(
      'controlEnvironmentList',
      { ...ENDPOINTS.controlEnvironmentList, lane: 'stored' },
      handlers.controlEnvironmentList,
    ),
    endpoint(
      'controlEnvironmentGet',
      { ...ENDPOINTS.controlEnvironmentGet, lane: 'stored' },
      handlers.controlEnvironmentGet,
    ),
    endpoint('controlDaemonList', { ...ENDPOINTS.controlDaemonList, lane: 'waiting' }, handlers.controlDaemonList),
    endpoint('controlSkillList', { ...ENDPOINTS.controlSkillList, lane: 'waiting' }, handlers.controlSkillList),
    endpoint('controlStreamList', { ...ENDPOINTS.controlStreamList, lane: 'waiting' }, handlers.controlStreamList),
    endpoint('controlHealth', { ...ENDPOINTS.controlHealth, lane: 'prompt' }, handlers.controlHealth),
    {
      ...endpoint('controlReplicaGet', { ...ENDPOINTS.controlReplicaGet, lane: 'prompt' }, handlers.controlReplicaGet),
      subject: subjects.controlReplicaGet({ instance }),
      answeredBy: 'each',
    },
  ];
}

interface Channel {
  readonly endpoint: string;
  readonly address: string;
  readonly lane: LaneName;
  readonly metadata: Readonly<Record<string, string>>;
}

function endpoint<Name extends ControlEndpoint>(
  name: Name,
  { endpoint: shown, address, lane, metadata }: Channel,
  handler: Handler<Name>,
): ServiceEndpoint {
  return {
    name: shown.replaceAll('.', '-'),
    subject: address,
    lane,
    metadata,
    handler: async ({ payload, requestInfo, headers }) => {
      const trace = {
        traceparent: headerOf(headers, MESSAGE_HEADERS.traceparent),
        tracestate: headerOf(headers, MESSAGE_HEADERS.tracestate),
      };
      const reply = await handler(openRequest(name, payload), requestInfo, trace);
      return encoder.encode(JSON.stringify(reply));
    },
  };
}
