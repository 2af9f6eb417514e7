// Where a daemon has the values of secrets from: the one port that another keeper of secrets would implement.

/** A value, or why there is none; what is said of it never repeats the value. */
export type SecretRead = { readonly value: string } | { readonly fault: string };

export interface SecretProvider {
  /** In the order of the names; all from one version of what holds them, if it changes as a whole. */
  read(names: readonly string[]): Promise<readonly SecretRead[]>;
}

/** A daemon whose operator gave it none. */
export const noSecrets: SecretProvider = {
  read: (names) =>
    Promise.resolve(names.map(() => ({ fault: 'the daemon has no folder of secrets: set DOME_SECRETS' }))),
};
