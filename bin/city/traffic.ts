// Cars that come and go in the demo city, in real time: every few seconds one drives in, stays for minutes, pays or not.
import { setTimeout as sleep } from 'node:timers/promises';
import { maskPlate } from '../../domain/plate.ts';
import { type DemoLot } from './demo-record.ts';
import { Garage } from './garage.ts';
import { between, type Place, type TrafficPorts } from './place.ts';
import { Street } from './street.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Drivers of the city: some hundreds, who come again and again. */
const regulars = 600;
const arrivalMs = { least: 3_000, most: 8_000 };

const plateOf = (number: number): string =>
  `沪A${letters.charAt(number % letters.length)}${String(10_000 + number * 7).slice(-4)}`;

/** Drives until the signal comes. A car that fails is told of and forgotten; the others go on. */
export const runTraffic = async (
  lots: readonly DemoLot[],
  ports: TrafficPorts,
  tell: (trouble: Readonly<Record<string, string>>) => void,
): Promise<void> => {
  const { signal, random } = ports;
  const live = (plate: string, life: Promise<void>): void =>
    void life.catch((error: unknown) => {
      if (!signal.aborted)
        tell({ plate: maskPlate(plate), error: error instanceof Error ? error.message : String(error) });
    });
  const places: Place[] = lots.map((lot) =>
    lot.setting === 'on-street' ? new Street(lot, ports) : new Garage(lot, ports),
  );
  for (const place of places) await place.adopt(live);
  while (!signal.aborted) {
    const open = places.filter(({ hasRoom }) => hasRoom);
    const place = open[Math.floor(random() * open.length)];
    const plate = plateOf(Math.floor(random() * regulars));
    const inside = places.some(({ plates }) => plates.has(plate));
    if (place !== undefined && !inside) live(plate, place.visit(plate));
    await sleep(between(random, arrivalMs), undefined, { signal }).catch(() => undefined);
  }
};
