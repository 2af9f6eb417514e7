// An account of the broker as asyncapi.yaml declares it.

export interface ExportDeclaration {
  readonly service?: string;
  readonly stream?: string;
  readonly to: readonly string[];
  /** The subject under which the importing account sees it, if it differs. */
  readonly as?: string;
  /** The broker stamps the sender on each message. */
  readonly share?: boolean;
  readonly response?: string;
}

export interface UserDeclaration {
  readonly description: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** May answer on the reply subject of a request it received. */
  readonly responses?: boolean;
}

export interface AccountDeclaration {
  readonly description: string;
  readonly jetstream: boolean;
  readonly exports: readonly ExportDeclaration[];
  readonly users: Readonly<Record<string, UserDeclaration>>;
}
