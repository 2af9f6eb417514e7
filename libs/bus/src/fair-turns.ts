// Decides who is served next. Each person has a queue of her own, the persons take turns, and the work in hand, queued and
// held in memory is bounded for each of them and in all: a person who asks for more than her share waits for herself. If
// everything is full, the person who holds most gives way to one who holds less. Pure: the clock and the work are the
// caller's.

export interface FairLimits {
  /** Works in hand at once, for all persons; one person may have less than that. */
  readonly inHandMax: number;
  readonly inHandEachMax: number;
  readonly queuedMax: number;
  readonly queuedEachMax: number;
  /** Of everything queued or in hand. */
  readonly heldBytesMax: number;
  readonly heldBytesEachMax: number;
  /** A person whose request is older than this has given up waiting. */
  readonly patienceMs: number;
}

export interface FairWork {
  readonly person: string;
  readonly bytes: number;
  /** When it came, on the clock that `take` reads. */
  readonly atMs: number;
}

/** Why it was refused: the person has reached her own share, or everything is full and nobody holds more than she does. */
export type Refusal = 'each' | 'all';

export interface Offered<Work> {
  readonly refusal?: Refusal;
  /** Works of others that gave way: they were queued and will not be taken. */
  readonly displaced: readonly Work[];
}

interface Person<Work> {
  readonly queued: Work[];
  inHand: number;
  heldBytes: number;
}

export class FairTurns<Work extends FairWork> {
  readonly #limits: FairLimits;
  /** In the order of their turns. */
  readonly #persons = new Map<string, Person<Work>>();
  #queued = 0;
  #inHand = 0;
  #heldBytes = 0;

  constructor(limits: FairLimits) {
    this.#limits = limits;
  }

  get queued(): number {
    return this.#queued;
  }

  get inHand(): number {
    return this.#inHand;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Queues the work, unless its person has reached her share. */
  offer(work: Work): Offered<Work> {
    const { queuedEachMax, heldBytesEachMax } = this.#limits;
    const own = this.#persons.get(work.person);
    const queued = (own?.queued.length ?? 0) + 1;
    const heldBytes = (own?.heldBytes ?? 0) + work.bytes;
    if (queued > queuedEachMax || heldBytes > heldBytesEachMax) return { refusal: 'each', displaced: [] };
    const displaced: Work[] = [];
    for (let lack = this.#lackFor(work); lack !== undefined; lack = this.#lackFor(work)) {
      const one = this.#displace(lack, lack === 'queued' ? queued : heldBytes);
      if (one === undefined) return { refusal: 'all', displaced };
      displaced.push(one);
    }
    this.#add(work);
    return { displaced };
  }

  /** The next work, which is in hand until it is given back; undefined if there is none, or too much is in hand. */
  take(): Work | undefined {
    if (this.#inHand >= this.#limits.inHandMax) return undefined;
    for (const [name, person] of this.#persons) {
      const [work] = person.queued;
      if (work === undefined || person.inHand >= this.#limits.inHandEachMax) continue;
      person.queued.shift();
      this.#queued -= 1;
      person.inHand += 1;
      this.#inHand += 1;
      // Her next turn comes after everybody else's.
      this.#persons.delete(name);
      this.#persons.set(name, person);
      return work;
    }
    return undefined;
  }

  /** Whether its person has given up waiting by now. */
  isLate({ atMs }: Work, nowMs: number): boolean {
    return nowMs - atMs > this.#limits.patienceMs;
  }

  /** Ends work that was taken. */
  giveBack(work: Work): void {
    const person = this.#persons.get(work.person);
    if (person === undefined) return;
    person.inHand -= 1;
    this.#inHand -= 1;
    this.#letGo(work, person);
  }

  #add(work: Work): void {
    const person = this.#persons.get(work.person) ?? { queued: [], inHand: 0, heldBytes: 0 };
    this.#persons.set(work.person, person);
    person.queued.push(work);
    person.heldBytes += work.bytes;
    this.#queued += 1;
    this.#heldBytes += work.bytes;
  }

  #letGo({ person: name, bytes }: Work, person: Person<Work>): void {
    person.heldBytes -= bytes;
    this.#heldBytes -= bytes;
    if (person.inHand === 0 && person.queued.length === 0) this.#persons.delete(name);
  }

  #lackFor({ bytes }: Work): 'queued' | 'heldBytes' | undefined {
    if (this.#queued >= this.#limits.queuedMax) return 'queued';
    return this.#heldBytes + bytes > this.#limits.heldBytesMax ? 'heldBytes' : undefined;
  }

  /** The newest queued work of the person who holds most, if that is more than the newcomer would hold. */
  #displace(lack: 'queued' | 'heldBytes', than: number): Work | undefined {
    let most = than;
    let largest: Person<Work> | undefined;
    for (const person of this.#persons.values()) {
      const held = lack === 'queued' ? person.queued.length : person.heldBytes;
      if (person.queued.length === 0 || held <= most) continue;
      most = held;
      largest = person;
    }
    const work = largest?.queued.pop();
    if (work === undefined || largest === undefined) return undefined;
    this.#queued -= 1;
    this.#letGo(work, largest);
    return work;
  }
}
