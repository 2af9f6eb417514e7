/** `1 line`, `2,000 lines`, `0 entries`: how many there are of something, in the words of a sentence. */
export const counted = (count: number, noun: string, many = `${noun}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? noun : many}`;
