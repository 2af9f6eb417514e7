// How an attribute of a CloudEvent stands in a header of NATS (section 3.1.3.2 of its NATS binding): percent-encoded where it
// is not printable ASCII, or is a space, a quote or a percent sign. What is quoted or encoded without need is read as well.

/** @throws URIError when the text holds half of a surrogate pair, which no UTF-8 has. */
export function encodeHeaderValue(text: string): string {
  return text.replaceAll(/[^!#$&-~]+/gu, (run) => encodeURIComponent(run));
}

/** @throws URIError when what is percent-encoded is no UTF-8. */
export function decodeHeaderValue(value: string): string {
  const isQuoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  return decodeURIComponent(isQuoted ? value.slice(1, -1).replaceAll(/\\(.)/gu, '$1') : value);
}
