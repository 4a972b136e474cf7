// What the parking service wants of a plate, and when it would not deduct one.
import { provinceSigns } from '../../../domain/plate.ts';
import { plateColors } from '../wechat-pay/parking-plates.ts';
import { type PlateService } from './parking-book.ts';
import { type FieldCheck } from './reply.ts';

/** Province and characters, no separators; the channel's pages say no more. */
const platePattern = new RegExp(`^[${provinceSigns}][0-9A-Z\u4e00-\u9fa5]{5,8}$`);

export const plateChecks = (plateNumber: string | undefined, plateColor: string | undefined): FieldCheck[] => [
  [platePattern.test(plateNumber ?? ''), 'plate_number', '仅包括省份+车牌，不包括特殊字符'],
  [plateColors.some((color) => color === plateColor), 'plate_color', '枚举值错误'],
];

/** Why this plate cannot be deducted now; undefined when it can. */
export const blockOf = (service: PlateService | undefined): string | undefined => {
  const state = service?.state ?? 'OUT_SERVICE';
  return state === 'NORMAL' ? undefined : state;
};
