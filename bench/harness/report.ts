// A result as people read it, in tables, and as programs read it, in one line of JSON.
import { type Figure, type Limit } from './benchmark.ts';
import { type ContestOutcome, type Outcome } from './run.ts';
import { type SideResult } from './rounds.ts';
import { holds } from './statistics.ts';

/** Four digits that mean something: more would be noise. */
const rounded = (value: number): number => Number(value.toPrecision(4));
const shown = (value: number): string =>
  Math.abs(value) >= 10_000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

const limitText = ({ atMost, below, atLeast }: Limit): string =>
  [
    atMost === undefined ? '' : `≤ ${atMost}`,
    below === undefined ? '' : `< ${below}`,
    atLeast === undefined ? '' : `≥ ${atLeast}`,
  ]
    .filter((part) => part !== '')
    .join(' ');

const verdict = (held: boolean | undefined): string => (held === undefined ? '' : held ? 'met' : 'MISSED');

/** Columns as wide as their widest cell, the first to the left, the others to the right. */
export const tableText = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)));
  const padded = (cell: string, column: number): string => {
    const space = ' '.repeat((widths[column] ?? 0) - [...cell].length);
    return column === 0 ? `${cell}${space}` : `${space}${cell}`;
  };
  return rows.map((row) => row.map(padded).join('  ').trimEnd()).join('\n');
};

const cpuText = (perUnit: Readonly<Record<string, number>>): string =>
  Object.entries(perUnit)
    .map(([name, seconds]) => `${name} ${shown(seconds * 1_000_000)} µs`)
    .join(', ');

const sideRow = (side: SideResult & { readonly median: number }, ...rest: string[]): string[] => {
  const range = `${shown(Math.min(...side.figures))} – ${shown(Math.max(...side.figures))}`;
  return [side.side.name, shown(side.median), range, cpuText(side.cpuSecondsPerUnit), ...rest];
};

const contestRows = ({ contest, ours, peers }: ContestOutcome): string[][] => [
  sideRow(ours, '', '', limitText(contest.ours), verdict(holds(ours.median, contest.ours))),
  ...peers.map((peer) => {
    const { median, min, max } = peer.ratio;
    const wanted = peer.wanted === undefined ? '' : `≥ ${peer.wanted} ×`;
    const held = peer.wanted === undefined ? undefined : median >= peer.wanted;
    return sideRow(peer, `${shown(median)} ×`, `${shown(min)} – ${shown(max)}`, wanted, verdict(held));
  }),
];

const figureRow = (figure: Figure): string[] => {
  const { name, value, unit } = figure;
  return [name, shown(value), unit, limitText(figure), verdict(holds(value, figure))];
};

export const tableOf = ({ benchmark, settings, contests, figures, met, versions }: Outcome): string => {
  const { unit } = benchmark;
  const head = ['', unit, 'range', 'CPU per unit', 'ours is better', 'range', 'wanted', ''];
  const warning = settings.quick ? ' (quick: the figures mean nothing)' : '';
  return [
    `${benchmark.name}: median of ${settings.runs} runs, ours and the peers in turn${warning}`,
    tableText([head, ...contests.flatMap(contestRows)]),
    ...(figures.length === 0 ? [] : ['', tableText(figures.map(figureRow))]),
    '',
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    met ? 'Everything that is wanted is met.' : 'Not everything that is wanted is met.',
  ].join('\n');
};

const record = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> => Object.fromEntries(entries);

const detailOf = ({ name, value, unit, ...limit }: Figure): readonly [string, object] => [
  name,
  { value: rounded(value), unit, ...limit, ...(holds(value, limit) === undefined ? {} : { met: holds(value, limit) }) },
];

const limitOf = ({ atMost, below, atLeast }: Limit): Limit => ({
  ...(atMost !== undefined && { atMost }),
  ...(below !== undefined && { below }),
  ...(atLeast !== undefined && { atLeast }),
});

/** One line. The details hold ours of every contest and the further figures. */
export const jsonOf = ({ benchmark, contests, figures, met, versions, settings }: Outcome): string => {
  const { name, unit } = benchmark;
  const sides = contests.flatMap(({ ours, peers }): SideResult[] => [ours, ...peers]);
  const peers = contests.flatMap((contest) => contest.peers);
  const ours = contests.map(({ contest, ours: side }): Figure => {
    return { name: side.side.name, value: side.median, unit, ...limitOf(contest.ours) };
  });
  return JSON.stringify({
    bench: name,
    unit,
    ours: rounded(contests[0].ours.median),
    peers: record(peers.map(({ side, median }) => [side.name, rounded(median)])),
    ratios: record(
      peers.map(({ side, ratio: { median, min, max } }) => [
        side.name,
        { median: rounded(median), min: rounded(min), max: rounded(max) },
      ]),
    ),
    wanted: record(peers.flatMap(({ side, wanted }) => (wanted === undefined ? [] : [[side.name, wanted] as const]))),
    met,
    cpuSecondsPerUnit: record(
      sides.map(({ side, cpuSecondsPerUnit }) => [
        side.name,
        record(Object.entries(cpuSecondsPerUnit).map(([process, seconds]) => [process, rounded(seconds)])),
      ]),
    ),
    versions,
    runs: settings.runs,
    ...(settings.quick && { quick: true }),
    details: record([...ours, ...figures].map(detailOf)),
  });
};
