// How drivers pay: by scanning a WeChat code at the sandbox, or in cash to the collector.
import { ApiError, type ApiClient } from './api-client.ts';
import { eventually } from './quiet.ts';

interface Payment {
  readonly id: string;
  readonly state: 'created' | 'pending' | 'succeeded' | 'failed' | 'closed';
  readonly codeUrl: string | null;
  readonly amountFen: number;
}

export interface DriverWallet {
  /** Starts a payment, scans its code, and waits until the platform has posted it. */
  payByWechat(billId: string, key: string): Promise<void>;
  payCash(billId: string, key: string): Promise<void>;
}

export const driverWallet = (
  collector: ApiClient,
  gateway: { readonly url: string; readonly token: string },
): DriverWallet => {
  const scan = async (codeUrl: string): Promise<void> => {
    const response = await fetch(`${gateway.url}/sandbox/pay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ codeUrl }),
    });
    if (!response.ok) throw new Error(`the gateway took no payment: ${response.status} ${await response.text()}`);
  };
  const payment = (id: string): Promise<Payment> =>
    collector
      .call<{ payment: Payment }>({ method: 'GET', path: `/v1/payments/${id}` })
      .then((detail) => detail.payment);
  return {
    payByWechat: async (billId, key) => {
      const body = { channel: 'wechat', product: 'native' };
      const started = await collector.call<Payment>({
        method: 'POST',
        path: `/v1/bills/${billId}/payments`,
        body,
        key,
      });
      const invited = await eventually(`the code of payment ${started.id}`, async () => {
        const current = started.codeUrl === null ? await payment(started.id) : started;
        return current.codeUrl === null && current.state !== 'succeeded' ? undefined : current;
      });
      if (invited.codeUrl !== null) await scan(invited.codeUrl);
      await eventually(`the posting of payment ${started.id}`, async () =>
        (await payment(started.id)).state === 'succeeded' ? true : undefined,
      );
    },
    payCash: async (billId, key) => {
      const { dueFen } = await collector.call<{ dueFen: number }>({ method: 'GET', path: `/v1/bills/${billId}/quote` });
      if (dueFen === 0) return;
      const body = { amountFen: dueFen };
      await collector
        .call<Payment>({ method: 'POST', path: `/v1/bills/${billId}/cash-payments`, body, key })
        .catch((error: unknown) => {
          if (!(error instanceof ApiError) || error.code !== 'bill-already-paid') throw error;
        });
    },
  };
};
