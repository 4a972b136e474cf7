// A vehicle of a merchant at the gateway: signed, inside, and deducted.
import { fen } from '../../../domain/money.ts';
import { epochMs } from '../../../domain/time.ts';
import {
  type ContractPlate,
  type CreateDeduction,
  type DeductionContract,
  type DeductionNotice,
  type DeductionNoticeResult,
  type EntryNotice,
  type RegisterEntry,
} from '../../../providers/payment/deduction-contract.ts';
import { type PlateState } from '../../../providers/payment/sandbox/parking-book.ts';
import { type GatewayBench, readNotices, type Till } from './gateway-bench.ts';

export const arrivedAt = epochMs(Date.parse('2026-03-02T06:00:00Z'));
export const leftAt = epochMs(Date.parse('2026-03-02T08:30:00Z'));
export const payerId = 'oOwner';

let numbers = 0;
const next = (): number => (numbers += 1);

/** Another vehicle at each call, so that tests do not meet. */
export const newPlate = (): ContractPlate => ({ characters: `粤B${String(10_000 + next())}`, colour: 'blue' });

export const setService = (
  bench: GatewayBench,
  { merchant }: Till,
  plate: ContractPlate,
  state: PlateState = 'NORMAL',
): Promise<void> =>
  bench.sandbox.plateService({
    merchantId: merchant.merchantId,
    plateNumber: plate.characters,
    plateColor: plate.colour.toUpperCase(),
    payerId,
    state,
  });

export const arrival = (plate: ContractPlate): RegisterEntry => ({
  outParkingNo: `STAY_${next()}`,
  plate,
  startedAt: arrivedAt,
  lotName: '市民中心停车场',
  freeMs: 900_000,
});

export const departure = (
  plate: ContractPlate,
  parkingId: string,
  changes: Partial<CreateDeduction> = {},
): CreateDeduction => ({
  outTradeNo: `DEDUCT_${Date.now()}_${next()}`,
  description: '停车费',
  amountFen: fen(1_500),
  parkingId,
  plate,
  startedAt: arrivedAt,
  endedAt: leftAt,
  chargedMs: 9_000_000,
  lotName: '市民中心停车场',
  deviceId: 'LANE-7',
  ...changes,
});

/** A vehicle that is signed and inside; answers what its departure asks for. */
export const inside = async (
  bench: GatewayBench,
  till: Till,
  contract: DeductionContract,
  changes: Partial<CreateDeduction> = {},
): Promise<CreateDeduction> => {
  const plate = newPlate();
  await setService(bench, till, plate);
  const registered = await contract.registerEntry(arrival(plate));
  if (registered.outcome !== 'registered') throw new Error(JSON.stringify(registered));
  return departure(plate, registered.entry.parkingId, changes);
};

export const deductionNotices = (
  till: Till,
  contract: DeductionContract,
  outTradeNo: string,
  count: number,
): Promise<readonly DeductionNotice[]> =>
  readNotices(
    till,
    contract.parseNotify,
    (read: DeductionNoticeResult): read is DeductionNotice =>
      read.kind === 'deduction' && read.outTradeNo === outTradeNo,
    count,
  );

export const entryNotices = (
  till: Till,
  contract: DeductionContract,
  outParkingNo: string,
  count: number,
): Promise<readonly EntryNotice[]> =>
  readNotices(
    till,
    contract.parseNotify,
    (read: DeductionNoticeResult): read is EntryNotice => read.kind === 'entry' && read.outParkingNo === outParkingNo,
    count,
  );
