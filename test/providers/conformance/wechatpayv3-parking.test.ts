// The PyPI client wechatpayv3 parks, deducts and transfers on the sandbox, and reads the notices about them.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { wechatParkingContract } from '../../../providers/payment/wechat-pay/wechat-parking-contract.ts';
import { wechatPayout } from '../../../providers/payment/wechat-pay/wechat-payout.ts';
import { arrival, departure, newPlate } from '../payment/deduction-support.ts';
import { scene, transfer } from '../payment/payout-support.ts';
import { type Bench, openShop, startBench } from '../payment/support.ts';
import { runJob } from './python.ts';
import { installPackage, python } from './python-package.ts';

let bench: Bench;
let packages: string;
beforeAll(async () => {
  packages = installPackage('wechatpayv3', '2.0.4');
  bench = await startBench();
}, 200_000);
afterAll(() => bench.close());

test('enters, deducts, transfers a name that it encrypted, cancels, and reads our notices', async () => {
  const shop = await openShop(bench);
  const { merchantId } = shop.merchant;
  const [plate, theirs] = [newPlate(), newPlate()];
  for (const { characters: plateNumber } of [plate, theirs]) {
    await bench.sandbox.plateService({ merchantId, plateNumber, plateColor: 'BLUE', payerId: 'oOwner' });
  }
  const contract = wechatParkingContract(shop.merchant);
  const registered = await contract.registerEntry(arrival(plate));
  if (registered.outcome !== 'registered') throw new Error(JSON.stringify(registered));
  const deduction = departure(plate, registered.entry.parkingId);
  await contract.deduct(deduction);
  await shop.receiver.received(1);
  const payout = transfer();
  await wechatPayout(shop.merchant, scene).transfer(payout);
  await bench.sandbox.confirmTransfer(merchantId, payout.outBillNo);
  const notices = (await shop.receiver.received(2)).map(({ headers, rawBody }) => ({
    headers: headers as Record<string, string>,
    body: rawBody.toString('utf8'),
  }));

  const script = join(import.meta.dirname, 'wechatpayv3_parking_client.py');
  const job = { merchant: shop.merchant, plateNumber: theirs.characters, notices };
  const answers = await runJob({ python, packages, script }, job);
  expect(answers).toMatchObject({
    entered: { status: 200, body: { out_parking_no: 'PYTHON_STAY', state: 'NORMAL' } },
    ordered: { status: 200, body: { trade_state: 'ACCEPTED', amount: { total: 1_500 } } },
    queried: { status: 200, body: { trade_state: 'SUCCESS', amount: { payer_total: 1_500 } } },
    missing: { status: 404 },
    transferred: { status: 200, body: { state: 'WAIT_USER_CONFIRM', package_info: expect.any(String) } },
    found: { status: 200, body: { mch_id: merchantId, transfer_amount: 250_000 } },
    cancelled: { status: 200, body: { state: 'CANCELING' } },
    notices: [
      { event_type: 'TRANSACTION.SUCCESS', resource: { out_trade_no: deduction.outTradeNo } },
      { event_type: 'MCHTRANSFER.BILL.FINISHED', resource: { out_bill_no: payout.outBillNo, state: 'SUCCESS' } },
    ],
  });
  const book = await bench.sandbox.book(merchantId);
  expect(book).toMatchObject({ paidFen: 3_000, transferredFen: 3_000 });
  expect(book.transfers).toContainEqual(expect.objectContaining({ outBillNo: 'PYTHON1', payeeName: '王小明' }));
  await shop.close();
});
