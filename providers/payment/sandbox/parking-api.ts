// /v3/vehicle/: whether a plate is signed, vehicles that enter, and what happens to their service while they are inside.
import { randomBytes } from 'node:crypto';
import { epochMs, parseInstant } from '../../../domain/time.ts';
import { fieldAt, integerAt, stringAt } from '../json-field.ts';
import { channelTime } from '../wechat-pay/transactions.ts';
import { type SandboxContext } from './context.ts';
import { createDeductionOrder, queryDeductionOrder } from './deductions-api.ts';
import { type SandboxMerchant } from './merchants.ts';
import { isNotifyUrl } from './orders-api.ts';
import { noticeOf } from './owed-notice.ts';
import { type OpenEntry, type ParkingEntry, type PlateService } from './parking-book.ts';
import { blockOf, plateChecks } from './plate-checks.ts';
import { type ApiRequest, done, firstFault, pathSegments, refused, type Reply } from './reply.ts';

const findService = (context: SandboxContext, merchant: SandboxMerchant, { query }: ApiRequest): Reply => {
  const plateNumber = query.get('plate_number') ?? '';
  const plateColor = query.get('plate_color') ?? '';
  const openid = query.get('openid') ?? '';
  const fault = firstFault([...plateChecks(plateNumber, plateColor), [openid !== '', 'openid', '不能为空']]);
  if (fault) return fault;
  if (query.get('appid') !== merchant.appId) return refused(400, 'APPID_MCHID_NOT_MATCH', 'AppID和mch_id不匹配');
  const known = context.book.parking.service(merchant.merchantId, plateNumber, plateColor);
  const service = known?.payerId === openid ? known : undefined;
  const state = service?.state ?? 'OUT_SERVICE';
  return done({
    plate_number: plateNumber,
    plate_color: plateColor,
    openid,
    service_state: state === 'OVERDUE' ? 'PAUSE' : state,
    ...(service === undefined || state === 'OUT_SERVICE'
      ? {}
      : { service_open_time: channelTime(epochMs(service.openedAt)) }),
  });
};

const entryReply = ({ entry, blockedBy }: OpenEntry): Reply =>
  done({
    id: entry.parkingId,
    out_parking_no: entry.outParkingNo,
    plate_number: entry.plateNumber,
    plate_color: entry.plateColor,
    start_time: entry.startTime,
    parking_name: entry.parkingName,
    free_duration: entry.freeSeconds,
    ...(blockedBy === undefined ? { state: 'NORMAL' } : { state: 'BLOCKED', block_reason: blockedBy }),
  });

const entryFault = (body: unknown): Reply | undefined =>
  firstFault([
    [/^[0-9A-Za-z_|*@-]{1,64}$/.test(stringAt(body, 'out_parking_no') ?? ''), 'out_parking_no', '格式错误'],
    ...plateChecks(stringAt(body, 'plate_number'), stringAt(body, 'plate_color')),
    [isNotifyUrl(stringAt(body, 'notify_url')), 'notify_url', '必须为不带参数的URL'],
    [parseInstant(String(fieldAt(body, 'start_time'))) !== undefined, 'start_time', '必须为RFC3339'],
    [/^.{1,32}$/u.test(stringAt(body, 'parking_name') ?? ''), 'parking_name', '长度为1到32'],
    [(integerAt(body, 'free_duration') ?? -1) >= 0, 'free_duration', '必须为非负整数'],
  ]);

const sameStay = (known: ParkingEntry, other: ParkingEntry): boolean =>
  known.plateNumber === other.plateNumber &&
  known.plateColor === other.plateColor &&
  known.startTime === other.startTime;

