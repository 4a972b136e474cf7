// Payments: quotes of bills, attempts in a channel, cash, refunds in cash, merchant accounts, and paying without signing in.
import { readBill } from '../../db/queries/bills.ts';
import {
  listMerchants,
  openMerchantConfiguration,
  readMerchant,
  saveMerchantAccount,
  type MerchantAccount,
  type SaveMerchantAccount,
} from '../../db/queries/merchants.ts';
import { readDue, type Payment } from '../../db/queries/payments.ts';
import {
  findPayment,
  findRefund,
  listPayments,
  whereItWent,
  type PaymentFilters,
} from '../../db/queries/payments-list.ts';
import { confirmCashRefund } from '../../db/queries/refund-execution.ts';
import { type Tx } from '../../db/rows.ts';
import { fen } from '../../domain/money.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { formatInstant, parseInstant } from '../../domain/time.ts';
import { alipayChannel } from '../../providers/payment/alipay/alipay-channel.ts';
import { type AlipayConfiguration, type WechatPayConfiguration } from '../../providers/payment/merchant-channels.ts';
import { wechatPayChannel } from '../../providers/payment/wechat-pay/wechat-pay-channel.ts';
import { type Cursors } from '../cursors.ts';
import { type ApiRequest, free, type FreeRequest, type Handlers, type Schema, twoSteps } from '../handler.ts';
import { type AccessState } from '../identity/access-state.ts';
import { isPayment, type Place, publicDue, startPublicPayment } from '../payments/public.ts';
import {
  type AttemptPorts,
  isNotKnown,
  recordCash,
  startAttempt,
  type StartedAttempt,
  wayOf,
} from '../payments/start-attempt.ts';
import { found, malformed, Problem, refused } from '../problems.ts';
import { showMerchant, showPayment, showRefund } from '../show-payment.ts';

export interface PaymentRouteDeps extends AttemptPorts {
  readonly cursors: Cursors;
  readonly access: Pick<AccessState, 'limit'>;
  readonly secrets: { readonly dataKey: Buffer };
  readonly publicUrl: string;
}

type PaymentOps =
  | 'getBillQuote'
  | 'startPayment'
  | 'recordCashPayment'
  | 'listPayments'
  | 'getPayment'
  | 'confirmCashRefund'
  | 'listMerchantAccounts'
  | 'putMerchantAccount'
  | 'putAlipayMerchantAccount'
  | 'getLaneBill'
  | 'payAtLane'
  | 'getBayBill'
  | 'payAtBay';

/** What was started, or the problem why not; what is not known is asked again under the same key. */
export const startedOr = (started: StartedAttempt | undefined): Payment => {
  const result = found(started);
  if (isPayment(result)) return result;
  if (isNotKnown(result)) throw new Problem('unavailable', { detail: 'the payment channel', retryAfterSeconds: 1 });
  throw refused(result);
};

export const instantOf = (text: string | undefined, pointer: string) => {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at === undefined) throw malformed(pointer, 'format', 'must be RFC 3339 with offset');
  return at;
};

const filtersOf = (query: {
  readonly billId?: string;
  readonly sessionId?: string;
  readonly lotId?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly collectedBy?: string;
  readonly outTradeNo?: string;
  readonly from?: string;
  readonly until?: string;
}): PaymentFilters => {
  const { billId, sessionId, lotId, channel, state, collectedBy, outTradeNo } = query;
  const from = instantOf(query.from, '/query/from');
  const until = instantOf(query.until, '/query/until');
  const named = { billId, sessionId, lotId, channel, state, collectedBy, outTradeNo, from, until };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
};

const shown = async (tx: Tx, paymentId: string): Promise<Schema<'Payment'>> =>
  showPayment(found(await findPayment(tx, paymentId)));

const attemptHandlers = (deps: PaymentRouteDeps): Handlers<'startPayment' | 'recordCashPayment'> => ({
  startPayment: twoSteps(
    async ({ tx, path, audit, derivedId, body }) => {
      const { lotId } = found(await readBill(tx, path.billId));
      await audit({ subjectKind: 'Payment', subjectId: derivedId, lotId, after: { billId: path.billId, ...body } });
    },
    async ({ scope, path, body, address, derivedId, transaction }) => {
      const { channel, product } = body;
      const way = wayOf(product, address);
      const started = await startAttempt(deps, { scope, paymentId: derivedId, billId: path.billId, channel, way });
      const { id } = startedOr(started);
      return { status: 201, body: await transaction((tx) => shown(tx, id)) };
    },
  ),
  recordCashPayment: twoSteps(
    async ({ tx, path, audit, derivedId, body }) => {
      const { lotId } = found(await readBill(tx, path.billId));
      await audit({ subjectKind: 'Payment', subjectId: derivedId, lotId, after: { billId: path.billId, ...body } });
    },
    async ({ scope, path, body, actor, derivedId, transaction }) => {
      const cash = { paymentId: derivedId, billId: path.billId, collectorId: actor.id, amountFen: fen(body.amountFen) };
      const { id } = startedOr(await recordCash(deps, scope, cash));
      return { status: 201, body: await transaction((tx) => shown(tx, id)) };
    },
  ),
});

