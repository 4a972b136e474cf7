// The simple tariff as rules of json-rules-engine, the widely used rules engine of npm.
import { Engine } from 'json-rules-engine';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { minutesOf } from './stays.ts';

interface Price {
  readonly hourFen: number;
  readonly dayFen: number;
}

/**
 * The rules decide and name the prices, the program multiplies: the engine itself does no arithmetic. It is built once,
 * its one fact is a number that is known beforehand, and no condition uses a path: the ways its documentation names to
 * make it fast.
 */
const rules = [
  {
    name: 'free quarter of an hour',
    conditions: { all: [{ fact: 'minutes', operator: 'lessThanInclusive', value: 15 }] },
    event: { type: 'price', params: { hourFen: 0, dayFen: 0 } },
  },
  {
    name: 'hours up to the cap',
    conditions: { all: [{ fact: 'minutes', operator: 'greaterThan', value: 15 }] },
    event: { type: 'price', params: { hourFen: 500, dayFen: 4_000 } },
  },
];

const amount = (minutes: number, { hourFen, dayFen }: Price): number => {
  const days = Math.floor(minutes / 1_440);
  return days * dayFen + Math.min(dayFen, Math.ceil((minutes - days * 1_440) / 60) * hourFen);
};

/** Makes the pricing function of the simple tariff. */
export const rulesEngineFee = (): ((stay: Stay) => Promise<number>) => {
  const engine = new Engine(rules);
  return async (stay) => {
    const minutes = minutesOf(stay);
    const { events } = await engine.run({ minutes });
    const price = events[0]?.params as Price | undefined;
    return price === undefined ? Number.NaN : amount(minutes, price);
  };
};
