// npm run bench -- tariff: how long a price takes, beside a rules engine and a loop over minutes.
import { chinaCalendar2026 } from '../../domain/calendar.ts';
import { type Stay } from '../../domain/tariff/tariff.ts';
import { type Benchmark, type Figure, type Say, type Settings, type Workload } from '../harness/benchmark.ts';
import { seededRandom } from '../harness/random.ts';
import { measureAllocation } from './allocation.ts';
import * as documents from './documents.ts';
import { loopDayNight, loopHolidays, minuteLoopFee } from './minute-loop.ts';
import { plainLoop } from './plain-loop.ts';
import { rulesEngineFee } from './rules-engine.ts';
import { feesOf, loopSide, mustAgree, ourSide, promisedSide } from './sides.ts';
import { mixedStays, staysOf } from './stays.ts';
import { timeComparison } from './version-comparison.ts';

const dayMinutes = 1_440;
const ringSize = 50;

const { compile } = documents;
const simple = compile(documents.simpleTariff);
const simpleByDay = compile(documents.simpleByDayTariff);
const raised = compile(documents.raisedTariff);
const dayNight = compile(documents.dayNightTariff);
const holidays = compile(documents.holidayTariff);

// Two loops over minutes: one that reads the document, as ours does, and one that is written by hand for this tariff alone.
const loopOfDayNight = plainLoop(documents.read(documents.dayNightTariff), chinaCalendar2026);
const loopOfHolidays = plainLoop(documents.read(documents.holidayTariff), chinaCalendar2026);
const byHandOfDayNight = (stay: Stay): number => minuteLoopFee(loopDayNight, stay);
const byHandOfHolidays = (stay: Stay): number => minuteLoopFee(loopHolidays, stay);

const contests = (random: () => number): Workload['contests'] => {
  const hours = staysOf(180, ringSize, random);
  const day = staysOf(dayMinutes, ringSize, random);
  const month = staysOf(30 * dayMinutes, ringSize, random);
  return [
    {
      ours: ourSide('simple-3h', simple, hours, { atMost: 0.5 }),
      peers: [{ ...promisedSide('json-rules-engine', rulesEngineFee(), hours, feesOf(simple, hours)), wanted: 20 }],
    },
    { ours: ourSide('simple-3h-capped-by-day', simpleByDay, hours, { atMost: 0.5 }), peers: [] },
    {
      ours: ourSide('day-night-24h', dayNight, day, { atMost: 2 }),
      peers: [
        { ...loopSide('minute-loop', loopOfDayNight, day, feesOf(dayNight, day)), wanted: 50 },
        loopSide('minute-loop-by-hand', byHandOfDayNight, day, feesOf(dayNight, day)),
      ],
    },
    {
      ours: ourSide('holidays-30d', holidays, month, { atMost: 8 }),
      peers: [
        loopSide('minute-loop-30d', loopOfHolidays, month, feesOf(holidays, month)),
        loopSide('minute-loop-by-hand-30d', byHandOfHolidays, month, feesOf(holidays, month)),
      ],
    },
  ];
};

const checkFees = async (count: number, random: () => number, say: Say): Promise<void> => {
  say(`checking that all agree on ${count} random stays under each tariff`);
  await mustAgree('json-rules-engine', simple, rulesEngineFee(), mixedStays(3 * dayMinutes, count, random));
  const days = mixedStays(3 * dayMinutes, count, random);
  await mustAgree('the minute loop', dayNight, loopOfDayNight, days);
  await mustAgree('the minute loop by hand', dayNight, byHandOfDayNight, days);
  const holidayStays = mixedStays(7 * dayMinutes, count, random);
  await mustAgree('the minute loop', holidays, loopOfHolidays, holidayStays);
  await mustAgree('the minute loop by hand', holidays, byHandOfHolidays, holidayStays);
};

const furtherFigures = (quick: boolean, random: () => number, say: Say): Figure[] => {
  say('comparing two versions of a tariff over past sessions');
  const comparison = timeComparison(simple, raised, mixedStays(3 * dayMinutes, quick ? 1_000 : 100_000, random));
  say('counting what is left to the garbage collector');
  return [comparison, ...(quick ? measureAllocation(100_000, 100_000) : measureAllocation(1_000_000, 10_000_000))];
};

const prepare = ({ quick }: Settings, say: Say): Workload => {
  const random = seededRandom(2_026);
  return {
    contests: contests(random),
    check: () => checkFees(quick ? 500 : 10_000, random, say),
    figures: () => furtherFigures(quick, random, say),
  };
};

export const tariffBenchmark: Benchmark = {
  name: 'tariff',
  unit: 'µs/fee',
  better: 'less',
  packages: ['json-rules-engine'],
  prepare,
};
