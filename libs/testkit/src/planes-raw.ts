// What the streams hold, read message by message with the provisioners' rights and plain JSON: a judge that shares no code
// with what it judges. Nothing is ordered, folded or dropped on the way.
import type { Msg, NatsConnection } from '@nats-io/transport-node';

import { eventually } from './eventually.ts';
import type { PlanesServer } from './planes-server.ts';

export interface RawMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly timeMs: number;
  /** The parsed payload, or its text if it is not JSON. */
  readonly body: unknown;
}

export interface RawStreams {
  /** Every message that is stored now, oldest first. */
  read(stream: string): Promise<RawMessage[]>;
  count(stream: string): Promise<number>;
  /** The subjects below the filter that hold a message: one request, cheap enough to poll. */
  subjects(stream: string, filter: string): Promise<string[]>;
  /** What each durable of the stream has delivered, waits for and still owes, to explain a test that waits in vain. */
  consumers(stream: string): Promise<readonly RawConsumer[]>;
}

export type RawConsumer = Readonly<Record<(typeof CONSUMER_FACTS)[number], unknown>>;

const CONSUMER_FACTS = [
  'name',
  'cluster',
  'delivered',
  'ack_floor',
  'num_ack_pending',
  'num_redelivered',
  'num_waiting',
  'num_pending',
] as const;

const AT_ONCE = 200;
const MESSAGE_NOT_FOUND = 10_037;

/** Of both planes; the connections are closed with the server. */
export async function openRawStreams(server: Pick<PlanesServer, 'connectAs'>): Promise<RawStreams> {
  const runtime = await server.connectAs('domed-provisioner');
  const control = await server.connectAs('dome-provisioner');
  const ownerOf = (stream: string): NatsConnection =>
    stream === 'RUN_EVENTS' || stream === 'LAW_EVENTS' ? control : runtime;
  return {
    count: async (stream) => (await stateOf(ownerOf(stream), stream)).messages,
    read: (stream) => readAll(ownerOf(stream), stream),
    subjects: async (stream, filter) => Object.keys((await stateOf(ownerOf(stream), stream, filter)).subjects ?? {}),
    consumers: async (stream) => {
      const reply = await askApi(ownerOf(stream), `CONSUMER.LIST.${stream}`);
      return (reply.json<{ consumers?: RawConsumer[] }>().consumers ?? []).map(
        (consumer) => Object.fromEntries(CONSUMER_FACTS.map((fact) => [fact, consumer[fact]])) as RawConsumer,
      );
    },
  };
}

/** A stream whose leader is being elected does not answer: it is asked again until it has one. */
async function askApi(nc: NatsConnection, subject: string, body?: string): Promise<Msg> {
  return await eventually(() => nc.request(`$JS.API.${subject}`, body), { timeoutMs: 20_000, stepMs: 100 });
}

interface StreamState {
  readonly messages: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly subjects?: Readonly<Record<string, number>>;
}

async function stateOf(nc: NatsConnection, stream: string, subjectsOf?: string): Promise<StreamState> {
  const body = subjectsOf === undefined ? undefined : JSON.stringify({ subjects_filter: subjectsOf });
  const reply = (await askApi(nc, `STREAM.INFO.${stream}`, body)).json<{ state?: StreamState }>();
  if (reply.state === undefined) throw new Error(`no state of ${stream}: ${JSON.stringify(reply)}`);
  return reply.state;
}

async function readAll(nc: NatsConnection, stream: string): Promise<RawMessage[]> {
  const { first_seq: first, last_seq: last } = await stateOf(nc, stream);
  const found: RawMessage[] = [];
  for (let from = Math.max(1, first); from <= last; from += AT_ONCE) {
    const sequences = Array.from({ length: Math.min(AT_ONCE, last - from + 1) }, (_, at) => from + at);
    const read = await Promise.all(sequences.map((sequence) => readOne(nc, stream, sequence)));
    found.push(...read.filter((message) => message !== undefined));
  }
  return found;
}

interface GetReply {
  readonly error?: { readonly err_code?: number; readonly description?: string };
  readonly message?: { readonly subject: string; readonly seq: number; readonly time: string; readonly data?: string };
}

async function readOne(nc: NatsConnection, stream: string, sequence: number): Promise<RawMessage | undefined> {
  const reply = await askApi(nc, `STREAM.MSG.GET.${stream}`, JSON.stringify({ seq: sequence }));
  const { error, message } = reply.json<GetReply>();
  if (error?.err_code === MESSAGE_NOT_FOUND) return undefined;
  if (message === undefined) throw new Error(`message ${sequence} of ${stream}: ${error?.description ?? 'no answer'}`);
  const text = Buffer.from(message.data ?? '', 'base64').toString('utf8');
  return { sequence: message.seq, subject: message.subject, timeMs: Date.parse(message.time), body: bodyOf(text) };
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
