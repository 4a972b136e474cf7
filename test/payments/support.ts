// A town that takes money: real PostgreSQL, a sandbox gateway, the webhook on a free port, and the queues run by hand.
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import Koa from 'koa';
import { createSessionActivities } from '../../activities/session/index.ts';
import { type EffectAnswer, type SessionEffect } from '../../activities/session/effect.ts';
import { isNotKnown, recordCash, startAttempt, type AttemptPorts } from '../../api/payments/start-attempt.ts';
import { alipayWebhook } from '../../api/webhooks/alipay.ts';
import { wechatPayWebhook } from '../../api/webhooks/wechat-pay.ts';
import { openMerchantConfiguration, saveMerchantAccount, type MerchantChannel } from '../../db/queries/merchants.ts';
import { openSession } from '../../db/queries/open-session.ts';
import { readPayment, sealPayer, type Payment } from '../../db/queries/payments.ts';
import { findOrCreateVehicle } from '../../db/queries/vehicles.ts';
import { sql, type Tx } from '../../db/rows.ts';
import { workOffNotifications } from '../../delivery/payments/inbox.ts';
import { pollPayments } from '../../delivery/payments/polling.ts';
import { type PaymentPorts } from '../../delivery/payments/ports.ts';
import { executeRefunds } from '../../delivery/payments/refunds.ts';
import { type LotPolicy } from '../../domain/lot-policy.ts';
import { fen } from '../../domain/money.ts';
import { readPlate } from '../../domain/plate.ts';
import { isRefusal, type Refusal } from '../../domain/refusal.ts';
import { epochMs, minuteMs, parseInstant } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { merchantChannels } from '../../providers/payment/merchant-channels.ts';
import { createScene, type Scene } from '../devices/support/scene.ts';
import { documentOf } from '../domain/tariff/builders.ts';
import { eventually, startBench, type Bench } from '../providers/payment/support.ts';

export interface Stay {
  readonly sessionId: string;
  readonly billId: string;
  readonly vehicleId: string;
}

export interface Town {
  readonly scene: Scene;
  readonly bench: Bench;
  readonly ports: PaymentPorts & AttemptPorts;
  readonly merchantId: string;
  readonly merchantAccountId: string;
  readonly webhookUrl: string;
  readonly clock: { now(): number; set(atMs: number): void; pass(minutes: number): void };
  inCompany<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A car parks on a bay that nobody used before; 5.00 for every half hour that has begun. */
  park(where?: 'street' | 'garage'): Promise<Stay>;
  leave(stay: Stay): Promise<EffectAnswer>;
  perform(stay: Stay, effectId: string, effect: SessionEffect): Promise<EffectAnswer>;
  start(billId: string, paymentId?: string, channel?: MerchantChannel): Promise<Payment>;
  tryStart(billId: string, paymentId?: string, channel?: MerchantChannel): Promise<Payment | Refusal | undefined>;
  takeCash(billId: string, amountFen: number): Promise<Payment | Refusal>;
  /** The company's account at Alipay, made on first mention. */
  alipay(): Promise<AlipayAccount>;
  scan(payment: Payment): Promise<void>;
  read(paymentId: string): Promise<Payment>;
  /** Runs a queue until it finds what the predicate wants, at most 5 s. */
  untilWorkedOff(wanted: () => Promise<boolean>): Promise<void>;
  /** Everything that is to be asked is asked now, not in its own time. */
  poll(): Promise<void>;
  refunds(): Promise<void>;
  close(): Promise<void>;
}

export interface AlipayAccount {
  readonly merchantId: string;
  readonly merchantAccountId: string;
  readonly webhookUrl: string;
}

export const noon = parseInstant('2026-03-11T12:00:00+08:00') ?? epochMs(0);

