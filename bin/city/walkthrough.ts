// One parking session from entry to exit, told as it happens: what the devices, the driver, the books and the workflow say.
import { setTimeout as sleep } from 'node:timers/promises';
import { formatInstant, epochMs } from '../../domain/time.ts';
import { newId } from '../../platform/ids.ts';
import { ApiClient } from '../replay/api-client.ts';
import { type LotDevices, replayDevices } from '../replay/devices.ts';
import { eventually } from '../replay/quiet.ts';
import { type DemoCity, type DemoLot } from './demo-record.ts';
import { codeAt, dueAt, scan } from './drivers.ts';
import { type RunningCity } from './folder.ts';
import { historyOf, ledgerOf } from './traces.ts';

type Tell = (line: string) => void;

interface Session {
  readonly id: string;
  readonly plate: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly enteredAt: string;
  readonly durationSeconds: number | null;
  readonly grossFen: number;
  readonly paidFen: number;
  readonly dueFen: number;
  readonly paymentState: string;
}

interface Walk {
  readonly city: RunningCity;
  readonly demo: DemoCity;
  readonly lot: DemoLot;
  readonly gate: LotDevices;
  readonly plate: string;
  readonly staff: ApiClient;
  readonly driver: ApiClient;
  readonly tell: Tell;
}

const stayMs = 3_000;

export const yuan = (fen: number): string => `${(fen / 100).toFixed(2)} yuan`;

/** The car is new each time, so that walks do not meet. */
const freshPlate = (): string => `沪AD${newId().replaceAll(/\D/g, '').slice(-4)}`;

const now = (): string => formatInstant(epochMs(Date.now()));

const enter = async (walk: Walk): Promise<Session> => {
  const { gate, plate, lot, staff, tell } = walk;
  walk.tell(`1. ${now()}  A car comes to the entry of ${lot.name}.`);
  const { opened, verdict, lines } = await gate.readEntry(plate, Date.now());
  tell(
    `   The camera reads ${plate}; the platform answers "${verdict}", and the barrier ${opened ? 'opens' : 'stays shut'}.`,
  );
  if (lines.length > 0) tell(`   Its display shows: ${lines.join(' / ')}`);
  if (!opened) throw new Error(`The entry of ${lot.name} stayed shut: ${verdict}.`);
  const path = `/v1/parking-sessions?phase=parked&limit=1&lotId=${lot.lotId}&plate=${encodeURIComponent(plate)}`;
  const session = await eventually('the session', async () => {
    const { items } = await staff.call<{ items: Session[] }>({ method: 'GET', path });
    return items[0];
  });
  tell(`   Session ${session.id} of ${session.plate} is ${session.phase}; its workflow is session/${session.id}.`);
  return session;
};

const quote = async (walk: Walk, { id }: Session): Promise<void> => {
  await sleep(stayMs);
  walk.tell(`2. ${now()}  Somebody asks what it costs so far.`);
  const { dueFen, lines } = await walk.staff.call<{ dueFen: number; lines: { text: string }[] }>({
    method: 'GET',
    path: `/v1/parking-sessions/${id}/quote`,
  });
  for (const { text } of lines) walk.tell(`   ${text}`);
  walk.tell(`   Due: ${yuan(dueFen)}`);
};

const askToLeave = async (walk: Walk): Promise<boolean> => {
  const { gate, plate, tell } = walk;
  walk.tell(`3. ${now()}  The car comes to the exit.`);
  const { opened, verdict, dueFen = 0, lines } = await gate.readExit(plate, Date.now());
  tell(`   The camera reads it; the platform answers "${verdict}"${dueFen > 0 ? `, ${yuan(dueFen)} due` : ''}.`);
  if (lines.length > 0) tell(`   Its display shows: ${lines.join(' / ')}`);
  return opened;
};

