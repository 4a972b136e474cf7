// The inbox of device events: written before they are acknowledged, worked off key by key, kept back with a reason.
import { type EpochMs } from '../../domain/time.ts';
import { type Statements } from '../delivery-statements.ts';
import { type Tx, sql } from '../rows.ts';

export interface InboxEvent {
  readonly deviceId: string;
  readonly eventId: string;
  /** The day of the event's own time, `YYYY-MM-DD`: the same in every resend. */
  readonly day: string;
  readonly companyId: string;
  readonly lotId: string;
  readonly key: string;
  readonly seq?: number;
  readonly type: string;
  readonly at: EpochMs;
  /** What the device said when that was not believed. */
  readonly deviceAt?: EpochMs;
  readonly receivedAt: EpochMs;
  readonly data: Readonly<Record<string, unknown>>;
  readonly pictures?: readonly string[];
}

export const bayKey = (bayId: string): string => `bay/${bayId}`;
export const vehicleKey = (lotId: string, plateHash: Buffer): string => `vehicle/${lotId}/${plateHash.toString('hex')}`;
export const laneKey = (laneId: string): string => `lane/${laneId}`;
export const deviceKey = (deviceId: string): string => `device/${deviceId}`;

/** Events whose own time makes no sense are kept under this day, in the default partition. */
export const nonsenseDay = '1970-01-01';

/** Creates the partition of a day. In a transaction of its own: it locks the whole inbox for a moment. */
export const ensurePartition = async (tx: Tx, day: string): Promise<void> => {
  if (day !== nonsenseDay) await tx.row(sql`select ensure_device_event_partition(${day}::date)`);
};

const array = (values: readonly (string | number | null)[], type: string) => sql`${[...values]}::${sql.raw(type)}[]`;

/** Writes events, those already known left out; wakes the dispatch when the transaction commits. */
export const storeEvents = async (tx: Statements, events: readonly InboxEvent[]): Promise<void> => {
  if (events.length === 0) return;
  await tx.row(sql`
    with arrived as (
      insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, seq, type, at, device_at,
        received_at, data, pictures)
      select e.device_id, e.event_id, e.day, e.company_id, e.lot_id, e.key, e.seq, e.type, instant(e.at),
        instant(e.device_at), instant(e.received_at), e.data::jsonb, e.pictures::text[]
      from unnest(
        ${array(
          events.map((event) => event.deviceId),
          'text',
        )}, ${array(
          events.map((event) => event.eventId),
          'text',
        )},
        ${array(
          events.map((event) => event.day),
          'date',
        )}, ${array(
          events.map((event) => event.companyId),
          'uuid',
        )},
        ${array(
          events.map((event) => event.lotId),
          'uuid',
        )}, ${array(
          events.map((event) => event.key),
          'text',
        )},
        ${array(
          events.map((event) => event.seq ?? null),
          'bigint',
        )}, ${array(
          events.map((event) => event.type),
          'text',
        )},
        ${array(
          events.map((event) => event.at),
          'bigint',
        )}, ${array(
          events.map((event) => event.deviceAt ?? null),
          'bigint',
        )},
        ${array(
          events.map((event) => event.receivedAt),
          'bigint',
        )},
        ${array(
          events.map((event) => JSON.stringify(event.data)),
          'text',
        )},
        ${array(
          events.map((event) => `{${(event.pictures ?? []).join(',')}}`),
          'text',
        )}
      ) as e (device_id, event_id, day, company_id, lot_id, key, seq, type, at, device_at, received_at, data, pictures)
      on conflict (device_id, event_id, day) do nothing returning 1
    )
    select pg_notify('device_event', '') from arrived limit 1`);
};

