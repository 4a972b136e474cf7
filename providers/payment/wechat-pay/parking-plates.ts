// How WeChat Pay's parking service (微信支付分停车服务) names a plate, and what it says of the contract behind one.
// Sources: https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter8_8_1.shtml (find), .../chapter8_8_2.shtml (entry).
import { type PlateColour } from '../../../domain/plate.ts';
import { parseInstant } from '../../../domain/time.ts';
import { type Declined } from '../channel.ts';
import {
  type ChannelEntry,
  type ContractHolder,
  type ContractPlate,
  type ContractQueryResult,
  type ContractState,
  type EntryBlock,
  type RegisterEntry,
  type RegisterEntryResult,
  type SignResult,
  type UnsignResult,
} from '../deduction-contract.ts';
import { stringAt } from '../json-field.ts';
import { type WechatPayMerchant } from './merchant.ts';
import { notDone, unknown, type WechatPayClient } from './request.ts';
import { channelTime } from './transactions.ts';

export const plateColors = ['BLUE', 'GREEN', 'YELLOW', 'BLACK', 'WHITE', 'LIMEGREEN'] as const;

const colorOf: Readonly<Record<PlateColour, (typeof plateColors)[number] | undefined>> = {
  blue: 'BLUE',
  green: 'GREEN',
  yellow: 'YELLOW',
  black: 'BLACK',
  white: 'WHITE',
  'yellow-green': 'LIMEGREEN',
  unknown: undefined,
};

export interface PlateFields {
  readonly plate_number: string;
  readonly plate_color: string;
}

/** Undefined for a plate that the service has no name for. */
export const plateFields = ({ characters, colour }: ContractPlate): PlateFields | undefined => {
  const color = colorOf[colour];
  return color === undefined || characters === '' ? undefined : { plate_number: characters, plate_color: color };
};

/** Decided on our side, without a call: the service would take a wrong colour for another vehicle. */
export const unnamedPlate = (): Declined => ({
  outcome: 'declined',
  code: 'PLATE_COLOUR_UNKNOWN',
  detail: 'the service wants the characters and the colour of a plate',
  remedy: 'none',
});

/** The channel's mini program and the page on which an owner opens the service for a plate. */
const signingAppId = 'wxbcad394b3d99dac9';
const signingPath = '/pages/auth-creditpay/auth-creditpay';

export const signingInvitation = (merchant: WechatPayMerchant, { plate, payerId }: ContractHolder): SignResult => {
  const fields = plateFields(plate);
  if (fields === undefined) return unnamedPlate();
  return {
    outcome: 'invited',
    invitation: {
      kind: 'mini-program',
      appId: signingAppId,
      path: signingPath,
      parameters: { mchid: merchant.merchantId, openid: payerId, ...fields, trade_scene: 'PARKING' },
    },
  };
};

const contractStates: Readonly<Record<string, ContractState>> = {
  NORMAL: 'signed',
  PAUSE: 'paused',
  OUT_SERVICE: 'unsigned',
};

/** The service says OUT_SERVICE of a plate that was never signed; a 404 is read the same way. */
export const queryContract = async (
  client: WechatPayClient,
  { plate, payerId }: ContractHolder,
): Promise<ContractQueryResult> => {
  const fields = plateFields(plate);
  if (fields === undefined) return unnamedPlate();
  const query = new URLSearchParams({ appid: client.merchant.appId, ...fields, openid: payerId });
  const answer = await client.request('GET', `/v3/vehicle/parking/services/find?${query.toString()}`);
  if (answer.kind === 'refused' && answer.status === 404) return { outcome: 'found', state: 'unsigned' };
  if (answer.kind !== 'done') return notDone(answer);
  const { body } = answer;
  const state = contractStates[stringAt(body, 'service_state') ?? ''];
  const same =
    stringAt(body, 'plate_number') === fields.plate_number && stringAt(body, 'plate_color') === fields.plate_color;
  if (state === undefined || !same) return unknown('malformed-answer', 'not the service that was asked for');
  const signedAt = parseInstant(stringAt(body, 'service_open_time') ?? '');
  return { outcome: 'found', state, ...(signedAt === undefined ? {} : { signedAt }) };
};

/** The service has no call that ends a contract: its owner does that in WeChat. */
export const unsignContract = async (client: WechatPayClient, holder: ContractHolder): Promise<UnsignResult> => {
  const found = await queryContract(client, holder);
  if (found.outcome !== 'found') return found;
  return { outcome: found.state === 'unsigned' ? 'unsigned' : 'payer-only' };
};

const blocks: Readonly<Record<string, EntryBlock>> = {
  PAUSE: 'paused',
  OVERDUE: 'overdue',
  OUT_SERVICE: 'unsigned',
  REMOVE: 'removed',
  EVALUATION_FAILED: 'refused',
};

/** Answers and notices name the same fields differently. */
export interface EntryFieldNames {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
}

export const readEntry = (body: unknown, names: EntryFieldNames): ChannelEntry | undefined => {
  const outParkingNo = stringAt(body, 'out_parking_no');
  const parkingId = stringAt(body, names.id);
  const state = stringAt(body, names.state);
  if (outParkingNo === undefined || parkingId === undefined) return undefined;
  if (state === 'NORMAL') return { outParkingNo, parkingId };
  if (state !== 'BLOCKED') return undefined;
  return { outParkingNo, parkingId, blockedBy: blocks[stringAt(body, names.reason) ?? ''] ?? 'unexplained' };
};

export const registerEntry = async (client: WechatPayClient, request: RegisterEntry): Promise<RegisterEntryResult> => {
  const fields = plateFields(request.plate);
  if (fields === undefined) return unnamedPlate();
  const answer = await client.request('POST', '/v3/vehicle/parking/parkings', {
    out_parking_no: request.outParkingNo,
    ...fields,
    notify_url: client.merchant.notifyUrl,
    start_time: channelTime(request.startedAt),
    parking_name: request.lotName,
    free_duration: Math.floor(request.freeMs / 1_000),
  });
  if (answer.kind !== 'done') return notDone(answer);
  const entry = readEntry(answer.body, { id: 'id', state: 'state', reason: 'block_reason' });
  return entry?.outParkingNo === request.outParkingNo
    ? { outcome: 'registered', entry }
    : unknown('malformed-answer', 'not the entry that was registered');
};
