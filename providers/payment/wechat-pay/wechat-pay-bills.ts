// Fetches the daily trade bill: ask where it is, download it, unpack, compare the hash, read every row.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type BillResult, type BillStreamSource, type Declined, type OpenBill, type Unknown } from '../channel.ts';
import { stringAt } from '../json-field.ts';
import { parseBill } from './bill-file.ts';
import { readPackedBill } from './bill-stream.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { type RawAnswer } from './platform-keys.ts';
import { declined, notDone, unknown, type WechatPayClient, wechatPayClient, type WechatPayOptions } from './request.ts';

const unpack = promisify(gunzip);
const largestBillBytes = 512 * 1024 * 1024;

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

const unpacked = async (bytes: Buffer): Promise<Buffer | undefined> => {
  try {
    return await unpack(bytes, { maxOutputLength: largestBillBytes });
  } catch {
    return undefined;
  }
};

const download = async (client: WechatPayClient, url: string): Promise<RawAnswer | undefined> => {
  const { origin, pathname, search } = new URL(url);
  if (origin !== new URL(client.merchant.baseUrl).origin) return undefined;
  try {
    return await client.send('GET', `${pathname}${search}`);
  } catch {
    return undefined;
  }
};

/** Where the bill is, and the hash that came signed with it. */
type Announced =
  | { readonly outcome: 'announced'; readonly url: string; readonly hash: string }
  | { readonly outcome: 'empty' }
  | Declined
  | Unknown;

const announced = async (client: WechatPayClient, date: string): Promise<Announced> => {
  const query = new URLSearchParams({ bill_date: date, bill_type: 'ALL', tar_type: 'GZIP' });
  const answer = await client.request('GET', `/v3/bill/tradebill?${query.toString()}`);
  if (answer.kind === 'refused') {
    if (answer.code === 'NO_STATEMENT_EXIST') return { outcome: 'empty' };
    const refusal = declined(answer);
    return answer.code === 'STATEMENT_CREATING' ? { ...refusal, remedy: 'back-off' } : refusal;
  }
  if (answer.kind !== 'done') return notDone(answer);
  const url = stringAt(answer.body, 'download_url') ?? '';
  const hash = stringAt(answer.body, 'hash_value');
  if (!URL.canParse(url) || hash === undefined || stringAt(answer.body, 'hash_type') !== 'SHA1') {
    return unknown('malformed-answer', 'no bill to download');
  }
  return { outcome: 'announced', url, hash: hash.toLowerCase() };
};

const anotherFile = 'the bill is not the one whose hash was announced';

/** The answer to the download is unsigned by design: its hash, which came signed, is what proves it. */
const readBill = async (client: WechatPayClient, date: string, url: string, hash: string): Promise<BillResult> => {
  const answer = await download(client, url);
  if (answer?.status !== 200)
    return unknown('network', `the bill could not be downloaded (${answer?.status ?? 'no answer'})`);
  const bytes = await unpacked(answer.rawBody);
  if (bytes === undefined || sha1(bytes) !== hash) return unknown('malformed-answer', anotherFile);
  const bill = parseBill(bytes.toString('utf8'), client.merchant.merchantId);
  if ('fault' in bill) return unknown('malformed-answer', bill.fault);
  return { outcome: 'fetched', bill: { date, sha1: hash, ...bill } };
};

/** Unpacks piece by piece, so that only the packed file is ever held as a whole. */
const openBill = (client: WechatPayClient, date: string, url: string, hash: string): OpenBill => ({
  date,
  sha1: hash,
  async *read() {
    const answer = await download(client, url);
    if (answer?.status !== 200) return { fault: `the bill could not be downloaded (${answer?.status ?? 'no answer'})` };
    return yield* readPackedBill(answer.rawBody, { hash, merchantId: client.merchant.merchantId, largestBillBytes });
  },
});

export const wechatPayBills = (merchant: WechatPayMerchant, options: WechatPayOptions = {}): BillStreamSource => {
  const client = wechatPayClient(merchant, { timeoutMs: 30_000, ...options });
  return {
    fetchBill: async (date) => {
      const found = await announced(client, date);
      return found.outcome === 'announced' ? readBill(client, date, found.url, found.hash) : found;
    },
    openBill: async (date) => {
      const found = await announced(client, date);
      return found.outcome === 'announced'
        ? { outcome: 'opened', bill: openBill(client, date, found.url, found.hash) }
        : found;
    },
  };
};
