// Generated from asyncapi.yaml and schemas/ by `npm run generate`. Never edited by hand.
/** Headers of messages, by their names; those of JetStream alone are not among them. */
export const MESSAGE_HEADERS = {
  'Content-Type': 'Content-Type',
  'Nats-Msg-Id': 'Nats-Msg-Id',
  'Nats-Expected-Last-Subject-Sequence': 'Nats-Expected-Last-Subject-Sequence',
  'Nats-Expected-Last-Subject-Sequence-Subject': 'Nats-Expected-Last-Subject-Sequence-Subject',
  'Nats-Request-Info': 'Nats-Request-Info',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  'Nats-Service-Error': 'Nats-Service-Error',
  'Nats-Service-Error-Code': 'Nats-Service-Error-Code',
  'Dome-Chunk': 'Dome-Chunk',
  'Dome-Offset': 'Dome-Offset',
  'Dome-Size': 'Dome-Size',
} as const;
