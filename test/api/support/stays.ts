// Stays as real rows: opened at an instant of choice by the query that opens every session, or written as closed ones.
import { openSession } from '../../../db/queries/open-session.ts';
import { quoteSession, type SessionQuote } from '../../../db/queries/pricing.ts';
import { findOrCreateVehicle } from '../../../db/queries/vehicles.ts';
import { sql } from '../../../db/rows.ts';
import { readPlate } from '../../../domain/plate.ts';
import { isRefusal } from '../../../domain/refusal.ts';
import { epochMs, parseInstant, type EpochMs } from '../../../domain/time.ts';
import { newId } from '../../../platform/ids.ts';
import { type Stage } from './stage.ts';

export const instant = (text: string): EpochMs => {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`${text} is no instant`);
  return at;
};

let plates = 10_000;

/** A vehicle that nobody has seen before. */
export const addVehicle = (stage: Stage): Promise<string> =>
  stage.database.inCompany(stage.town.id, async (tx) => {
    const plate = readPlate(`粤C${(plates += 1)}`, 'blue');
    if (isRefusal(plate)) throw new Error(plate.code);
    const { hashKey, dataKey } = stage.config.secrets;
    const vehicle = await findOrCreateVehicle(tx, plate, { hashKey, dataKey });
    if (isRefusal(vehicle)) throw new Error(vehicle.code);
    return vehicle.id;
  });

/** Opens a stay in a gated lot. */
export const enter = (stage: Stage, lotId: string, at: string, vehicleId?: string): Promise<string> =>
  stage.database.inCompany(stage.town.id, async (tx) => {
    const opened = await openSession(tx, {
      companyId: stage.town.id,
      lotId,
      setting: 'off-street',
      ...(vehicleId === undefined ? {} : { vehicleId }),
      vehicleClass: 'small',
      entryKey: `test/${newId()}`,
      enteredAt: epochMs(instant(at)),
      place: 'none',
    });
    if (isRefusal(opened)) throw new Error(opened.code);
    return opened.sessionId;
  });

/** Ends a stay without its workflow: the row is what a closed one leaves behind. */
export const close = async (stage: Stage, sessionId: string, at: string, outcome = 'settled'): Promise<void> => {
  await stage.database.inCompany(stage.town.id, (tx) =>
    tx.run(sql`
      update parking_session set phase = 'closed', outcome = ${outcome}, left_at = ${at}, closed_at = ${at}
      where id = ${sessionId}`),
  );
};

/** What a stay that has not ended costs at an instant; throws when it has no price. */
export const feeAt = async (stage: Stage, sessionId: string, at: string): Promise<SessionQuote> => {
  const quote = await stage.database.inCompany(stage.town.id, (tx) => quoteSession(tx, sessionId, instant(at)));
  if (isRefusal(quote)) throw new Error(quote.code);
  return quote;
};
