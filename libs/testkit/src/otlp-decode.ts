// The spans of an export of OpenTelemetry (opentelemetry/proto/trace/v1), read by the numbers of their fields. It knows nothing
// of the exporter under test, so that both cannot be wrong in the same way.
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

export type ReceivedValue = string | number | boolean | readonly ReceivedValue[] | undefined;
export type ReceivedAttributes = Readonly<Record<string, ReceivedValue>>;

export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for one that begins its trace. */
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified';
  /** Wall time in milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: ReceivedAttributes;
  readonly events: readonly { readonly name: string; readonly atMs: number; readonly attributes: ReceivedAttributes }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: 'unset' | 'ok' | 'error';
  readonly message: string;
  /** Of the service that sent it. */
  readonly resource: ReceivedAttributes;
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const STATUSES = ['unset', 'ok', 'error'] as const;

/** @throws Error if it is no export of spans */
export function decodeSpans(bytes: Uint8Array): ReceivedSpan[] {
  return fieldsOf(bytes)
    .all(1)
    .flatMap((group) => {
      const ofResource = fieldsOf(group);
      const resource = attributesIn(fieldsOf(ofResource.first(1)), 1);
      const scopes = ofResource.all(2).map((scope) => fieldsOf(scope));
      return scopes.flatMap((scope) => scope.all(2).map((span) => spanOf(fieldsOf(span), resource)));
    });
}

function spanOf(span: Fields, resource: ReceivedAttributes): ReceivedSpan {
  const parentSpanId = hexOf(span.first(4));
  const status = fieldsOf(span.first(15));
  return {
    traceId: hexOf(span.first(1)),
    spanId: hexOf(span.first(2)),
    parentSpanId: parentSpanId === '' ? undefined : parentSpanId,
    name: textOf(span.first(5)),
    kind: KINDS[Number(span.number(6))] ?? 'unspecified',
    startMs: millisOf(span.number(7)),
    endMs: millisOf(span.number(8)),
    attributes: attributesIn(span, 9),
    events: span.all(11).map((event) => {
      const of = fieldsOf(event);
      return { name: textOf(of.first(2)), atMs: millisOf(of.number(1)), attributes: attributesIn(of, 3) };
    }),
    links: span.all(13).map((link) => {
      const of = fieldsOf(link);
      return { traceId: hexOf(of.first(1)), spanId: hexOf(of.first(2)) };
    }),
    status: STATUSES[Number(status.number(3))] ?? 'unset',
    message: textOf(status.first(2)),
    resource,
  };
}

function attributesIn(fields: Fields, number: number): ReceivedAttributes {
  const pairs = fields.all(number).map((pair) => fieldsOf(pair));
  return Object.fromEntries(pairs.map((pair) => [textOf(pair.first(1)), valueOf(fieldsOf(pair.first(2)))]));
}

/** One of a text, a truth, an integer, a double and a list. */
function valueOf(value: Fields): ReceivedValue {
  if (value.has(1)) return textOf(value.first(1));
  if (value.has(2)) return value.number(2) === 1n;
  if (value.has(3)) return Number(value.number(3));
  if (value.has(4)) return doubleOf(value.number(4));
  if (value.has(5)) {
    return fieldsOf(value.first(5))
      .all(1)
      .map((item) => valueOf(fieldsOf(item)));
  }
  return undefined;
}

interface Fields {
  has(number: number): boolean;
  /** What has a length: texts, bytes and messages. */
  all(number: number): Uint8Array[];
  /** Empty if it is left out. */
  first(number: number): Uint8Array;
  /** 0 if it is left out. */
  number(number: number): bigint;
}

function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const lengths = new Map<number, Uint8Array[]>();
  const numbers = new Map<number, bigint>();
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (type === WireType.LengthDelimited) lengths.set(number, [...(lengths.get(number) ?? []), reader.bytes()]);
    else if (type === WireType.Varint) numbers.set(number, BigInt(reader.uint64()));
    else if (type === WireType.Bit64) numbers.set(number, BigInt(reader.fixed64()));
    else reader.skip(type, number);
  }
  return {
    has: (number) => lengths.has(number) || numbers.has(number),
    all: (number) => lengths.get(number) ?? [],
    first: (number) => lengths.get(number)?.[0] ?? new Uint8Array(),
    number: (number) => numbers.get(number) ?? 0n,
  };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
/** To the microsecond: a double holds no more of the time of today. */
const millisOf = (nanos: bigint): number => Number(nanos / 1_000n) / 1_000;

function doubleOf(bits: bigint): number {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits);
  return bytes.readDoubleLE();
}
