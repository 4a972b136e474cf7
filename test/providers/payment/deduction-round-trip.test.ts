// The deduction contract against the gateway process: sign a plate, register its entry, deduct at its departure.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fen } from '../../../domain/money.ts';
import { type DeductionContract } from '../../../providers/payment/deduction-contract.ts';
import { wechatParkingContract } from '../../../providers/payment/wechat-pay/wechat-parking-contract.ts';
import { wechatPayBills } from '../../../providers/payment/wechat-pay/wechat-pay-bills.ts';
import { wechatPayChannel } from '../../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import {
  arrival,
  deductionNotices,
  departure,
  entryNotices,
  inside,
  leftAt,
  newPlate,
  payerId,
  setService,
} from './deduction-support.ts';
import { type GatewayBench, openTill, startGatewayBench, type Till } from './gateway-bench.ts';
import { eventually, order } from './support.ts';

let bench: GatewayBench;
let till: Till;
let contract: DeductionContract;
beforeAll(async () => {
  bench = await startGatewayBench(leftAt);
  till = await openTill(bench);
  contract = wechatParkingContract(till.merchant);
});
afterAll(async () => {
  await till.receiver.close();
  await bench.close();
});

const settled = (outTradeNo: string) =>
  eventually(
    () => contract.queryDeduction(outTradeNo),
    (asked) => asked.outcome === 'found' && asked.deduction.state !== 'accepted',
  );

describe('the contract', () => {
  test('is signed on a page of the channel, and found once it is', async () => {
    const plate = newPlate();
    const holder = { plate, payerId };
    expect(await contract.query(holder)).toEqual({ outcome: 'found', state: 'unsigned' });
    expect(await contract.sign(holder)).toMatchObject({
      outcome: 'invited',
      invitation: {
        kind: 'mini-program',
        parameters: {
          mchid: till.merchant.merchantId,
          openid: payerId,
          plate_number: plate.characters,
          plate_color: 'BLUE',
        },
      },
    });
    await setService(bench, till, plate);
    expect(await contract.query(holder)).toEqual({ outcome: 'found', state: 'signed', signedAt: leftAt });
    expect(await contract.query({ plate, payerId: 'oStranger' })).toEqual({ outcome: 'found', state: 'unsigned' });
    expect(await contract.query({ plate: { ...plate, colour: 'yellow' }, payerId })).toMatchObject({
      state: 'unsigned',
    });
  });

  test('is ended by its owner alone, which unsign says', async () => {
    const plate = newPlate();
    await setService(bench, till, plate);
    expect(await contract.unsign({ plate, payerId })).toEqual({ outcome: 'payer-only' });
    await setService(bench, till, plate, 'OUT_SERVICE');
    expect(await contract.unsign({ plate, payerId })).toEqual({ outcome: 'unsigned' });
  });

  test.each([
    ['PAUSE', 'paused'],
    ['OVERDUE', 'overdue'],
    ['OUT_SERVICE', 'unsigned'],
  ] as const)(
    'registers an entry whose plate is %s as blocked, and declines to deduct it',
    async (state, blockedBy) => {
      const plate = newPlate();
      await setService(bench, till, plate, state);
      const registered = await contract.registerEntry(arrival(plate));
      expect(registered).toMatchObject({ outcome: 'registered', entry: { blockedBy } });
      const { parkingId } = (registered as Extract<typeof registered, { outcome: 'registered' }>).entry;
      expect(await contract.deduct(departure(plate, parkingId))).toMatchObject({
        outcome: 'declined',
        code: 'INVALID_REQUEST',
        remedy: 'none',
      });
    },
  );

  test('answers the same entry to the same number, and declines the number for another vehicle', async () => {
    const plate = newPlate();
    await setService(bench, till, plate);
    const request = arrival(plate);
    const first = await contract.registerEntry(request);
    expect(first).toMatchObject({ outcome: 'registered', entry: { outParkingNo: request.outParkingNo } });
    expect(await contract.registerEntry(request)).toEqual(first);
    expect(await contract.registerEntry({ ...request, plate: newPlate() })).toMatchObject({ outcome: 'declined' });
  });

  test('tells while the vehicle is inside that its owner pauses and signs again', async () => {
    const plate = newPlate();
    await setService(bench, till, plate);
    const request = arrival(plate);
    await contract.registerEntry(request);
    await setService(bench, till, plate, 'PAUSE');
    expect(await entryNotices(till, contract, request.outParkingNo, 1)).toMatchObject([
      { eventType: 'VEHICLE.ENTRANCE_STATE_CHANGE', blockedBy: 'paused', changedAt: leftAt },
    ]);
    await setService(bench, till, plate, 'NORMAL');
    const notices = await entryNotices(till, contract, request.outParkingNo, 2);
    expect(notices.map(({ blockedBy }) => blockedBy)).toEqual(['paused', undefined]);
    await setService(bench, till, plate, 'OUT_SERVICE');
    expect((await entryNotices(till, contract, request.outParkingNo, 3))[2]).toMatchObject({ blockedBy: 'removed' });
  });

  test('says nothing more of a stay that is deducted', async () => {
    const plate = newPlate();
    await setService(bench, till, plate);
    const [deducted, parked] = [arrival(plate), arrival(plate)];
    const registered = await contract.registerEntry(deducted);
    if (registered.outcome !== 'registered') throw new Error(JSON.stringify(registered));
    await contract.registerEntry(parked);
    const request = departure(plate, registered.entry.parkingId);
    await contract.deduct(request);
    await settled(request.outTradeNo);
    await setService(bench, till, plate, 'PAUSE');
    expect(await entryNotices(till, contract, parked.outParkingNo, 1)).toHaveLength(1);
    expect(await bench.sandbox.book(till.merchant.merchantId)).toMatchObject({ pendingNotices: 0 });
    expect(await entryNotices(till, contract, deducted.outParkingNo, 0)).toEqual([]);
  });

  test('declines a plate of unknown colour without asking', async () => {
    const plate = { characters: '粤B12345', colour: 'unknown' } as const;
    const nowhere = wechatParkingContract({ ...till.merchant, baseUrl: 'http://127.0.0.1:1' });
    const declined = { outcome: 'declined', code: 'PLATE_COLOUR_UNKNOWN', remedy: 'none' };
    expect(await nowhere.sign({ plate, payerId })).toMatchObject(declined);
    expect(await nowhere.query({ plate, payerId })).toMatchObject(declined);
    expect(await nowhere.registerEntry(arrival(plate))).toMatchObject(declined);
    expect(await nowhere.deduct(departure(plate, 'P1'))).toMatchObject(declined);
  });
});

