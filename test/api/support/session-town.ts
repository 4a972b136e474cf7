// A street and a garage with a tariff and a running worker, and the people who ask sessions for something.
import { type Schema } from '../../../api/handler.ts';
import { hourMs } from '../../../domain/time.ts';
import { openStage, type Stage } from './stage.ts';
import { addArea, addLot, addStreet, addTariff } from './town.ts';

export interface SessionTown {
  readonly stage: Stage;
  readonly street: Schema<'Lot'>;
  readonly garage: Schema<'Lot'>;
  readonly exitLane: Schema<'Lane'>;
  readonly areaId: string;
  /** Access tokens. */
  readonly collector: string;
  readonly clerk: string;
  readonly administrator: string;
  nextBay(): string;
  nextPlate(): string;
  /** Opens a stay on the street, three hours ago. */
  open(over?: Partial<Schema<'SessionOpen'>>): Promise<string>;
  /** Opens a stay in the garage. */
  openInGarage(): Promise<string>;
  detail(sessionId: string): Promise<Schema<'SessionDetail'>>;
}

export const ago = (hours: number): string => new Date(Date.now() - hours * hourMs).toISOString();

export const openSessionTown = async (bayCount = 60): Promise<SessionTown> => {
  const stage = await openStage();
  await stage.startWorker();
  const { town } = stage;
  const [collector, clerk] = [await town.as('collector'), await town.as('customer-service')];
  const administrator = await town.as('administrator');
  const tariffId = (await addTariff(stage, town)).id;
  const areaId = (await addArea(stage, town)).id;
  const street = await addStreet(stage, town, bayCount, { tariffId, areaId, policy: { settleGraceSeconds: 0 } });
  const garage = await addLot(stage, town, { tariffId, areaId });
  const lane = { code: 'X1', name: 'Exit', direction: 'exit', confirmation: 'none' } as const;
  const exitLane = await stage.done('createLane', { as: administrator, path: { lotId: garage.id }, body: lane });
  let bays = 0;
  let plates = 10_000;
  const nextBay = (): string => `B${(bays += 1)}`;
  const nextPlate = (): string => `粤B${(plates += 37)}`;
  const openWith = async (body: Schema<'SessionOpen'>): Promise<string> =>
    (await stage.done('openSession', { as: collector, body })).sessionId;
  return {
    stage,
    street,
    garage,
    exitLane,
    areaId,
    collector,
    clerk,
    administrator,
    nextBay,
    nextPlate,
    open: (over = {}) => openWith({ lotId: street.id, bayCode: nextBay(), enteredAt: ago(3), ...over }),
    openInGarage: () => openWith({ lotId: garage.id, plate: nextPlate(), colour: 'blue', enteredAt: ago(3) }),
    detail: (sessionId) => stage.done('getParkingSession', { as: clerk, path: { sessionId } }),
  };
};
