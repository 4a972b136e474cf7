// Compares two tariffs over stays: what the change is worth in total, for how many it is dearer, and for whom most.
import { fen, type Fen } from '../money.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { type CompiledTariff, type Stay } from './tariff.ts';

/** What a comparison asks of a tariff. */
export type Pricer = Pick<CompiledTariff, 'fee'>;

export interface ComparisonTotals {
  readonly stays: number;
  /** Dearer, cheaper and as dear as before, of the stays that both tariffs price. */
  readonly up: number;
  readonly down: number;
  readonly same: number;
  /** Stays that one of the two does not price, or neither; they are in no amount. */
  readonly refused: number;
  readonly refusedBefore: number;
  readonly refusedAfter: number;
  readonly beforeFen: Fen;
  readonly afterFen: Fen;
  readonly differenceFen: Fen;
}

export interface ChangedStay<Key> {
  readonly key: Key;
  readonly stay: Stay;
  readonly beforeFen: Fen;
  readonly afterFen: Fen;
  readonly differenceFen: Fen;
}

export interface Comparison<Key> {
  readonly totals: ComparisonTotals;
  /** By the name that `groupOf` gives, in the order in which the names came. */
  readonly groups: ReadonlyMap<string, ComparisonTotals>;
  /** The biggest changes up or down, the biggest first; of equal ones the first that came. */
  readonly biggest: readonly ChangedStay<Key>[];
}

export interface ComparisonOptions<Key> {
  /** How many of the biggest changes are kept. */
  readonly biggest?: number;
  readonly groupOf?: (key: Key) => string;
  /** Hears both fees of every stay. */
  readonly each?: (key: Key, before: Fen | Refusal, after: Fen | Refusal) => void;
}

/** A comparison that is fed stay by stay, so that stays may come page by page. */
export interface RunningComparison<Key> {
  /** `afterStay` where the other tariff asks another context of the same stay. Nothing of a stay is kept but big changes. */
  add(key: Key, stay: Stay, afterStay?: Stay): void;
  result(): Comparison<Key>;
}

class Tally {
  stays = 0;
  up = 0;
  down = 0;
  same = 0;
  refused = 0;
  refusedBefore = 0;
  refusedAfter = 0;
  beforeFen = 0;
  afterFen = 0;

  refuse(before: boolean, after: boolean): void {
    this.stays += 1;
    this.refused += 1;
    if (before) this.refusedBefore += 1;
    if (after) this.refusedAfter += 1;
  }

  count(beforeFen: number, afterFen: number): void {
    this.stays += 1;
    this.beforeFen += beforeFen;
    this.afterFen += afterFen;
    if (afterFen > beforeFen) this.up += 1;
    else if (afterFen < beforeFen) this.down += 1;
    else this.same += 1;
  }

  totals(): ComparisonTotals {
    const { stays, up, down, same, refused, refusedBefore, refusedAfter, beforeFen, afterFen } = this;
    return {
      stays,
      up,
      down,
      same,
      refused,
      refusedBefore,
      refusedAfter,
      beforeFen: fen(beforeFen),
      afterFen: fen(afterFen),
      differenceFen: fen(afterFen - beforeFen),
    };
  }
}

/** The few biggest changes, sorted; a stay that is none of them costs one comparison. */
class BiggestChanges<Key> {
  readonly kept: ChangedStay<Key>[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  offer(key: Key, stay: Stay, beforeFen: Fen, afterFen: Fen): void {
    const size = Math.abs(afterFen - beforeFen);
    const last = this.kept.length === this.#most ? this.kept.at(-1) : undefined;
    if (size === 0 || this.#most === 0 || (last !== undefined && size <= Math.abs(last.differenceFen))) return;
    const behind = this.kept.findIndex(({ differenceFen }) => Math.abs(differenceFen) < size);
    // Copied: whoever feeds the stays may use one object for all of them.
    const change = { key, stay: { ...stay }, beforeFen, afterFen, differenceFen: fen(afterFen - beforeFen) };
    this.kept.splice(behind < 0 ? this.kept.length : behind, 0, change);
    if (this.kept.length > this.#most) this.kept.pop();
  }
}

export const startComparison = <Key>(
  before: Pricer,
  after: Pricer,
  { biggest = 20, groupOf, each }: ComparisonOptions<Key> = {},
): RunningComparison<Key> => {
  const all = new Tally();
  const groups = new Map<string, Tally>();
  const changes = new BiggestChanges<Key>(biggest);
  const groupTally = (name: string): Tally => {
    const known = groups.get(name) ?? new Tally();
    groups.set(name, known);
    return known;
  };
  return {
    add: (key, stay, afterStay = stay) => {
      const beforeFen = before.fee(stay);
      const afterFen = after.fee(afterStay);
      each?.(key, beforeFen, afterFen);
      const group = groupOf && groupTally(groupOf(key));
      if (isRefusal(beforeFen) || isRefusal(afterFen)) {
        all.refuse(isRefusal(beforeFen), isRefusal(afterFen));
        group?.refuse(isRefusal(beforeFen), isRefusal(afterFen));
        return;
      }
      all.count(beforeFen, afterFen);
      group?.count(beforeFen, afterFen);
      changes.offer(key, stay, beforeFen, afterFen);
    },
    result: () => ({
      totals: all.totals(),
      groups: new Map([...groups].map(([name, tally]) => [name, tally.totals()])),
      biggest: [...changes.kept],
    }),
  };
};

/** Compares over whatever gives stays one after the other; the key of a stay is its number, from 0. */
export const compareTariffs = (
  before: Pricer,
  after: Pricer,
  stays: Iterable<Stay>,
  options: ComparisonOptions<number> = {},
): Comparison<number> => {
  const comparison = startComparison<number>(before, after, options);
  let index = 0;
  for (const stay of stays) comparison.add(index++, stay);
  return comparison.result();
};