/** Writes an event that is answered right now: dispatch leaves it alone until `claimMs` of real time have passed. */
export const storeClaimed = async (tx: Tx, event: InboxEvent, claimMs: number): Promise<void> => {
  await storeEvents(tx, [event]);
  await tx.run(sql`
    update device_event set state = 'claimed', claimed_until = now() + ${`${claimMs} milliseconds`}::interval
    where device_id = ${event.deviceId} and event_id = ${event.eventId} and day = ${event.day}::date
      and state in ('new', 'claimed')`);
};

/** Extends the claim on everything that a device's offline batch has brought so far, the batch being not over. */
export const holdOfflineBatch = async (tx: Tx, deviceId: string, claimMs: number): Promise<void> => {
  await tx.run(sql`
    update device_event set claimed_until = now() + ${`${claimMs} milliseconds`}::interval
    where device_id = ${deviceId} and state = 'claimed' and data ->> 'offline' = 'true'`);
};

const waits = sql`(e.state = 'new' or (e.state = 'claimed' and e.claimed_until < now()))`;

export interface WaitingKey {
  readonly key: string;
  /** Parked, or not before its time. */
  readonly held: boolean;
}

/**
 * Up to `limit` keys with waiting events, in the order of keys after `after`. Each key costs one look into the index,
 * however many events wait.
 */
export const waitingKeys = (tx: Tx, after: string, limit: number): Promise<WaitingKey[]> => {
  const next = (from: ReturnType<typeof sql>) => sql`
    select e.dispatch_key from device_event e
    where e.state in ('new', 'claimed') and e.dispatch_key > ${from} and ${waits}
    order by e.dispatch_key limit 1`;
  return tx.rows<WaitingKey>(sql`
    with recursive waiting (key, depth) as (
      (select dispatch_key, 1 from (${next(sql`${after}`)}) first)
      union all
      select (${next(sql`waiting.key`)}), depth + 1 from waiting where waiting.key is not null and depth < ${limit}
    )
    select key, exists (
      select 1 from dispatch_key k where k.key = waiting.key and (k.parked_reason is not null or k.available_at > now())
    ) as held
    from waiting where key is not null`);
};

