// A whole reconciliation in a process of its own, so that its memory is its own: file in, one line of JSON out.
import { readFileSync } from 'node:fs';
import { reconcileBill } from '../../activities/reconciliation/reconcile-bill.ts';
import { openDatabase } from '../../db/database.ts';
import { readPackedBill } from '../../providers/payment/wechat-pay/bill-stream.ts';
import { date, merchantNumber } from './books.ts';

const [url = '', companyId = '', merchantAccountId = '', path = '', hash = ''] = process.argv.slice(2);
const database = await openDatabase({ url, poolSize: 4 });
const began = performance.now();
const bill = {
  date,
  sha1: hash,
  read: () => readPackedBill(readFileSync(path), { hash, merchantId: merchantNumber, largestBillBytes: 2 ** 30 }),
};
const clock = { now: () => Date.parse('2026-03-12T10:30:00+08:00') };
const outcome = await reconcileBill({ database, clock }, { companyId, merchantAccountId, bill, date });
const seconds = (performance.now() - began) / 1_000;
const { user, system } = process.cpuUsage();
await database.close();
// Linux counts the most memory ever used in kilobytes.
const megabytes = process.resourceUsage().maxRSS / 1_024;
process.stdout.write(JSON.stringify({ ...outcome, seconds, megabytes, cpuSeconds: (user + system) / 1_000_000 }));
