// How an attribute of a CloudEvent is written in a NATS header (section 3.1.3.2 of its NATS binding): percent-encoded where
// it is not printable ASCII, or is a space, a quote or a percent sign. Values quoted or encoded without need are read as
// well.

/** @throws URIError when the text contains half of a surrogate pair, which has no UTF-8 form */
export function encodeHeaderValue(text: string): string {
  return text.replaceAll(/[^!#$&-~]+/gu, (run) => encodeURIComponent(run));
}

/** @throws URIError when the percent-encoded bytes are not UTF-8 */
export function decodeHeaderValue(value: string): string {
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  return decodeURIComponent(isQuoted ? value.slice(1, -1).replaceAll(/\\(.)/gu, '$1') : value);
}
