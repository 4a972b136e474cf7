// The plan of a day: movements out of differences, the same for the same seed, and slices that never skip a minute.
import { expect, test } from '@jest/globals';
import { readCityDay } from '../../../bin/replay/city-day.ts';
import { planDay } from '../../../bin/replay/plan.ts';
import { scheduleOf, sliceMsMax } from '../../../bin/replay/schedule.ts';
import { brokenEquations, type Figures } from '../../../bin/replay/figures.ts';
import { plateOf } from '../../../bin/replay/plates.ts';
import { readPlate } from '../../../domain/plate.ts';
import { minuteMs } from '../../../domain/time.ts';

const folder = new URL('../../data/city-day/', import.meta.url).pathname;
const day = readCityDay(`${folder}lots.csv`, `${folder}occupancy.csv`);
const plan = planDay(day, 7);
const times = [...new Set(day.observations.map(({ at }) => at))].sort((a, b) => a - b);

test('arrivals and departures are the falls and rises of the free spaces', () => {
  let falls = 0;
  let rises = 0;
  for (const lot of day.lots) {
    const free = day.observations.filter(({ lotId }) => lotId === lot.id).map(({ freeSpaces }) => freeSpaces);
    free.slice(1).forEach((now, index) => {
      const fallen = (free[index] ?? 0) - now;
      falls += Math.max(0, fallen);
      rises += Math.max(0, -fallen);
    });
  }
  expect(falls).toBeGreaterThan(0);
  expect(plan.arrivals).toBe(falls);
  expect(plan.departures).toBe(rises);
  expect(plan.vehicles.filter(({ arrivedAt }) => arrivedAt !== undefined)).toHaveLength(falls);
  expect(plan.vehicles.filter(({ leftAt }) => leftAt !== undefined)).toHaveLength(rises);
});

test('the same seed plans the same day, another seed another one', () => {
  expect(planDay(day, 7)).toEqual(plan);
  expect(planDay(day, 8)).not.toEqual(plan);
});

test('leaving a lot out does not change the others', () => {
  const [first] = day.lots;
  const alone = planDay(
    { lots: day.lots.slice(0, 1), observations: day.observations.filter(({ lotId }) => lotId === first?.id) },
    7,
  );
  const withoutNumbers = (vehicles: typeof plan.vehicles) => vehicles.map(({ number: _number, ...vehicle }) => vehicle);
  expect(withoutNumbers(alone.vehicles)).toEqual(
    withoutNumbers(plan.vehicles.filter(({ lotId }) => lotId === first?.id)),
  );
});

test('two cars are never on one bay at a time', () => {
  for (const lot of day.lots.filter(({ setting }) => setting === 'on-street')) {
    const stays = plan.vehicles.filter(({ lotId }) => lotId === lot.id);
    for (const stay of stays) {
      const others = stays.filter((other) => other !== stay && other.bay === stay.bay);
      const from = stay.arrivedAt ?? 0;
      const until = stay.leftAt ?? Infinity;
      expect(others.some((other) => (other.arrivedAt ?? 0) < until && from < (other.leftAt ?? Infinity))).toBe(false);
    }
  }
});

test('slices are at most a minute, end at every observation and hold every act once', () => {
  const slices = scheduleOf(plan, times);
  const [first = 0] = times;
  let from: number = first;
  for (const slice of slices) {
    expect(slice.end - from).toBeLessThanOrEqual(sliceMsMax);
    for (const act of slice.acts) expect(act.at <= slice.end && act.at > from - minuteMs).toBe(true);
    from = slice.end;
  }
  const ends = new Set(slices.map(({ end }) => end));
  expect(times.slice(1).every((time) => ends.has(time))).toBe(true);
  const acts = slices.flatMap(({ acts }) => acts);
  expect(acts.filter(({ kind }) => kind === 'arrive')).toHaveLength(plan.arrivals);
  expect(acts.filter(({ kind }) => kind === 'leave')).toHaveLength(plan.departures);
});

test('who pays before leaving pays in an earlier slice than his exit', () => {
  const slices = scheduleOf(plan, times);
  const sliceOf = (kind: string, number: number) =>
    slices.findIndex(({ acts }) => acts.some((act) => act.kind === kind && act.vehicle.number === number));
  const payers = slices
    .flatMap(({ acts }) => acts)
    .filter(({ kind, vehicle }) => kind === 'pay' && vehicle.leftAt !== undefined);
  expect(payers.length).toBeGreaterThan(0);
  for (const { vehicle } of payers)
    expect(sliceOf('pay', vehicle.number)).toBeLessThan(sliceOf('leave', vehicle.number));
});

test('every car of a run has a plate of its own that is a plate', () => {
  const numbers = [
    ...Array.from({ length: 6_000 }, (_, index) => index),
    ...Array.from({ length: 2_000 }, (_, index) => -1 - index),
  ];
  const plates = numbers.map((number) => plateOf('b0993abc', number));
  expect(new Set(plates).size).toBe(numbers.length);
  expect(plates.every((plate) => 'characters' in readPlate(plate, 'blue'))).toBe(true);
});

const sound: Figures = {
  lots: 1,
  arrivals: 3,
  departures: 2,
  sessionsOpened: 3,
  sessionsClosed: 1,
  sessionsOpen: 2,
  exitsWithoutEntry: 1,
  observations: 4,
  boardMismatches: 0,
  receivableFen: 1_000,
  discountFen: 100,
  receivedFen: 950,
  arrearsFen: 200,
  prepaidOpenFen: 150,
  overpaidFen: 100,
  refundFen: 100,
  unidentifiedFen: 0,
  ledgerImbalanceFen: 0,
  unmatchedPayments: 0,
  unpaidVehicles: 1,
  casesOpen: 0,
  casesClosed: 0,
  workflows: { completed: 1, running: 2, failed: 0, taskFailures: 0 },
};

test('figures that fit are accepted; each equation that breaks is named', () => {
  expect(brokenEquations(sound)).toEqual([]);
  expect(brokenEquations({ ...sound, receivedFen: 951 })).toEqual([expect.stringContaining('receivedFen')]);
  expect(brokenEquations({ ...sound, sessionsClosed: 2 })).toHaveLength(2);
  expect(brokenEquations({ ...sound, boardMismatches: 1 })).toEqual([expect.stringContaining('boardMismatches')]);
  expect(brokenEquations({ ...sound, workflows: { ...sound.workflows, taskFailures: 1 } })).toHaveLength(1);
});
