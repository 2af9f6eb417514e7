// What a sandboxed processor is: the default export of a file that BullMQ's child process loads.
export default async function noop({ data: { n } }: { readonly data: { readonly n: number } }): Promise<{ n: number }> {
  return { n };
}
