// Turns free spaces over time into vehicles: who arrives when and where, who leaves when, and how each one pays.
import { epochMs, minuteMs, type EpochMs } from '../../domain/time.ts';
import { type CityDay, type DayLot } from './city-day.ts';
import { randomOf } from '../../devices/simulator/index.ts';

/** How a driver pays: before leaving, at the exit, to a collector, or not at all. */
export type PaymentHabit = 'wechat-early' | 'wechat-at-exit' | 'cash' | 'never';

export interface Vehicle {
  /** Counts arrivals over the whole day; -1 and below are cars of the opening count, which have no entry. */
  readonly number: number;
  readonly lotId: string;
  readonly setting: DayLot['setting'];
  /** On the street: which bay, counted from 0. */
  readonly bay?: number;
  readonly arrivedAt?: EpochMs;
  readonly leftAt?: EpochMs;
  readonly habit: PaymentHabit;
  readonly discount: boolean;
  /** On the street: whether a collector binds the plate. */
  readonly identified: boolean;
}

export interface OpeningCount {
  readonly lotId: string;
  readonly at: EpochMs;
  readonly occupied: number;
}

export interface DayPlan {
  readonly openings: readonly OpeningCount[];
  readonly vehicles: readonly Vehicle[];
  readonly arrivals: number;
  readonly departures: number;
}

/** Uniform in [0, 1). */
type Random = () => number;
type Draft = { -readonly [K in keyof Vehicle]: Vehicle[K] };

const windowMsMax = 5 * minuteMs;
const discountShare = 0.03;
const identifiedShare = 0.98;

/** The k-th of n movements between two observations. */
const movementTimes = (before: EpochMs, after: EpochMs, count: number): EpochMs[] => {
  const windowMs = Math.min(after - before, windowMsMax);
  return Array.from({ length: count }, (_, index) =>
    epochMs(Math.floor(after - windowMs + (windowMs * (index + 1)) / (count + 1))),
  );
};

const habitOf = (setting: DayLot['setting'], random: Random): PaymentHabit => {
  const drawn = random();
  if (setting === 'on-street') return drawn < 0.55 ? 'wechat-early' : drawn < 0.8 ? 'cash' : 'never';
  return drawn < 0.25 ? 'wechat-early' : drawn < 0.85 ? 'wechat-at-exit' : 'cash';
};

/** One lot's day: the cars inside, the free bays, and the vehicles made so far. */
class LotDay {
  readonly vehicles: Draft[] = [];
  private readonly inside: Draft[] = [];
  private readonly freeBays: number[];
  private readonly lot: DayLot;
  private readonly random: Random;

  constructor(lot: DayLot, opening: number, random: Random) {
    this.lot = lot;
    this.random = random;
    this.freeBays = Array.from({ length: lot.capacity - opening }, (_, index) => lot.capacity - 1 - index);
    for (let place = 0; place < opening; place += 1) {
      const bay = lot.setting === 'on-street' ? { bay: place } : {};
      this.inside.push({
        number: -1,
        lotId: lot.id,
        setting: lot.setting,
        ...bay,
        habit: 'never',
        discount: false,
        identified: false,
      });
    }
  }

  arrive(at: EpochMs): void {
    const { lot, random } = this;
    const habit = habitOf(lot.setting, random);
    const discount = random() < discountShare;
    const identified = lot.setting === 'off-street' || random() < identifiedShare;
    const bay = lot.setting === 'on-street' ? { bay: this.takeBay() } : {};
    const vehicle: Draft = {
      number: 0,
      lotId: lot.id,
      setting: lot.setting,
      ...bay,
      arrivedAt: at,
      habit,
      discount,
      identified,
    };
    this.vehicles.push(vehicle);
    this.inside.push(vehicle);
  }

  /** A car drawn at random from all cars inside; one of the opening count is an exit without entry. */
  leave(at: EpochMs): void {
    const [vehicle] = this.inside.splice(Math.floor(this.random() * this.inside.length), 1);
    if (vehicle === undefined) throw new Error(`${this.lot.id} has no car left to leave`);
    vehicle.leftAt = at;
    if (vehicle.bay !== undefined) this.freeBays.push(vehicle.bay);
    if (vehicle.arrivedAt === undefined) this.vehicles.push(vehicle);
  }

  private takeBay(): number {
    const [bay] = this.freeBays.splice(Math.floor(this.random() * this.freeBays.length), 1);
    if (bay === undefined) throw new Error(`${this.lot.id} has no free bay left`);
    return bay;
  }
}

const numbered = (vehicles: readonly Draft[]): Vehicle[] => {
  const first = (vehicle: Draft): number => vehicle.arrivedAt ?? vehicle.leftAt ?? 0;
  let arrival = 0;
  let opening = 0;
  return [...vehicles]
    .sort((a, b) => first(a) - first(b) || a.lotId.localeCompare(b.lotId, 'en'))
    .map((vehicle) => ({ ...vehicle, number: vehicle.arrivedAt === undefined ? (opening -= 1) : arrival++ }));
};

/** The plan of the day; the same seed gives the same plan. */
export const planDay = (day: CityDay, seed: number): DayPlan => {
  const openings: OpeningCount[] = [];
  const vehicles: Draft[] = [];
  let arrivals = 0;
  let departures = 0;
  day.lots.forEach((lot) => {
    const observed = day.observations.filter(({ lotId }) => lotId === lot.id);
    const [opening, ...changes] = observed;
    if (opening === undefined) return;
    const occupied = lot.capacity - opening.freeSpaces;
    openings.push({ lotId: lot.id, at: opening.at, occupied });
    // Each lot draws from a sequence of its own, so that leaving lots out does not change the others.
    const lotDay = new LotDay(lot, occupied, randomOf(`${seed}/${lot.id}`));
    let before = opening;
    for (const change of changes) {
      const fallen = before.freeSpaces - change.freeSpaces;
      for (const at of movementTimes(before.at, change.at, Math.abs(fallen))) {
        if (fallen > 0) lotDay.arrive(at);
        else lotDay.leave(at);
      }
      arrivals += Math.max(0, fallen);
      departures += Math.max(0, -fallen);
      before = change;
    }
    vehicles.push(...lotDay.vehicles);
  });
  return { openings, vehicles: numbered(vehicles), arrivals, departures };
};
