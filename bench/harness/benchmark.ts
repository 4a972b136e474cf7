// What a benchmark is: the interface between the harness, which runs and reports, and the work of bench/<name>/.

/** How much is measured. `quick` is for tests of the harness: small work, figures that mean nothing. */
export interface Settings {
  readonly runs: number;
  /** About how long one measurement of one side lasts, where the work is not fixed. */
  readonly seconds: number;
  readonly quick: boolean;
}

/** Tells a person who waits what is going on; never part of the result. */
export type Say = (sentence: string) => void;

export interface Measurement {
  /** In the benchmark's unit. */
  readonly figure: number;
  /** How much work was done: CPU seconds are divided by it. */
  readonly units: number;
}

/** One way to do the work: ours or a peer's. The name is its key in the result, once per benchmark. */
export interface Side {
  readonly name: string;
  readonly measure: (seconds: number) => Measurement | Promise<Measurement>;
  /** Throws when what was just measured has not done its work; no figure of the whole run counts then. */
  readonly check?: (measurement: Measurement) => void | Promise<void>;
}

export interface Peer extends Side {
  /** How many times better ours must be, by the median of the pairwise ratios. */
  readonly wanted?: number;
}

/** A limit of a figure; without one it is only printed. */
export interface Limit {
  readonly atMost?: number;
  readonly below?: number;
  readonly atLeast?: number;
}

/** Sides that do the same work and are measured in turn. */
export interface Contest {
  /** The limit is that of the median figure. */
  readonly ours: Side & Limit;
  readonly peers: readonly Peer[];
}

/** A further number of a benchmark, measured once. */
export interface Figure extends Limit {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A benchmark that is ready to run. */
export interface Workload {
  /** The first is the headline: its `ours` is the `ours` of the result. */
  readonly contests: readonly [Contest, ...Contest[]];
  /** Processes beside this one whose CPU time counts, each with all that it started: name to process id. */
  readonly processes?: Readonly<Record<string, number>>;
  /** Before anything is measured. Throws when the sides do not agree, or do not do the work. */
  readonly check?: () => void | Promise<void>;
  /** After the contests. May throw like `check`. */
  readonly figures?: () => readonly Figure[] | Promise<readonly Figure[]>;
  /** Always called, also after a failure. */
  readonly close?: () => void | Promise<void>;
}

export interface Benchmark {
  readonly name: string;
  readonly unit: string;
  /** Which figure is the better one. A ratio says how many times better ours is, either way. */
  readonly better: 'more' | 'less';
  /** npm packages whose versions are printed. */
  readonly packages: readonly string[];
  readonly prepare: (settings: Settings, say: Say) => Workload | Promise<Workload>;
}

/** What `npm run bench` knows of a benchmark before it loads it, with everything that it needs. */
export interface Entry {
  /** For the list of names. */
  readonly sentence: string;
  readonly load: () => Promise<Benchmark>;
}

export type Registry = Readonly<Record<string, Entry>>;

/** The work was not done, or not alike by all: the figures would mean nothing. */
export class CheckFailed extends Error {}

/** For checks: throws unless it holds. */
export const mustHold = (holds: boolean, sentence: string): void => {
  if (!holds) throw new CheckFailed(sentence);
};
