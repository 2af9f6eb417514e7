// Judges every message on the wire by the contract alone. It knows nothing of connections: messages come in, findings stay.
// What was stored is judged from the broker's republished copies, because refused writes are heard too.
import { BUCKETS, CHANNELS, ENDPOINTS, EVENTS, STREAMS, parseSubject } from '@dome/contracts';
import type { AnyEvent, EndpointName, HeaderReader, ParsedSubject } from '@dome/contracts';

import { chainGuardFindings, judgeEvent, recordOf } from './wire-tap-event.ts';
import { checkJob, checkLog } from './wire-tap-job-chain.ts';
import type { TappedEvent } from './wire-tap-job-chain.ts';
import { isDelivery, isPassedOver } from './wire-tap-passed.ts';
import { checkRun } from './wire-tap-run-chain.ts';
import { isEndpoint, judgeReply, judgeRequest, replyName, requestName } from './wire-tap-service.ts';

export interface TapMessage {
  readonly account: string;
  readonly subject: string;
  /** Empty if there is none. */
  readonly reply: string;
  readonly header: HeaderReader;
  /** The server's own status, such as 503 when nobody listens; 0 for a message. */
  readonly status: number;
  readonly payload: Uint8Array;
}

export interface ReportOptions {
  /** Everything should have ended: a chain without its terminal is a finding. */
  readonly ended?: boolean;
}

export interface WireReport {
  /** One line for each violation; none means that the contract was kept. */
  readonly findings: readonly string[];
  /** How often each declared message was seen. */
  readonly seen: Readonly<Record<string, number>>;
  /** Declared messages that were not seen. */
  readonly unseen: readonly string[];
}

export interface WireJudge {
  see(message: TapMessage): void;
  report(options?: ReportOptions): WireReport;
}

/** The account whose stream holds the messages of a live channel; the others only observe. */
const OWNER: Readonly<Record<string, { account: string; stream: string }>> = {
  liveJob: { account: 'DOMED', stream: STREAMS.JOB_EVENTS },
  liveNote: { account: 'DOMED', stream: STREAMS.JOB_EVENTS },
  liveLock: { account: 'DOMED', stream: `KV_${BUCKETS.domed_locks}` },
  liveLog: { account: 'DOMED', stream: STREAMS.JOB_LOGS },
  liveRun: { account: 'DOME', stream: STREAMS.RUN_EVENTS },
  liveLaw: { account: 'DOME', stream: STREAMS.LAW_EVENTS },
};

/** Where a message of a kind may be heard at all, apart from its live copies. */
const HEARD_IN: Readonly<Record<string, readonly string[]>> = {
  command: ['DOME', 'DOMED'],
  transition: ['DOMED'],
  note: ['DOMED'],
  log: ['DOMED'],
  run: ['DOME'],
  law: ['DOME'],
};

export function declaredMessages(): string[] {
  const endpoints = Object.keys(ENDPOINTS).filter(isEndpoint);
  return [
    ...new Set([
      ...Object.keys(EVENTS),
      ...endpoints.flatMap((name) => [requestName(name), replyName(name)]),
      'Problem',
    ]),
  ];
}

/** @param hearsAll false for a judge of some subjects alone, which reports no gaps */
export function createWireJudge({ hearsAll = true }: { readonly hearsAll?: boolean } = {}): WireJudge {
  return new Judge(hearsAll);
}

class Judge implements WireJudge {
  readonly #hearsAll: boolean;
  readonly #findings = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  /** By account and reply subject. */
  readonly #requests = new Map<string, EndpointName>();
  readonly #jobs = new Map<string, TappedEvent[]>();
  readonly #logs = new Map<string, TappedEvent[]>();
  readonly #runs = new Map<string, AnyEvent[]>();
  readonly #lastSequence = new Map<string, number>();

  constructor(hearsAll: boolean) {
    this.#hearsAll = hearsAll;
  }

  see(message: TapMessage): void {
    const { account, subject, reply } = message;
    if (isDelivery(reply)) return;
    const request = this.#requests.get(`${account} ${subject}`);
    if (request !== undefined) return this.#seeReply(request, message);
    if (isPassedOver(subject)) return;
    const parsed = parseSubject(subject);
    if (parsed === undefined) return this.#find(message, 'nobody declared this subject');
    if (isEndpoint(parsed.channel)) return this.#seeRequest(parsed.channel, message);
    return this.#seeEvent(message, parsed);
  }

