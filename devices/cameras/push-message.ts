// The vendor's push: what a lane camera posts, read into our words. Nothing of it is believed before its form is checked.
import { type PlateColour } from '../../domain/plate.ts';
import { epochMs, type EpochMs } from '../../domain/time.ts';

export interface LaneRead {
  readonly serial: string;
  /** The same in every resend of the read: the camera's count and the second it was taken. */
  readonly eventId: string;
  /** As the camera wrote it; needed to ask for the next offline record. */
  readonly plateId: number;
  readonly plate: string;
  readonly colour: PlateColour;
  readonly confidence: number;
  readonly at: EpochMs;
  /** Recorded while the camera had no connection: booked at its own time, never answered by an open barrier. */
  readonly offline: boolean;
  readonly fake: boolean;
  /** Base64, cut out before anything else touches the message. */
  readonly pictures: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown, name: string): Fields | undefined => {
  const inner = isFields(value) ? value[name] : undefined;
  return isFields(inner) ? inner : undefined;
};
const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
};

const colours: readonly PlateColour[] = ['unknown', 'blue', 'yellow', 'white', 'black', 'green', 'yellow-green'];

const timeOf = (result: Fields): EpochMs | undefined => {
  const timeval = fieldsOf(fieldsOf(result, 'timeStamp'), 'Timeval');
  const seconds = wholeNumber(timeval?.['sec']);
  if (seconds === undefined || seconds > 9_999_999_999) return undefined;
  return epochMs(seconds * 1_000 + Math.floor((wholeNumber(timeval?.['usec']) ?? 0) / 1_000));
};

/** Reads the body of a push; a sentence when it is none. */
export const readPush = (body: unknown): LaneRead | string => {
  const alarm = fieldsOf(body, 'AlarmInfoPlate');
  if (alarm === undefined) return 'no AlarmInfoPlate';
  const result = fieldsOf(fieldsOf(alarm, 'result'), 'PlateResult');
  if (result === undefined) return 'no PlateResult';
  const plateId = wholeNumber(result['plateid']);
  const at = timeOf(result);
  const confidence = wholeNumber(result['confidence']);
  if (plateId === undefined) return 'no plateid';
  if (at === undefined) return 'no time';
  if (confidence === undefined || confidence > 100) return 'no confidence between 0 and 100';
  const { license, serialno } = { license: result['license'], serialno: alarm['serialno'] };
  if (typeof license !== 'string' || license.length > 32 || license.includes('\0')) return 'no license';
  if (typeof serialno !== 'string') return 'no serialno';
  const pictures = [result['imageFile'], result['imageFragmentFile']].filter(
    (picture): picture is string => typeof picture === 'string' && picture !== '',
  );
  return {
    serial: serialno,
    eventId: `${plateId}.${Math.floor(at / 1_000)}`,
    plateId,
    plate: license,
    colour: colours[wholeNumber(result['colorType']) ?? 0] ?? 'unknown',
    confidence,
    at,
    offline: wholeNumber(result['isoffline']) === 1,
    fake: wholeNumber(result['is_fake_plate']) === 1,
    pictures,
  };
};

/** A message worth keeping but not its pictures, nor the password that heartbeats carry. */
export const withoutSecrets = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body, (key, value: unknown) =>
      /pass|pwd/i.test(key) || key === 'imageFile' || key === 'imageFragmentFile' ? undefined : value,
    ) ?? 'null',
  );
