// Vehicles: a plate and its colour are one identity. Found by keyed hash, created when first seen.
import { type Plate, type PlateColour, vehicleClassOf } from '../../domain/plate.ts';
import { type Refusal, isRefusal, refuse } from '../../domain/refusal.ts';
import { newId } from '../../platform/ids.ts';
import { openPlate, type PersonalDataKeys, plateHash, sealPlate } from '../personal-data.ts';
import { type Tx, sql } from '../rows.ts';

export interface Vehicle {
  readonly id: string;
  readonly colour: PlateColour;
  readonly plateMask: string;
  readonly plateClass: Plate['class'];
  /** What a tariff asks for. */
  readonly vehicleClass: string;
}

interface VehicleRow {
  id: string;
  colour: PlateColour;
  plate_mask: string;
  plate_class: Plate['class'];
}

const vehicleOf = (row: VehicleRow): Vehicle => ({
  id: row.id,
  colour: row.colour,
  plateMask: row.plate_mask,
  plateClass: row.plate_class,
  vehicleClass: vehicleClassOf({ characters: '', colour: row.colour, class: row.plate_class }),
});

const withPlate = async (tx: Tx, hash: Buffer): Promise<Vehicle[]> =>
  (
    await tx.rows<VehicleRow>(sql`
      select id, colour, plate_mask, plate_class from vehicle where plate_hash = ${hash} order by created_at, id`)
  ).map(vehicleOf);

const createVehicle = async (tx: Tx, plate: Plate, keys: PersonalDataKeys): Promise<Vehicle> => {
  const sealed = sealPlate(keys, plate);
  await tx.run(sql`
    insert into vehicle (id, plate_hash, colour, plate_cipher, plate_mask, plate_class)
    values (${newId()}, ${sealed.hash}, ${plate.colour}, ${sealed.cipher}, ${sealed.mask}, ${plate.class})
    on conflict (plate_hash, colour) do nothing`);
  const created = (await withPlate(tx, sealed.hash)).find(({ colour }) => colour === plate.colour);
  if (created === undefined) throw new Error('a vehicle that was just written cannot be read');
  return created;
};

/**
 * The vehicle of a plate. A known colour names one vehicle. An unknown colour is the only known colour of that plate;
 * when the plate is known in several colours a person is asked (`unknown-colour`). Plates of class `none` have no
 * vehicle: `vehicle-unidentified`.
 */
export const findOrCreateVehicle = async (tx: Tx, plate: Plate, keys: PersonalDataKeys): Promise<Vehicle | Refusal> => {
  if (plate.class === 'none') return refuse('vehicle-unidentified');
  const known = await withPlate(tx, plateHash(keys, plate.characters));
  const same = known.find(({ colour }) => colour === plate.colour);
  if (plate.colour !== 'unknown') return same ?? createVehicle(tx, plate, keys);
  const coloured = known.filter(({ colour }) => colour !== 'unknown');
  const [only, ...others] = coloured;
  if (only !== undefined && others.length === 0) return only;
  if (others.length > 0) return refuse('unknown-colour', 'the plate is known in several colours');
  return same ?? createVehicle(tx, plate, keys);
};

/** For machines, which cannot be asked: several known colours make a vehicle of unknown colour. */
export const vehicleOfRead = async (tx: Tx, plate: Plate, keys: PersonalDataKeys): Promise<Vehicle | undefined> => {
  const found = await findOrCreateVehicle(tx, plate, keys);
  if (!isRefusal(found)) return found;
  if (found.code !== 'unknown-colour') return undefined;
  const known = await withPlate(tx, plateHash(keys, plate.characters));
  return known.find(({ colour }) => colour === 'unknown') ?? createVehicle(tx, plate, keys);
};

/**
 * The stay of a plate in a gated lot. Entry and exit camera may differ in whether they saw the colour, so a stay under
 * the unknown colour fits, and an unknown colour fits a stay, as long as only one stay does.
 */
export const findOpenStay = async (
  tx: Tx,
  lotId: string,
  plate: Plate,
  keys: PersonalDataKeys,
): Promise<{ sessionId: string; vehicleId: string; enteredAt: number } | undefined> => {
  const stays = await tx.rows<{ sessionId: string; vehicleId: string; colour: PlateColour; enteredAt: number }>(sql`
    select s.id as "sessionId", v.id as "vehicleId", v.colour, epoch_ms(s.entered_at) as "enteredAt"
    from vehicle v join parking_session s on s.vehicle_id = v.id
    where v.plate_hash = ${plateHash(keys, plate.characters)} and s.lot_id = ${lotId} and s.phase = 'parked'
      and s.setting = 'off-street'`);
  const exact = stays.find(({ colour }) => colour === plate.colour);
  if (exact !== undefined) return exact;
  const fitting = stays.filter(({ colour }) => colour === 'unknown' || plate.colour === 'unknown');
  return fitting.length === 1 ? fitting[0] : undefined;
};

/** The plate in the clear, for who may see it; undefined when there is no such vehicle. */
export const readPlateOf = async (
  tx: Tx,
  vehicleId: string,
  keys: Pick<PersonalDataKeys, 'dataKey'>,
): Promise<{ characters: string; colour: PlateColour } | undefined> => {
  const row = await tx.row<{ plate_cipher: Buffer; colour: PlateColour }>(
    sql`select plate_cipher, colour from vehicle where id = ${vehicleId}`,
  );
  return row && { characters: openPlate(keys, row.plate_cipher), colour: row.colour };
};
