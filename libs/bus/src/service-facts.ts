/** What a running service reports about itself; the counters grow as it works. */
export interface ServiceFacts {
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly description: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly startedAt: string;
  readonly endpoints: readonly EndpointFacts[];
}

export interface EndpointFacts {
  readonly name: string;
  readonly subject: string;
  /** Empty when every instance answers. */
  readonly queueGroup: string;
  readonly metadata: Readonly<Record<string, string>>;
  requests: number;
  errors: number;
  lastError: string;
  workedMs: number;
}