/** The number decides, not the plate: a second number for the same vehicle is a second entry. */
const createEntry = (context: SandboxContext, merchant: SandboxMerchant, { body }: ApiRequest): Reply => {
  const fault = entryFault(body);
  if (fault) return fault;
  const { merchantId } = merchant;
  const entry: ParkingEntry = {
    merchantId,
    parkingId: randomBytes(10).toString('hex').toUpperCase(),
    outParkingNo: stringAt(body, 'out_parking_no') ?? '',
    plateNumber: stringAt(body, 'plate_number') ?? '',
    plateColor: stringAt(body, 'plate_color') ?? '',
    startTime: stringAt(body, 'start_time') ?? '',
    parkingName: stringAt(body, 'parking_name') ?? '',
    freeSeconds: integerAt(body, 'free_duration') ?? 0,
    notifyUrl: stringAt(body, 'notify_url') ?? '',
  };
  const known = context.book.parking.entry(merchantId, entry.outParkingNo);
  if (known !== undefined) {
    return sameStay(known.entry, entry)
      ? entryReply(known)
      : refused(400, 'INVALID_REQUEST', '商户入场id重复，且入场信息与之前请求不一致');
  }
  const blockedBy = blockOf(context.book.parking.service(merchantId, entry.plateNumber, entry.plateColor));
  const blocked = blockedBy === undefined ? {} : { blockedBy };
  context.book.record({ type: 'parking-entered', entry, ...blocked });
  return entryReply({ entry, blockedBy });
};

const entryNotice = (context: SandboxContext, entry: ParkingEntry, blockedBy: string | undefined) =>
  noticeOf(context, {
    merchantId: entry.merchantId,
    outTradeNo: entry.outParkingNo,
    url: entry.notifyUrl,
    eventType: 'VEHICLE.ENTRANCE_STATE_CHANGE',
    originalType: 'parking',
    resource: JSON.stringify({
      sp_mchid: entry.merchantId,
      parking_id: entry.parkingId,
      out_parking_no: entry.outParkingNo,
      plate_number: entry.plateNumber,
      plate_color: entry.plateColor,
      start_time: entry.startTime,
      parking_name: entry.parkingName,
      free_duration: entry.freeSeconds,
      parking_state: blockedBy === undefined ? 'NORMAL' : 'BLOCKED',
      // The channel calls the same reason by another name here.
      ...(blockedBy === undefined
        ? {}
        : { blocked_state_description: blockedBy === 'OUT_SERVICE' ? 'REMOVE' : blockedBy }),
      state_update_time: channelTime(epochMs(context.clock.now())),
    }),
  });

/** The owner signs, pauses or ends the service; vehicles of that plate that are inside and not deducted hear of it. */
export const setPlateService = (context: SandboxContext, service: PlateService): void => {
  const { merchantId, plateNumber, plateColor } = service;
  context.book.record({ type: 'plate-service-set', service });
  const blockedBy = blockOf(service);
  for (const { entry, blockedBy: before } of context.book.parking.entriesOf(merchantId)) {
    const sameVehicle = entry.plateNumber === plateNumber && entry.plateColor === plateColor;
    if (!sameVehicle || before === blockedBy || context.book.deductionsOf(merchantId, entry.parkingId).length > 0)
      continue;
    const notice = entryNotice(context, entry, blockedBy);
    context.book.record({
      type: 'parking-changed',
      merchantId,
      outParkingNo: entry.outParkingNo,
      ...(blockedBy === undefined ? {} : { blockedBy }),
      ...(notice ? { notice } : {}),
    });
    if (notice) void context.notices.schedule(notice);
  }
};

/** Undefined when the call is none of the parking service's. */
export const parkingReply = (
  context: SandboxContext,
  merchant: SandboxMerchant,
  api: ApiRequest,
): Reply | undefined => {
  switch (`${api.method} ${api.path}`) {
    case 'GET /v3/vehicle/parking/services/find':
      return findService(context, merchant, api);
    case 'POST /v3/vehicle/parking/parkings':
      return createEntry(context, merchant, api);
    case 'POST /v3/vehicle/transactions/parking':
      return createDeductionOrder(context, merchant, api);
  }
  const [first, second, third, outTradeNo, rest] = pathSegments(api);
  const queried = first === 'vehicle' && second === 'transactions' && third === 'out-trade-no' && rest === undefined;
  return api.method === 'GET' && queried && outTradeNo !== undefined
    ? queryDeductionOrder(context, merchant, outTradeNo)
    : undefined;
};
