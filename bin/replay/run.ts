// One run: set up the company, drive the day, take the figures, check the equations.
import { type Client } from '@temporalio/client';
import { type Database } from '../../db/database.ts';
import { type System } from '../system.ts';
import { Acts } from './acts.ts';
import { type ReplayArguments } from './arguments.ts';
import { type CityDay } from './city-day.ts';
import { setUpCompany } from './company.ts';
import { replayDevices } from './devices.ts';
import { driveDay } from './driver.ts';
import { driverWallet } from './driver-wallet.ts';
import { brokenEquations, moneyFigures, sessionFigures, workflowFigures, type Figures } from './figures.ts';
import { type DayPlan } from './plan.ts';
import { untilQuiet } from './quiet.ts';

export interface ReplayRun {
  readonly system: System;
  readonly database: Database;
  readonly client: Client;
  readonly clock: { set(atMs: number): void };
  readonly day: CityDay;
  readonly plan: DayPlan;
  readonly options: ReplayArguments;
  readonly progress: (sentence: string) => void;
}

export interface ReplayResult {
  readonly figures: Figures & { readonly seconds: number; readonly sessionsPerSecond: number };
  /** The equations that do not hold, in words. */
  readonly broken: readonly string[];
}

/** Only the counts come from the plan; every other figure is read back from the platform. */
export const replayDay = async (run: ReplayRun): Promise<ReplayResult> => {
  const { system, database, client, clock, day, plan, options, progress } = run;
  const { zone, tariff, crashEvery, seed } = options;
  const company = await setUpCompany(system, day, {
    zone,
    progress,
    ...(tariff === undefined ? {} : { tariffFile: tariff }),
  });
  const { companyId } = company;
  progress(`company ${companyId} is set up; the day begins`);
  const devices = replayDevices({
    brokerUrl: system.env['MQTT_URL'] ?? '',
    bridgeUrl: system.bridgeUrl,
    companyId,
    seed: String(seed),
  });
  const wallet = driverWallet(company.collector, { url: system.gatewayUrl, token: system.env['SANDBOX_TOKEN'] ?? '' });
  const acts = new Acts(company, devices, wallet);
  const began = performance.now();
  const compared = await driveDay({ system, database, company, acts, clock, crashEvery, progress }, day, plan).finally(
    () => devices.close(),
  );
  await untilQuiet(database, companyId);
  const seconds = (performance.now() - began) / 1_000;
  const sessions = await sessionFigures(database, companyId);
  const workflows = await workflowFigures(client, companyId, (done) => {
    if (done % 1_000 === 0) progress(`${done} workflow histories read`);
  });
  const figures = {
    lots: company.lots.size,
    arrivals: plan.arrivals,
    departures: plan.departures,
    ...sessions,
    ...compared,
    ...(await moneyFigures(database, companyId)),
    ...workflows,
    seconds: Math.round(seconds * 10) / 10,
    sessionsPerSecond: Math.round((sessions.sessionsOpened / seconds) * 100) / 100,
  };
  return { figures, broken: brokenEquations(figures) };
};