const addTariff = (scene: Scene): Promise<void> =>
  scene.inCompany(async (tx) => {
    const tariffId = newId();
    const { companyId } = scene;
    await tx.run(sql`insert into tariff (id, company_id, name) values (${tariffId}, ${companyId}, 'half hours')`);
    await tx.run(sql`
      insert into tariff_version (id, company_id, tariff_id, version, document, effective_from)
      values (${newId()}, ${companyId}, ${tariffId}, 1, ${JSON.stringify(documentOf({}))}::jsonb, instant(0))`);
    await tx.run(sql`update lot set tariff_id = ${tariffId}`);
  });

const startWebhook = async (ports: Parameters<typeof wechatPayWebhook>[0]) => {
  const app = new Koa();
  app.use(wechatPayWebhook(ports));
  app.use(alipayWebhook(ports));
  const server = createServer((request, response) => void app.callback()(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
};

const clockOf = () => {
  let now: number = noon;
  return {
    now: () => now,
    set: (atMs: number) => void (now = atMs),
    pass: (minutes: number) => void (now += minutes * minuteMs),
  };
};

const addAlipayAccount = async (scene: Scene, bench: Bench, url: string): Promise<AlipayAccount> => {
  const made = await bench.sandbox.alipayMerchant({ notifyUrl: '' });
  const { baseUrl: _baseUrl, notifyUrl: _notifyUrl, ...configuration } = made;
  const { companyId, keys } = scene;
  const merchantAccountId = await scene.inCompany((tx) =>
    saveMerchantAccount(tx, { companyId, channel: 'alipay', configuration }, keys),
  );
  const webhookUrl = `${url}/webhooks/alipay/${merchantAccountId}`;
  return { merchantId: configuration.merchantId, merchantAccountId, webhookUrl };
};

const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

/** Until a round finds nothing; at most 20. */
const rounds = async (round: () => Promise<number>): Promise<void> => {
  for (let count = 0; count < 20 && (await round()) > 0; count += 1);
};

export interface TownOptions {
  readonly bayCount?: number;
  readonly policy?: Partial<LotPolicy>;
}

export const openTown = async ({ bayCount = 40, policy = {} }: TownOptions = {}): Promise<Town> => {
  const scene = await createScene({ bayCount, policy });
  await addTariff(scene);
  const sensor = await scene.addDevice({ kind: 'bay-sensor', lotId: scene.streetId, bayId: scene.bays['A1'] ?? '' });
  const clock = clockOf();
  const bench = await startBench({ clock });
  const log = { warn: () => undefined };
  // The webhook's address is known before the channels are: both need each other.
  const late: { channelOf: AttemptPorts['channelOf'] } = {
    channelOf: () => {
      throw new Error('the town is not open yet');
    },
  };
  const { db: database, keys, companyId } = scene;
  const ports: PaymentPorts & AttemptPorts = {
    database,
    clock,
    channelOf: (merchant) => late.channelOf(merchant),
    sealPayer: (payerId) => sealPayer(keys, payerId),
    log,
  };
  const webhook = await startWebhook(ports);
  late.channelOf = merchantChannels({
    publicUrl: webhook.url,
    wechatPayUrl: bench.gateway.baseUrl,
    alipayUrl: bench.gateway.baseUrl,
    openConfiguration: (merchant) => openMerchantConfiguration(merchant, keys),
  });
  const {
    baseUrl: _baseUrl,
    notifyUrl: _notifyUrl,
    ...configuration
  } = await bench.sandbox.merchant({ notifyUrl: '' });
  const merchantAccountId = await scene.inCompany((tx) =>
    saveMerchantAccount(tx, { companyId, channel: 'wechat', configuration }, keys),
  );
  const activities = createSessionActivities({ database, clock, paymentUrl: (laneId) => `/pay/lanes/${laneId}` });
  let parked = 0;

  const park = async (where: 'street' | 'garage' = 'street'): Promise<Stay> => {
    parked += 1;
    const plate = readPlate(`粤B${String(10_000 + parked)}`, 'blue');
    if (isRefusal(plate)) throw new Error(plate.code);
    return scene.inCompany(async (tx) => {
      const vehicle = await findOrCreateVehicle(tx, plate, keys);
      if (isRefusal(vehicle)) throw new Error(vehicle.code);
      const opened = await openSession(tx, {
        companyId,
        ...(where === 'garage'
          ? { lotId: scene.garageId, setting: 'off-street' as const }
          : { lotId: scene.streetId, setting: 'on-street' as const, bayId: scene.bays[`A${parked}`] ?? '' }),
        vehicleId: vehicle.id,
        vehicleClass: 'small',
        entryKey: `entry/${parked}`,
        enteredAt: epochMs(clock.now()),
        place: 'none',
      });
      if (isRefusal(opened)) throw new Error(opened.code);
      const bill = await tx.row<{ id: string }>(sql`select id from bill where session_id = ${opened.sessionId}`);
      return { sessionId: opened.sessionId, billId: bill?.id ?? '', vehicleId: vehicle.id };
    });
  };

  const perform = (stay: Stay, effectId: string, effect: SessionEffect): Promise<EffectAnswer> =>
    activities.applyToSession({ companyId, sessionId: stay.sessionId, effectId, effect });

  const leave = async (stay: Stay): Promise<EffectAnswer> => {
    const eventId = newId();
    await scene.inCompany((tx) =>
      tx.run(sql`
        insert into device_event (device_id, event_id, day, company_id, lot_id, dispatch_key, type, at, received_at, data, state)
        values (${sensor.id}, ${eventId}, '2026-03-11', ${companyId}, ${scene.streetId}, ${stay.sessionId}, 'bay.free',
          instant(${clock.now()}), now(),
          (select jsonb_build_object('bayId', bay_id) from parking_session where id = ${stay.sessionId}), 'done')`),
    );
    const fact = { deviceId: sensor.id, eventId, at: clock.now(), occupied: false };
    return perform(stay, `sensed/${eventId}`, { kind: 'vehicleSensed', fact });
  };

  const tryStart: Town['tryStart'] = async (billId, paymentId = newId(), channel = 'wechat') => {
    const started = await startAttempt(ports, { scope: { companyId }, paymentId, billId, channel });
    return isNotKnown(started) ? undefined : started;
  };

  const read: Town['read'] = async (paymentId) => {
    const payment = await scene.inCompany((tx) => readPayment(tx, paymentId));
    if (payment === undefined) throw new Error(`there is no payment ${paymentId}`);
    return payment;
  };

  return {
    scene,
    bench,
    ports,
    merchantId: configuration.merchantId,
    merchantAccountId,
    webhookUrl: `${webhook.url}/webhooks/wechat-pay/${merchantAccountId}`,
    clock,
    inCompany: scene.inCompany,
    park,
    leave,
    perform,
    tryStart,
    alipay: once(() => addAlipayAccount(scene, bench, webhook.url)),
    start: async (billId, paymentId, channel) => {
      const started = await tryStart(billId, paymentId, channel);
      if (started === undefined || isRefusal(started)) throw new Error(`not started: ${started?.code ?? 'not known'}`);
      return started;
    },
    takeCash: (billId, amountFen) =>
      recordCash(
        ports,
        { companyId },
        { paymentId: newId(), billId, collectorId: 'collector-7', amountFen: fen(amountFen) },
      ),
    scan: async (payment) => {
      await bench.sandbox.pay({ codeUrl: payment.codeUrl ?? '' });
    },
    read,
    untilWorkedOff: async (wanted) => {
      const done = await eventually(
        async () => (await workOffNotifications(ports)) === 0 && (await wanted()),
        (value) => value,
      );
      if (!done) throw new Error('what was waited for did not come');
    },
    poll: async () => {
      await scene.inCompany((tx) =>
        tx.run(sql`update payment set query_after = now() where state in ('created', 'pending')`),
      );
      await rounds(() => pollPayments(ports));
    },
    refunds: async () => {
      await scene.inCompany((tx) =>
        tx.run(
          sql`update refund set query_after = now() where state in ('approved', 'executing') and query_after is not null`,
        ),
      );
      await rounds(() => executeRefunds(ports));
    },
    close: async () => {
      await bench.close();
      await webhook.close();
      await scene.close();
    },
  };
};
