// Moves the clock through the day, slice by slice, and compares the public board at every observation.
import { type Database } from '../../db/database.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type System } from '../system.ts';
import { type Acts } from './acts.ts';
import { type CityDay, type Observation } from './city-day.ts';
import { type ReplayCompany, bayCode } from './company.ts';
import { type DayPlan } from './plan.ts';
import { freeSpacesOf, untilQuiet } from './quiet.ts';
import { scheduleOf, type Slice } from './schedule.ts';

export interface DriverPorts {
  readonly system: System;
  readonly database: Database;
  readonly company: ReplayCompany;
  readonly acts: Acts;
  readonly clock: { set(atMs: number): void };
  readonly crashEvery: number | undefined;
  readonly progress: (sentence: string) => void;
}

export interface Comparison {
  readonly observations: number;
  readonly boardMismatches: number;
}

const crashAfterMs = 150;

/** The cars that are inside before the first entry: one calibration per lot. */
const calibrate = async ({ company }: DriverPorts, plan: DayPlan): Promise<void> => {
  for (const opening of plan.openings) {
    const lot = company.lots.get(opening.lotId);
    if (lot === undefined) continue;
    const codes = Array.from({ length: opening.occupied }, (_, bay) => bayCode(bay));
    await company.administrator.call({
      method: 'POST',
      path: `/v1/lots/${lot.lotId}/calibrations`,
      key: `${company.run}-${lot.lotId}-opening`,
      body: {
        occupied: opening.occupied,
        reason: 'opening count of the day',
        ...(lot.setting === 'on-street' ? { occupiedBayCodes: codes } : {}),
      },
    });
  }
};

/** Worker, bridge and API die at once while cars are moving, and are started again. */
const crash = async ({ system }: DriverPorts): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, crashAfterMs));
  await Promise.all((['worker', 'bridge', 'api'] as const).map((name) => system.crash(name)));
};

const runSlice = async (ports: DriverPorts, slice: Slice, crashing: boolean): Promise<void> => {
  ports.clock.set(slice.end);
  const acting = slice.acts.map((act) => ports.acts.perform(act));
  await Promise.all([...acting, ...(crashing ? [crash(ports)] : [])]);
};

const compare = async (ports: DriverPorts, observed: readonly Observation[]): Promise<number> => {
  await untilQuiet(ports.database, ports.company.companyId);
  let mismatches = 0;
  for (const { lotId, freeSpaces, at } of observed) {
    const lot = ports.company.lots.get(lotId);
    if (lot === undefined) continue;
    const free = await freeSpacesOf(ports.company.collector, lot);
    if (free === freeSpaces) continue;
    mismatches += 1;
    ports.progress(`${new Date(at).toISOString()} ${lotId}: the board says ${free} free, the city said ${freeSpaces}`);
  }
  return mismatches;
};

const byTime = (observations: readonly Observation[]): Map<EpochMs, Observation[]> => {
  const groups = new Map<EpochMs, Observation[]>();
  for (const observation of observations) {
    const group = groups.get(observation.at) ?? [];
    group.push(observation);
    groups.set(observation.at, group);
  }
  return groups;
};

export const driveDay = async (ports: DriverPorts, day: CityDay, plan: DayPlan): Promise<Comparison> => {
  const observed = byTime(day.observations);
  const times = [...observed.keys()].sort((a, b) => a - b);
  const [first] = times;
  if (first === undefined) return { observations: 0, boardMismatches: 0 };
  ports.clock.set(first);
  await calibrate(ports, plan);
  let boardMismatches = await compare(ports, observed.get(first) ?? []);
  let observations = observed.get(first)?.length ?? 0;
  let eventful = 0;
  let acts = 0;
  for (const slice of scheduleOf(plan, times)) {
    if (slice.acts.length > 0) eventful += 1;
    const crashing = ports.crashEvery !== undefined && slice.acts.length > 0 && eventful % ports.crashEvery === 0;
    await runSlice(ports, slice, crashing);
    acts += slice.acts.length;
    const due = observed.get(slice.end);
    if (due === undefined) continue;
    boardMismatches += await compare(ports, due);
    observations += due.length;
    ports.progress(
      `${new Date(slice.end).toISOString()}: ${acts} acts, ${observations} observations, ${boardMismatches} mismatches`,
    );
  }
  return { observations, boardMismatches };
};
