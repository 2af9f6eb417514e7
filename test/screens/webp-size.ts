/** Width and height of a picture in the extended form of WebP, which is the one that Chromium writes. */
export function webpSize(bytes: Buffer): { readonly width: number; readonly height: number } {
  const head = bytes.toString('latin1', 0, 16);
  if (!/^RIFF[^]{4}WEBPVP8X$/.test(head)) throw new Error(`this is no such picture: it begins with ${head}`);
  return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
}