const readHandlers = ({ cursors }: PaymentRouteDeps): Handlers<'getBillQuote' | 'listPayments' | 'getPayment'> => ({
  async getBillQuote({ tx, path, at }) {
    found(await readBill(tx, path.billId));
    const dueFen = await readDue(tx, path.billId, at);
    if (isRefusal(dueFen)) throw refused(dueFen);
    return { status: 200, body: { billId: path.billId, dueFen, at: formatInstant(at) } };
  },
  async listPayments(request) {
    const key = cursors.read(request);
    const after = key && { createdAt: Number(key[0]), id: String(key[1]) };
    const rows = await listPayments(request.tx, filtersOf(request.query), after, cursors.limit(request));
    return { status: 200, body: cursors.page(request, rows, ({ createdAt, id }) => [createdAt, id], showPayment) };
  },
  async getPayment({ tx, path }) {
    const payment = await shown(tx, path.paymentId);
    const { allocations, refunds } = await whereItWent(tx, path.paymentId);
    return { status: 200, body: { payment, allocations, refunds: refunds.map(showRefund) } };
  },
});

/** Keys that are none are refused before they are stored: the first payment would find out otherwise. */
const checkKeys = (open: (addresses: { baseUrl: string; notifyUrl: string }) => unknown): void => {
  try {
    open({ baseUrl: 'https://localhost', notifyUrl: 'https://localhost' });
  } catch {
    throw malformed('/body', 'keys', 'a key of the account is not a usable key');
  }
};

const merchantHandlers = (
  deps: PaymentRouteDeps,
): Handlers<'listMerchantAccounts' | 'putMerchantAccount' | 'putAlipayMerchantAccount'> => {
  const show = (account: MerchantAccount): Schema<'MerchantAccount'> => {
    const configuration = openMerchantConfiguration(account, deps.secrets);
    return showMerchant(account, configuration as WechatPayConfiguration | AlipayConfiguration, deps.publicUrl);
  };
  const save = async (
    { tx, scope, audit }: Pick<ApiRequest<'putMerchantAccount'>, 'tx' | 'scope' | 'audit'>,
    account: Omit<SaveMerchantAccount, 'companyId'>,
  ): Promise<{ status: 200; body: Schema<'MerchantAccount'> }> => {
    const id = await saveMerchantAccount(tx, { companyId: scope.companyId, ...account }, deps.secrets);
    const body = show(found(await readMerchant(tx, id)));
    await audit({ subjectKind: 'MerchantAccount', subjectId: body.id, after: body });
    return { status: 200, body };
  };
  return {
    async listMerchantAccounts({ tx }) {
      return { status: 200, body: { items: (await listMerchants(tx)).map(show) } };
    },
    async putMerchantAccount(request) {
      const configuration = request.body;
      checkKeys((addresses) => wechatPayChannel({ ...configuration, ...addresses }));
      return save(request, { channel: 'wechat', configuration });
    },
    async putAlipayMerchantAccount(request) {
      const configuration = request.body;
      checkKeys((addresses) => alipayChannel({ ...configuration, ...addresses }));
      return save(request, { channel: 'alipay', configuration });
    },
  };
};

const limitPerMinute = 60;

const publicHandlers = (deps: PaymentRouteDeps): Handlers<'getLaneBill' | 'payAtLane' | 'getBayBill' | 'payAtBay'> => {
  const limit = (request: Pick<FreeRequest<'payAtLane'>, 'address'>): Promise<void> =>
    deps.access.limit(`pay/${request.address}`, limitPerMinute, 60);
  const show = async (place: Place): Promise<{ status: 200; body: Schema<'PublicBill'> }> => {
    const dueFen = found(await publicDue(deps, place));
    if (isRefusal(dueFen)) throw refused(dueFen);
    return { status: 200, body: { dueFen } };
  };
  const pay = async (place: Place): Promise<{ status: 201; body: Schema<'PublicPayment'> }> => {
    const { amountFen, state, codeUrl } = startedOr(await startPublicPayment(deps, place));
    return { status: 201, body: { amountFen, state, codeUrl } };
  };
  return {
    getLaneBill: free(async (request) => (await limit(request), show({ kind: 'lane', id: request.path.laneId }))),
    payAtLane: free(async (request) => (await limit(request), pay({ kind: 'lane', id: request.path.laneId }))),
    getBayBill: free(async (request) => (await limit(request), show({ kind: 'bay', id: request.path.bayId }))),
    payAtBay: free(async (request) => (await limit(request), pay({ kind: 'bay', id: request.path.bayId }))),
  };
};

export const paymentRoutes = (deps: PaymentRouteDeps): Handlers<PaymentOps> => ({
  ...readHandlers(deps),
  ...attemptHandlers(deps),
  ...merchantHandlers(deps),
  ...publicHandlers(deps),
  async confirmCashRefund({ tx, path, actor, at, audit }) {
    const before = found(await findRefund(tx, path.refundId));
    const confirmed = await confirmCashRefund(tx, path.refundId, { collectorId: actor.id, at });
    if (isRefusal(confirmed)) throw refused(confirmed);
    const after = showRefund(found(await findRefund(tx, path.refundId)));
    await audit({ subjectKind: 'Refund', subjectId: path.refundId, before: { state: before.state }, after });
    return { status: 200, body: after };
  },
});