const pay = async (walk: Walk): Promise<void> => {
  const { city, driver, gate, lot, tell } = walk;
  walk.tell(`4. ${now()}  The driver scans the code at the lane.`);
  const lane = { kind: 'lanes', id: lot.gate?.exitLaneId ?? '' } as const;
  const opening = gate.barrier.nextOpening();
  tell(`   The page asks for ${yuan(await dueAt(driver, lane))}.`);
  const code = await codeAt(driver, lane);
  if (code === undefined) throw new Error('Somebody else has paid already.');
  tell(`   WeChat Pay's code: ${code.codeUrl}`);
  const began = performance.now();
  await scan(city.sandboxUrl, code.codeUrl);
  tell(`   The sandbox took ${yuan(code.amountFen)} and sends its signed, encrypted notice.`);
  if ((await opening) === undefined) throw new Error('The barrier stayed shut after the payment.');
  tell(`   The payment is booked, and the barrier opens ${Math.round(performance.now() - began)} ms after the scan.`);
};

const leave = async (walk: Walk, { id }: Session): Promise<void> => {
  walk.tell(`5. ${now()}  The loop behind the barrier sees the car leave.`);
  await walk.gate.barrier.passed(Date.now());
  const closed = await eventually('the end of the session', async () => {
    const { session } = await walk.staff.call<{ session: Session }>({
      method: 'GET',
      path: `/v1/parking-sessions/${id}`,
    });
    return session.phase === 'closed' ? session : undefined;
  });
  const { phase, outcome, durationSeconds, grossFen, paidFen, dueFen, paymentState } = closed;
  walk.tell(`   Session ${phase}, ${outcome ?? 'without outcome'}, after ${durationSeconds ?? 0} s.`);
  walk.tell(`   Fee ${yuan(grossFen)}, paid ${yuan(paidFen)}, due ${yuan(dueFen)}: ${paymentState}.`);
};

/** Accounts carry the id of their bill or lot: its end is enough to tell them apart. */
const shortAccount = (account: string): string => account.replace(/[0-9a-f]{8}-[0-9a-f-]{23}([0-9a-f]{4})$/, '…$1');

const signed = (fen: number): string => `${fen < 0 ? '-' : '+'}${(Math.abs(fen) / 100).toFixed(2)}`;

const showBooks = async (walk: Walk, { id }: Session): Promise<void> => {
  walk.tell('6. The ledger: each transaction balances (debit +, credit -).');
  for (const { kind, entries } of await ledgerOf(walk.city.databaseUrl, walk.demo.company.id, id)) {
    const booked = entries.map(({ account, amountFen }) => `${shortAccount(account)} ${signed(amountFen)}`);
    walk.tell(`   ${kind.padEnd(16)} ${booked.join(', ')}`);
  }
};

const showWorkflow = async (walk: Walk, { id }: Session): Promise<void> => {
  const { temporalAddress, temporalNamespace, temporalUiUrl } = walk.city;
  const workflowId = `session/${id}`;
  const { status, events, lines } = await historyOf(temporalAddress, temporalNamespace, workflowId);
  walk.tell(`7. The workflow: ${status.toLowerCase()} after ${events} events.`);
  for (const line of lines) walk.tell(`   ${line}`);
  if (temporalUiUrl === '') return;
  walk.tell(`   ${temporalUiUrl}/namespaces/${temporalNamespace}/workflows/${encodeURIComponent(workflowId)}`);
};

const drive = async (walk: Walk): Promise<void> => {
  const session = await enter(walk);
  await quote(walk, session);
  if (!(await askToLeave(walk))) await pay(walk);
  await leave(walk, session);
  await showBooks(walk, session);
  await showWorkflow(walk, session);
};

/** Drives a car through the lot that has no traffic of its own. Rejects when the car gets stuck. */
export const walkThrough = async (city: RunningCity, demo: DemoCity, tell: Tell): Promise<void> => {
  const lot = Object.values(demo.lots).find(({ traffic, gate }) => !traffic && gate !== undefined);
  if (lot === undefined) throw new Error('The demo city has no lot to walk through.');
  const devices = replayDevices({
    brokerUrl: city.mqttUrl,
    bridgeUrl: city.bridgeUrl,
    companyId: demo.company.id,
    seed: 'walkthrough',
    boot: Math.floor(Date.now() / 1_000),
  });
  const staff = new ApiClient(city.apiUrl, { kind: 'staff', ...demo.people.administrator });
  try {
    const driver = new ApiClient(city.apiUrl);
    await drive({ city, demo, lot, gate: devices.of(lot), plate: freshPlate(), staff, driver, tell });
  } finally {
    await devices.close();
  }
};
