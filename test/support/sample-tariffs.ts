// The sample tariffs of docs/examples/tariffs with their worked cases, as test/data/tariffs lists them.
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

export interface WorkedCase {
  readonly entry: string;
  readonly exit: string;
  readonly vehicle: string;
  readonly feeFen: number;
  /** Whether the amount itself is published, or computed by hand from the published rule. */
  readonly expectedFrom: 'source' | 'computed';
  readonly note: string;
  readonly context?: unknown;
}

export interface SampleTariff {
  readonly id: string;
  readonly source: readonly { readonly url?: string; readonly repo?: string }[];
  /** What the source says. */
  readonly rule: string;
  /** Path from the project's folder. */
  readonly document: string;
  readonly cases: readonly WorkedCase[];
}

const samplesOf = (table: string): SampleTariff[] => readJson(`test/data/tariffs/${table}.json`) as SampleTariff[];

export const publishedTariffs = samplesOf('published');
export const moreTariffs = samplesOf('more');
export const sampleTariffs = [...publishedTariffs, ...moreTariffs];

export const readDocument = ({ document }: SampleTariff): unknown => readJson(document);
export const pathOf = (path: string): string => new URL(path, root).pathname;

export const documentPaths = (): string[] =>
  readdirSync(new URL('docs/examples/tariffs/', root))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `docs/examples/tariffs/${name}`);
