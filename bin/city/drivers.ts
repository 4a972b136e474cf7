// How a driver pays without an account: scans the code of a lane or bay, and the WeChat code that it shows.
import { eventually } from '../replay/quiet.ts';
import { type ApiClient } from '../replay/api-client.ts';

export interface PayablePlace {
  readonly kind: 'lanes' | 'bays';
  readonly id: string;
}

interface PublicPayment {
  readonly amountFen: number;
  readonly state: string;
  readonly codeUrl: string | null;
}

/** What the car at the place owes, as its driver is told. */
export const dueAt = async (api: ApiClient, { kind, id }: PayablePlace): Promise<number> => {
  const { dueFen } = await api.call<{ dueFen: number }>({ method: 'GET', path: `/v1/public/${kind}/${id}/bill` });
  return dueFen;
};

/** The code to scan for the car at the place; undefined when somebody has paid meanwhile. */
export const codeAt = async (
  api: ApiClient,
  { kind, id }: PayablePlace,
): Promise<{ amountFen: number; codeUrl: string } | undefined> => {
  const path = `/v1/public/${kind}/${id}/payments`;
  const { amountFen, codeUrl } = await eventually('a code to pay with', async () => {
    const payment = await api.call<PublicPayment>({ method: 'POST', path });
    return payment.codeUrl === null && payment.state !== 'succeeded' ? undefined : payment;
  });
  return codeUrl === null ? undefined : { amountFen, codeUrl };
};

/** The sandbox's pay page, as a phone opens it. */
export const scan = async (sandboxUrl: string, codeUrl: string): Promise<void> => {
  const response = await fetch(`${sandboxUrl}/sandbox/scan`, {
    method: 'POST',
    body: new URLSearchParams({ code_url: codeUrl }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`the sandbox took no payment: ${response.status}`);
};

export const payAt = async (api: ApiClient, sandboxUrl: string, place: PayablePlace): Promise<void> => {
  const code = await codeAt(api, place);
  if (code !== undefined) await scan(sandboxUrl, code.codeUrl);
};