describe.each(['public-key', 'certificates'] as const)('a deduction with %s verification', (mode) => {
  let shop: Till;
  let ours: DeductionContract;
  beforeAll(async () => {
    shop = await openTill(bench, mode);
    ours = wechatParkingContract(shop.merchant);
  });
  afterAll(() => shop.receiver.close());

  test('is accepted, succeeds a little later, and is told of by an encrypted notice', async () => {
    const request = await inside(bench, shop, ours, { attach: 'bill 9' });
    expect(await ours.deduct(request)).toEqual({
      outcome: 'accepted',
      deduction: { outTradeNo: request.outTradeNo, state: 'accepted', amountFen: 1_500, attach: 'bill 9' },
    });
    const [notice] = await deductionNotices(shop, ours, request.outTradeNo, 1);
    const paid = { state: 'succeeded', amountFen: 1_500, payerId, successAt: leftAt, attach: 'bill 9' };
    expect(notice).toMatchObject({ eventType: 'TRANSACTION.SUCCESS', ...paid });
    expect(await ours.queryDeduction(request.outTradeNo)).toEqual({
      outcome: 'found',
      deduction: { ...paid, outTradeNo: request.outTradeNo, transactionId: notice?.transactionId },
    });
  });
});

describe('numbers', () => {
  test('move money once, however often they are sent', async () => {
    const request = await inside(bench, till, contract);
    const answers = await Promise.all(Array.from({ length: 5 }, () => contract.deduct(request)));
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => 'accepted'));
    await settled(request.outTradeNo);
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'accepted', deduction: { state: 'succeeded' } });
    const { orders } = await bench.sandbox.book(till.merchant.merchantId);
    expect(orders.filter(({ parkingId }) => parkingId === request.parkingId)).toMatchObject([{ paidFen: 1_500 }]);
  });

  test('are declined for another amount, a stay that is paid for, another vehicle, and another way of paying', async () => {
    const request = await inside(bench, till, contract);
    await contract.deduct(request);
    expect(await contract.deduct({ ...request, amountFen: fen(1) })).toMatchObject({
      code: 'OUT_TRADE_NO_USED',
      remedy: 'query',
    });
    const second = departure(request.plate, request.parkingId);
    expect(await contract.deduct(second)).toMatchObject({ outcome: 'declined', code: 'INVALID_REQUEST' });
    expect(await contract.deduct(departure(newPlate(), request.parkingId))).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(await contract.deduct(departure(request.plate, 'NEVER'))).toMatchObject({ code: 'INVALID_REQUEST' });

    const channel = wechatPayChannel(till.merchant);
    const code = order({ outTradeNo: request.outTradeNo, amountFen: request.amountFen });
    expect(await channel.create(code)).toMatchObject({ code: 'OUT_TRADE_NO_USED', remedy: 'query' });
    expect(await channel.query(request.outTradeNo)).toEqual({ outcome: 'not-found' });
    const { merchantId } = till.merchant;
    await expect(bench.sandbox.pay({ merchantId, outTradeNo: request.outTradeNo })).rejects.toMatchObject({
      status: 409,
    });
  });

  test('are not found when nothing was deducted by them', async () => {
    expect(await contract.queryDeduction('NEVER_DEDUCTED')).toEqual({ outcome: 'not-found' });
    const channel = wechatPayChannel(till.merchant);
    const code = order();
    await channel.create(code);
    expect(await contract.queryDeduction(code.outTradeNo)).toEqual({ outcome: 'not-found' });
  });

  test.each([
    ['a number with blanks', { outTradeNo: 'has blanks in it' }],
    ['nothing', { amountFen: fen(0) }],
    ['a stay that ends before it begins', { endedAt: 0 as typeof leftAt }],
    ['a device without a name', { deviceId: '' }],
    ['a plate with a separator', { plate: { characters: '粤B·12345', colour: 'blue' as const } }],
  ])('are declined for good with %s', async (_what, changes) => {
    const request = await inside(bench, till, contract, changes);
    expect(await contract.deduct(request)).toMatchObject({ outcome: 'declined', code: 'PARAM_ERROR', remedy: 'none' });
  });
});