/** Takes the key until the transaction ends; false when another dispatch has it, unless told to wait for it. */
export const claimKey = async (tx: Tx, key: string, wait: boolean): Promise<boolean> => {
  if (wait) {
    await tx.row(
      sql`select set_config('lock_timeout', '2000', true), pg_advisory_xact_lock(hashtextextended(${key}, 7))`,
    );
    return true;
  }
  const row = await tx.row<{ taken: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${key}, 7)) as taken`,
  );
  return row?.taken === true;
};

export interface WaitingEvent extends InboxEvent {
  readonly attempts: number;
}

interface WaitingRow extends Omit<InboxEvent, 'seq' | 'deviceAt'> {
  seq: number | null;
  deviceAt: EpochMs | null;
  attempts: number;
}

/** The next events of a claimed key, in the order of their time, then of the device's count, then of arrival. */
export const waitingEvents = async (tx: Tx, key: string, limit: number): Promise<WaitingEvent[]> => {
  const rows = await tx.rows<WaitingRow>(sql`
    select e.device_id as "deviceId", e.event_id as "eventId", e.day::text as day, e.company_id as "companyId",
      e.lot_id as "lotId", e.dispatch_key as key, e.seq, e.type, epoch_ms(e.at) as at, epoch_ms(e.device_at) as "deviceAt",
      epoch_ms(e.received_at) as "receivedAt", e.data, e.pictures,
      coalesce((select attempts from dispatch_key k where k.key = e.dispatch_key), 0) as attempts
    from device_event e
    where e.dispatch_key = ${key} and e.state in ('new', 'claimed') and ${waits}
      and not exists (select 1 from dispatch_key k where k.key = ${key} and k.parked_reason is not null)
    order by e.at, e.seq nulls last, e.ingested limit ${limit}`);
  return rows.map(({ seq, deviceAt, ...rest }) => ({
    ...rest,
    ...(seq === null ? {} : { seq }),
    ...(deviceAt === null ? {} : { deviceAt }),
  }));
};

export const markDone = async (
  tx: Tx,
  event: Pick<InboxEvent, 'deviceId' | 'eventId' | 'day'>,
  added: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  await tx.run(sql`
    update device_event set state = 'done', claimed_until = null, data = data || ${JSON.stringify(added)}::jsonb
    where device_id = ${event.deviceId} and event_id = ${event.eventId} and day = ${event.day}::date`);
};

/** The key has to wait for something else; it is looked at again after `delayMs` of real time. */
export const delayKey = async (tx: Tx, key: string, companyId: string, delayMs: number): Promise<void> => {
  await tx.run(sql`
    insert into dispatch_key (key, company_id, available_at, attempts)
    values (${key}, ${companyId}, now() + ${`${delayMs} milliseconds`}::interval, 1)
    on conflict (key) do update set available_at = excluded.available_at, attempts = dispatch_key.attempts + 1,
      updated_at = now()`);
};

/** The key runs freely again. */
export const forgetDelay = async (tx: Tx, key: string): Promise<void> => {
  await tx.run(sql`delete from dispatch_key where key = ${key} and parked_reason is null`);
};

/** An event that cannot be worked off stops its key, and only its key, until a person replays it. */
export const parkKey = async (tx: Tx, event: InboxEvent, reason: string): Promise<void> => {
  await tx.run(sql`
    update device_event set state = 'parked', error = ${reason}, claimed_until = null
    where device_id = ${event.deviceId} and event_id = ${event.eventId} and day = ${event.day}::date`);
  await tx.run(sql`
    insert into dispatch_key (key, company_id, parked_reason, parked_at)
    values (${event.key}, ${event.companyId}, ${reason}, now())
    on conflict (key) do update set parked_reason = excluded.parked_reason, parked_at = now(), updated_at = now()`);
};

/** Lets a parked key run again, from the event that stopped it; false when it is not parked. */
export const replayParkedKey = async (tx: Tx, key: string): Promise<boolean> => {
  const released = await tx.run(sql`delete from dispatch_key where key = ${key} and parked_reason is not null`);
  if (released === 0) return false;
  await tx.run(
    sql`update device_event set state = 'new', error = null where dispatch_key = ${key} and state = 'parked'`,
  );
  await tx.row(sql`select pg_notify('device_event', '')`);
  return true;
};

export const parkedKeys = (tx: Tx, limit = 100) =>
  tx.rows<{ key: string; companyId: string; reason: string; parkedAt: number }>(sql`
    select key, company_id as "companyId", parked_reason as reason, epoch_ms(parked_at) as "parkedAt"
    from dispatch_key where parked_reason is not null order by parked_at limit ${limit}`);

/** How many events wait, parked ones counted apart: the inbox is empty when both are zero. */
export const inboxDepth = async (tx: Tx): Promise<{ waiting: number; parked: number }> => {
  const row = await tx.row<{ waiting: number; parked: number }>(sql`
    select count(*) filter (where state <> 'parked') as waiting, count(*) filter (where state = 'parked') as parked
    from device_event where state in ('new', 'claimed', 'parked')`);
  return row ?? { waiting: 0, parked: 0 };
};

export interface QuarantinedMessage {
  readonly id: string;
  readonly companyId?: string;
  readonly deviceId?: string;
  readonly channel: 'mqtt' | 'http' | 'push';
  readonly topic: string;
  readonly reason: string;
  readonly body: Buffer;
}

/** Keeps what could not be understood, raw and with a reason. */
export const quarantine = async (tx: Statements, messages: readonly QuarantinedMessage[]): Promise<void> => {
  for (const message of messages) {
    await tx.run(sql`
      insert into quarantined_message (id, company_id, device_id, channel, topic, reason, body)
      values (${message.id}, ${message.companyId ?? null}, ${message.deviceId ?? null}, ${message.channel}, ${message.topic},
        ${message.reason}, ${message.body})
      on conflict (id) do nothing`);
  }
};
