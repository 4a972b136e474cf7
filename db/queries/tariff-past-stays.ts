// Stays that are over, as a comparison of tariffs reads them: by keyset, with what a tariff may ask about them.
import { type RawBuilder } from 'kysely';
import { type DatedEvent } from '../../domain/tariff/event-prices.ts';
import { type Interval } from '../../domain/tariff/tariff.ts';
import { type EpochMs } from '../../domain/time.ts';
import { type Tx, sql } from '../rows.ts';
import { longestWindowMs, priorStaysMs } from './tariff-context.ts';

export interface PastStayFilter {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly lotIds?: readonly string[];
  /** Only stays that were priced under a version of it. */
  readonly tariffId?: string;
}

export interface PastStay {
  readonly sessionId: string;
  readonly lotId: string;
  readonly vehicleClass: string;
  readonly entry: EpochMs;
  readonly exit: EpochMs;
  readonly calendarVersionId: string | null;
  /** Null where they were not asked for, or there are none. */
  readonly priorStays: readonly Interval[] | null;
}

/** Void and exempt stays cost nothing under any tariff, and of nobody nothing was earned. */
const whereOf = ({ from, until, lotIds, tariffId }: PastStayFilter): RawBuilder<unknown> => sql`
  s.entered_at >= instant(${from}) and s.entered_at < instant(${until}) and s.left_at is not null
  and s.phase = 'closed' and s.outcome in ('settled', 'free', 'handed-over') and s.exemption is null
  and ${lotIds === undefined ? sql`true` : sql`s.lot_id = any (${[...lotIds]}::uuid[])`}
  and ${tariffId === undefined ? sql`true` : sql`s.tariff_version_id in (select id from tariff_version where tariff_id = ${tariffId})`}`;

/** As in tariff-context.ts: under the tariff of the stay, of the last two days. */
const priorStays = sql`(
  select json_agg(json_build_object('entry', epoch_ms(p.entered_at), 'exit', epoch_ms(p.left_at)) order by p.left_at)
  from parking_session p
  join tariff_version pv on pv.id = p.tariff_version_id
  join tariff_version sv on sv.id = s.tariff_version_id and sv.tariff_id = pv.tariff_id
  where p.vehicle_id = s.vehicle_id and p.entered_at <= s.entered_at and p.left_at <= s.entered_at
    and p.left_at > s.entered_at - ${priorStaysMs} * interval '1 millisecond'
    and p.id <> s.id and p.outcome is distinct from 'void' and p.exemption is null)`;

export interface PastStayPage {
  readonly after?: { readonly entry: EpochMs; readonly sessionId: string };
  readonly limit: number;
  readonly withPriorStays: boolean;
}

/** In the order of their entries. */
export const pastStays = (
  tx: Tx,
  filter: PastStayFilter,
  { after, limit, withPriorStays }: PastStayPage,
): Promise<PastStay[]> =>
  tx.rows<PastStay>(sql`
    select s.id as "sessionId", s.lot_id as "lotId", s.vehicle_class as "vehicleClass", epoch_ms(s.entered_at) as entry,
      epoch_ms(s.left_at) as exit, s.calendar_version_id as "calendarVersionId",
      ${withPriorStays ? priorStays : sql`null`} as "priorStays"
    from parking_session s where ${whereOf(filter)}
      and ${after === undefined ? sql`true` : sql`(s.entered_at, s.id) > (instant(${after.entry}), ${after.sessionId}::uuid)`}
    order by s.entered_at, s.id limit ${limit}`);

/** How many there are, counted no further than `most`. */
export const countPastStays = async (tx: Tx, filter: PastStayFilter, most: number): Promise<number> =>
  (
    await tx.row<{ stays: number }>(sql`
      select count(*) as stays from (select 1 from parking_session s where ${whereOf(filter)} limit ${most}) counted`)
  )?.stays ?? 0;

interface PastEvent extends DatedEvent {
  readonly lotId: string;
  readonly knownFrom: number;
  readonly knownUntil: number | null;
}

export interface PastEvents {
  /** The events of a lot that were known at an instant, in the order of their starts. */
  knownAt(lotId: string, at: EpochMs): readonly DatedEvent[];
}

/** The events that stays of the period may have been priced by; none when nobody asks. */
export const pastEvents = async (tx: Tx, filter: PastStayFilter | undefined): Promise<PastEvents> => {
  const byLot = new Map<string, PastEvent[]>();
  if (filter !== undefined) {
    const rows = await tx.rows<PastEvent>(sql`
      select coalesce(e.lot_id, m.lot_id) as "lotId", epoch_ms(e.starts_at) as start, epoch_ms(e.ends_at) as end,
        epoch_ms(greatest(e.created_at, m.joined_at)) as "knownFrom", epoch_ms(least(e.removed_at, m.left_at)) as "knownUntil"
      from tariff_event e left join lot_group_lot m on m.group_id = e.group_id
      where e.ends_at > instant(${filter.from - longestWindowMs}) and e.created_at < instant(${filter.until})
        and (e.lot_id is not null or m.lot_id is not null)
      order by e.starts_at, e.id`);
    for (const row of rows) byLot.set(row.lotId, [...(byLot.get(row.lotId) ?? []), row]);
  }
  return {
    knownAt: (lotId, at) =>
      (byLot.get(lotId) ?? []).filter(
        ({ knownFrom, knownUntil }) => knownFrom <= at && (knownUntil === null || at < knownUntil),
      ),
  };
};

/** The names of lots, by id; only those in the scope. */
export const lotNames = async (tx: Tx, lotIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await tx.rows<{ id: string; name: string }>(sql`
    select id, name from lot where id = any (${[...lotIds]}::uuid[])`);
  return new Map(rows.map(({ id, name }) => [id, name]));
};
