/** What the client needs of a clock; the one of @dome/runtime fits, and so does a manual one. */
export interface ClientClock {
  /** Wall time, milliseconds since the Unix epoch. */
  now(): number;
}