  report({ ended = false }: ReportOptions = {}): WireReport {
    const chains = [
      ...[...this.#jobs].flatMap(([job, events]) => checkJob(events, { ended }).map((line) => `job ${job}: ${line}`)),
      ...[...this.#logs].flatMap(([job, records]) =>
        checkLog(records, this.#terminalOf(job)).map((line) => `log of ${job}: ${line}`),
      ),
      ...[...this.#runs].flatMap(([run, events]) => checkRun(events, { ended }).map((line) => `run ${run}: ${line}`)),
    ];
    const said = [...this.#findings].map(([line, times]) => (times === 1 ? line : `${line} (${times} times)`));
    return {
      findings: [...said, ...chains],
      seen: Object.fromEntries(this.#seen),
      unseen: declaredMessages().filter((name) => !this.#seen.has(name)),
    };
  }

  #seeRequest(endpoint: EndpointName, message: TapMessage): void {
    const { account, reply, payload } = message;
    this.#count(requestName(endpoint));
    if (reply === '') this.#find(message, 'a request without a reply subject');
    else this.#requests.set(`${account} ${reply}`, endpoint);
    for (const finding of judgeRequest(endpoint, payload)) this.#find(message, finding);
    const crossed = account === (ENDPOINTS[endpoint].service === 'domed' ? 'DOMED' : 'DOME');
    if (crossed && message.header('Nats-Request-Info') === undefined)
      this.#find(message, 'the broker did not stamp who asks');
  }

  #seeReply(endpoint: EndpointName, message: TapMessage): void {
    this.#requests.delete(`${message.account} ${message.subject}`);
    if (message.status !== 0) return;
    const { name, findings } = judgeReply(endpoint, message.payload, message.header);
    this.#count(name);
    for (const finding of findings)
      this.#find({ ...message, subject: `the reply of ${ENDPOINTS[endpoint].address}` }, finding);
  }

  #seeEvent(message: TapMessage, parsed: ParsedSubject): void {
    const { kind } = CHANNELS[parsed.channel];
    if (kind === 'live') return this.#seeLive(message, parsed);
    if (HEARD_IN[kind]?.includes(message.account) !== true)
      this.#find(message, `a ${kind} is not heard in ${message.account}`);
    const { event, findings } = judgeEvent(message, parsed);
    for (const finding of [...findings, ...chainGuardFindings(message, parsed)]) this.#find(message, finding);
    if (event !== undefined && kind === 'command' && message.account === 'DOMED') this.#count(event.type);
  }

  /** Live messages carry the record's stamp; only the owner's copy counts and is judged. */
  #seeLive(message: TapMessage, parsed: ParsedSubject): void {
    const owner = OWNER[parsed.channel];
    const stamp = [message.header('Nats-Stream'), message.header('Nats-Subject')];
    const sequence = Number(message.header('Nats-Sequence') ?? 0);
    if (stamp[0] !== owner?.stream || stamp[1] !== recordOf(message.subject) || sequence < 1)
      return this.#find(message, 'it does not bear the stamp of the record');
    if (message.account !== owner?.account) return;
    if (this.#hearsAll) this.#noteSequence(message, sequence);
    if (parsed.channel === 'liveLock') {
      if (message.payload.byteLength > 0) this.#find(message, 'the value of a lock is not republished');
      return;
    }
    const { event, findings } = judgeEvent(message, parsed);
    for (const finding of findings) this.#find(message, finding);
    if (event !== undefined) this.#store(parsed, { event, sequence });
  }

  /** The judge must have heard all that was stored, or its silence would mean nothing. */
  #noteSequence(message: TapMessage, sequence: number): void {
    const stream = message.header('Nats-Stream') ?? '';
    const before = this.#lastSequence.get(stream);
    this.#lastSequence.set(stream, sequence);
    if (before !== undefined && sequence !== before + 1)
      this.#find({ ...message, subject: stream }, `heard ${sequence} after ${before}: the tap missed some`);
  }

  #store({ channel, params }: ParsedSubject, stored: TappedEvent): void {
    this.#count(stored.event.type);
    const job = `${params['runId']}/${params['jobId']}`;
    const chain = `${params['skill']}/${job}`;
    if (channel === 'liveJob') append(this.#jobs, chain, stored);
    if (channel === 'liveLog') append(this.#logs, job, stored);
    if (channel === 'liveRun') append(this.#runs, `${params['plan']}/${params['runId']}`, stored.event);
  }

  #terminalOf(job: string): AnyEvent | undefined {
    const chain = [...this.#jobs].find(([name]) => name.endsWith(`/${job}`))?.[1];
    return chain?.findLast(({ event }) => EVENTS[event.type].terminal)?.event;
  }

  #count(name: string): void {
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + 1);
  }

  #find({ account, subject }: TapMessage, finding: string): void {
    const line = `${account} ${subject}: ${finding}`;
    this.#findings.set(line, (this.#findings.get(line) ?? 0) + 1);
  }
}

function append<Value>(into: Map<string, Value[]>, key: string, value: Value): void {
  const list = into.get(key);
  if (list === undefined) into.set(key, [value]);
  else list.push(value);
}
