// What the demo company is, and the secrets that were made for it: one file that only its owner reads.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReplayLot } from '../replay/company.ts';
import { writePrivately } from './folder.ts';
import { CityUsageError } from './usage.ts';

export interface DemoPerson {
  readonly audience: 'staff' | 'field';
  readonly login: string;
  readonly password: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** The handheld of field staff. */
  readonly deviceId?: string;
}

export type DemoRole = 'administrator' | 'operator' | 'customer-service' | 'finance' | 'collector' | 'driver-desk';

/** A lot as its simulated devices need it: ids, secrets, push addresses. */
export interface DemoLot extends ReplayLot {
  /** Cars come and go by themselves; where they do not, the devices are free for people to try. */
  readonly traffic: boolean;
}

export interface DemoRecord {
  readonly company: { readonly id: string; readonly name: string };
  readonly people: Readonly<Record<DemoRole, DemoPerson>>;
  /** What has been set up so far, step by step, so that an interrupted set-up goes on where it was. */
  readonly steps: Record<string, unknown>;
  /** By code; there once everything is set up. */
  lots?: Readonly<Record<string, DemoLot>>;
}

export interface DemoCity extends DemoRecord {
  lots: Readonly<Record<string, DemoLot>>;
}

const pathIn = (folder: string): string => join(folder, 'demo.json');

export const writeDemo = (folder: string, record: DemoRecord): Promise<void> => writePrivately(pathIn(folder), record);

/** Throws when the file is damaged: new passwords for accounts that exist would open nothing. */
export const readDemo = async (folder: string): Promise<DemoRecord | undefined> => {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as DemoRecord;
  } catch {
    throw new CityUsageError(`${pathIn(folder)} is damaged. Restore it, or begin anew with "npm start -- --reset".`);
  }
};

export const isComplete = (record: DemoRecord | undefined): record is DemoCity => record?.lots !== undefined;

/** The demo city of a folder. Throws CityUsageError when it has none. */
export const demoCity = async (folder: string): Promise<DemoCity> => {
  const record = await readDemo(folder);
  if (isComplete(record)) return record;
  throw new CityUsageError(`The city in ${folder} has no demo company. Start it without --no-demo.`);
};
