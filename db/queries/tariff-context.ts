// What a tariff may ask about a stay beyond its times: the vehicle's earlier stays, and the event that its rule prices.
import { type DatedEvent } from '../../domain/tariff/event-prices.ts';
import { nearestEvent } from '../../domain/tariff/event-window.ts';
import { type Interval, type StayContext } from '../../domain/tariff/tariff.ts';
import { dayMs, type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';
import { type LoadedTariff } from './tariff-versions.ts';

/** No limit of the language looks further back than a calendar day and 24 hours. */
export const priorStaysMs = 2 * dayMs;

/** So long after its event a window may end at most. */
export const longestWindowMs = 31 * dayMs;

export interface AskedStay {
  readonly sessionId: string;
  readonly lotId: string;
  readonly vehicleId?: string;
  readonly vehicleClass: string;
  readonly enteredAt: EpochMs;
}

/**
 * Earlier stays of the vehicle under the tariff, wherever they were: whoever asks for a price learns nothing else of
 * them, and the price must not depend on the lots that he may see. Exempt stays used up no free time.
 */
const priorStaysOf = async (tx: Tx, tariffId: string, stay: AskedStay): Promise<readonly Interval[]> => {
  if (stay.vehicleId === undefined) return [];
  const scope = await tx.row<{ lots: string | null }>(sql`
    select current_setting('app.lot_ids', true) as lots, set_config('app.lot_ids', '', true)`);
  const stays = await tx.rows<Interval>(sql`
    select epoch_ms(s.entered_at) as entry, epoch_ms(s.left_at) as exit
    from parking_session s join tariff_version v on v.id = s.tariff_version_id and v.tariff_id = ${tariffId}
    where s.vehicle_id = ${stay.vehicleId} and s.entered_at <= instant(${stay.enteredAt})
      and s.left_at <= instant(${stay.enteredAt}) and s.left_at > instant(${stay.enteredAt - priorStaysMs})
      and s.id <> ${stay.sessionId} and s.outcome is distinct from 'void' and s.exemption is null
    order by s.left_at, s.id`);
  await tx.run(sql`select set_config('app.lot_ids', ${scope?.lots ?? ''}, true)`);
  return stays;
};

/** As it was known when the vehicle entered: neither a later event nor one taken back later changes a stay that runs. */
const eventOf = async (tx: Tx, tariff: LoadedTariff, stay: AskedStay): Promise<DatedEvent | undefined> => {
  const windows = tariff.eventWindows(stay.vehicleClass);
  if (windows === undefined) return undefined;
  const { enteredAt } = stay;
  const events = await tx.rows<DatedEvent>(sql`
    select epoch_ms(e.starts_at) as start, epoch_ms(e.ends_at) as end from tariff_event e
    where (e.lot_id = ${stay.lotId} or e.group_id in (
        select m.group_id from lot_group_lot m where m.lot_id = ${stay.lotId}
          and m.joined_at <= instant(${enteredAt}) and (m.left_at is null or m.left_at > instant(${enteredAt}))))
      and e.created_at <= instant(${enteredAt}) and (e.removed_at is null or e.removed_at > instant(${enteredAt}))
      and e.ends_at > instant(${enteredAt - longestWindowMs})
    order by e.starts_at, e.id limit 1000`);
  return nearestEvent(windows, events, enteredAt);
};

/** Looks up what the tariff asks, and nothing else; undefined when that is nothing. */
export const contextOf = async (tx: Tx, tariff: LoadedTariff, stay: AskedStay): Promise<StayContext | undefined> => {
  const { asks } = tariff.compiled;
  if (!asks.event && !asks.priorStays) return undefined;
  const event = asks.event ? await eventOf(tx, tariff, stay) : undefined;
  const priorStays = asks.priorStays ? await priorStaysOf(tx, tariff.tariffId, stay) : undefined;
  return { ...(event && { event: { start: event.start, end: event.end } }), ...(priorStays && { priorStays }) };
};
