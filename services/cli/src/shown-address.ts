/** An address as it may be shown: without a user and a password in it. */
export function withoutPassword(value: string): string {
  return value.replaceAll(/:\/\/[^@/]*@/g, '://');
}
