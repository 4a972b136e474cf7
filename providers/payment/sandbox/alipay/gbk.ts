// Text as GBK: Node reads that encoding but does not write it, so the table is made by reading every pair of bytes once.

const makeTable = (): ReadonlyMap<string, number> => {
  const decoder = new TextDecoder('gbk');
  const table = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (trail !== 0x7f && [...text].length === 1 && text !== '\ufffd') table.set(text, (lead << 8) | trail);
    }
  }
  return table;
};

let table: ReadonlyMap<string, number> | undefined;

/** What GBK has no bytes for becomes a question mark. */
export const gbk = (text: string): Buffer => {
  table ??= makeTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const pair = table.get(character);
    if (code < 0x80) bytes.push(code);
    else if (pair === undefined) bytes.push(0x3f);
    else bytes.push(pair >> 8, pair & 0xff);
  }
  return Buffer.from(bytes);
};
