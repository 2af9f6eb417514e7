import { deflateRawSync } from 'node:zlib';

/** A minimal zip of one folder: all that the reader under test must understand. */
export function zipOf(files: Readonly<Record<string, Buffer>>, method: 'stored' | 'deflated'): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, plain] of Object.entries(files)) {
    const packed = method === 'stored' ? plain : deflateRawSync(plain);
    const sizes = Buffer.alloc(16);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(plain.length, 8);
    sizes.writeUInt16LE(Buffer.byteLength(name), 12);
    const words = Buffer.alloc(10);
    words.writeUInt16LE(20, 0);
    words.writeUInt16LE(method === 'stored' ? 0 : 8, 4);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), words, sizes, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    const made = Buffer.alloc(2);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), made, words, sizes, tail, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, entries, end]);
}
