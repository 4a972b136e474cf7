// The commands of a Markdown page and what it says they print: `console` blocks, `$ ` before a command, `...` for anything.

export interface DocumentedCommand {
  readonly command: string;
  readonly shown: string;
}

/** Lines after a backslash belong to the command; everything up to the next `$ ` is its output. */
const readBlock = (block: string): DocumentedCommand[] => {
  const commands: { command: string; shown: string }[] = [];
  let continued = false;
  for (const line of block.split('\n')) {
    const last = commands.at(-1);
    if (line.startsWith('$ ')) commands.push({ command: line.slice(2), shown: '' });
    else if (last !== undefined && continued) last.command += `\n${line}`;
    else if (last !== undefined) last.shown += `${line}\n`;
    continued = line.endsWith('\\');
  }
  return commands;
};

export const commandsOf = (markdown: string): DocumentedCommand[][] =>
  [...markdown.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block]) => readBlock(block ?? ''));

/** What differs from run to run, in place of what it is. */
const aside: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME'],
  [/(?<!companyId=)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'],
  [/沪A[A-Z0-9]{5}/g, 'PLATE'],
  [/沪A·\*\*\*[A-Z0-9]{2}/g, 'MASK'],
  [/…[0-9a-f]{4}/g, '…ID'],
  [/pr=[A-Za-z0-9_-]+/g, 'pr=CODE'],
  [/\d+(\.\d+)? (ms|s)\b/g, 'DURATION'],
  [/"(seconds|sessionsPerSecond|durationSeconds|checks|companies|revision)":[\d.]+/g, '"$1":N'],
];

export const normalised = (text: string): string =>
  aside
    .reduce((result, [pattern, name]) => result.replaceAll(pattern, name), text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();

/** Matches normalised output; `...` stands for anything, also over lines. */
export const matcherOf = (shown: string): RegExp => {
  const parts = normalised(shown).split('...');
  const escaped = parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${escaped.join('[\\s\\S]*?')}$`);
};
