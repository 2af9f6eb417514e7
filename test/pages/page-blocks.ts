// The fenced blocks of a page.
export interface PageBlock {
  /** Empty where the page names none. */
  readonly language: string;
  readonly block: string;
}

/** In their order. */
export function blocksOf(text: string): PageBlock[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', block = '']) => ({ language, block }));
}