describe('the book', () => {
  test('sums deductions with payments, refunds them by their number, and has both in the bill', async () => {
    const shop = await openTill(bench);
    const ours = wechatParkingContract(shop.merchant);
    const channel = wechatPayChannel(shop.merchant);
    const { merchantId } = shop.merchant;
    const request = await inside(bench, shop, ours);
    await ours.deduct(request);
    await deductionNotices(shop, ours, request.outTradeNo, 1);
    const code = order({ amountFen: fen(700) });
    await channel.create(code);
    await bench.sandbox.pay({ merchantId, outTradeNo: code.outTradeNo });
    const refund = { outTradeNo: request.outTradeNo, outRefundNo: `${request.outTradeNo}_R`, refundFen: fen(500) };
    expect(await channel.refund({ ...refund, totalFen: request.amountFen })).toMatchObject({ outcome: 'accepted' });
    const book = await eventually(
      () => bench.sandbox.book(merchantId),
      ({ refundedFen }) => refundedFen > 0,
    );
    expect(book).toMatchObject({ paidFen: 2_200, refundedFen: 500, transferredFen: 0 });
    expect(await ours.queryDeduction(request.outTradeNo)).toMatchObject({ deduction: { state: 'refunded' } });
    bench.clock.set(leftAt + 2 * 86_400_000);
    const fetched = await wechatPayBills(shop.merchant).fetchBill('2026-03-02');
    bench.clock.set(leftAt);
    expect(fetched).toMatchObject({ outcome: 'fetched', bill: { paidFen: 2_200, refundedFen: 500 } });
    await shop.receiver.close();
  });
});
