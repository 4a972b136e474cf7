// The channel's API as merchants see it under /v3/: verify the caller, act, answer signed, and go wrong as asked.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { authorize } from './authorize.ts';
import { downloadBill, tradeBill } from './bills-api.ts';
import { type RefundEntry } from './book.ts';
import { bodyBytes, type Call, jsonType, sendBytes } from './call.ts';
import { listCertificates } from './certificates-api.ts';
import { type SandboxContext } from './context.ts';
import { type OpenMerchant } from './merchants.ts';
import { closeOrder, createOrder, queryOrder } from './orders-api.ts';
import { createRefundOrder, queryRefundOrder } from './refunds-api.ts';
import { parkingReply } from './parking-api.ts';
import { type ApiRequest, pathSegments, refused, type Reply } from './reply.ts';
import { signatureFields } from './signature.ts';
import { transferReply } from './transfers-api.ts';

const apiReply = async (
  context: SandboxContext,
  merchant: OpenMerchant,
  api: ApiRequest,
  finishLater: (entry: RefundEntry) => void,
): Promise<Reply> => {
  const { record } = merchant;
  const decline = context.faults.strike(record.merchantId, 'decline', api.path);
  if (decline) return refused(decline.status ?? 429, decline.code ?? 'FREQUENCY_LIMITED', 'declined on request');
  const [first, second, third, fourth, fifth] = pathSegments(api);
  if (api.method === 'GET' && api.path === '/v3/certificates') return listCertificates(record);
  if (api.method === 'GET' && api.path === '/v3/bill/tradebill') return tradeBill(context, record, api);
  if (api.method === 'GET' && api.path === '/v3/billdownload/file') return downloadBill(context, record, api);
  if (first === 'pay' && second === 'transactions') {
    if (third === 'out-trade-no' && fourth !== undefined) {
      if (api.method === 'GET' && fifth === undefined) return queryOrder(context, record, api, fourth);
      if (api.method === 'POST' && fifth === 'close') return closeOrder(context, record, api, fourth);
    } else if (api.method === 'POST' && third !== undefined && fourth === undefined) {
      return createOrder(context, record, api, third);
    }
  }
  if (first === 'refund' && second === 'domestic' && third === 'refunds') {
    if (api.method === 'POST' && fourth === undefined) return createRefundOrder(context, record, api, finishLater);
    if (api.method === 'GET' && fourth !== undefined) return queryRefundOrder(context, record, fourth);
  }
  return (
    parkingReply(context, record, api) ??
    transferReply(context, merchant, api) ??
    refused(404, 'RESOURCE_NOT_EXISTS', '接口不存在')
  );
};

/** One call of the channel's API: verify, act, then go wrong as asked. */
export const serveApi = async (
  context: SandboxContext,
  call: Call,
  finishLater: (entry: RefundEntry) => void,
  stopping: AbortSignal,
): Promise<void> => {
  const { api, rawBody, request, response } = call;
  const signed = {
    method: api.method,
    pathAndQuery: request.url ?? '/',
    authorization: request.headers.authorization,
    rawBody,
  };
  const authorized = authorize(signed, context.merchants, Date.now());
  const { merchant } = authorized;
  const refusal = 'refusal' in authorized ? authorized.refusal : undefined;
  if (merchant === undefined) {
    const reply = refusal ?? refused(401, 'SIGN_ERROR', '');
    sendBytes(response, reply.status, jsonType, bodyBytes(reply));
    return;
  }
  const { merchantId } = merchant.record;
  let reply = refusal ?? (await apiReply(context, merchant, api, finishLater));
  if (refusal === undefined) {
    if (context.faults.strike(merchantId, 'failAfterExecuting', api.path)) {
      reply = refused(500, 'SYSTEM_ERROR', '系统异常，请用相同参数重新调用');
    }
    const slow = context.faults.strike(merchantId, 'slowAnswer', api.path);
    if (slow) await wait(slow.ms ?? 6_000, undefined, { signal: stopping }).catch(() => undefined);
  }
  if (reply.file !== undefined) {
    sendBytes(response, reply.status, { 'content-type': 'application/octet-stream' }, reply.file);
    return;
  }
  const asked = request.headers['wechatpay-serial'];
  const fault = context.faults.strikeSignature(merchantId, 'answers', api.path);
  const body = bodyBytes(reply);
  const signature = signatureFields(merchant, body, { asked: typeof asked === 'string' ? asked : undefined, fault });
  sendBytes(response, reply.status, { ...jsonType, 'Request-ID': randomUUID(), ...signature }, body);
};
