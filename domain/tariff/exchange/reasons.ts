// Why a member of a tariff document cannot go into another format, in both languages.
import { type Text } from '../document.ts';
import { type ExchangeCode, type ExchangeProblem } from './problem.ts';

/** A format by its name, and what it can say beyond weekly bands with prices by time since arrival. */
export interface Format {
  readonly name: string;
  readonly weekdays: boolean;
  readonly proRata: boolean;
  readonly dailyFlat: boolean;
  readonly roundUp: boolean;
  readonly maximumStay: boolean;
}

const reasons: Partial<Record<ExchangeCode, readonly [zh: string, en: string]>> = {
  'unknown-class': ['文件中没有该车型的费率', 'the document has no tariff for this vehicle class'],
  percent: ['无法表达按比例加价或减价后的结果', 'cannot say that the result is multiplied by a percentage'],
  'free-time': [
    '只能表达从开头扣除的免费时长,不能表达超时后从入场起计费、按日或按窗口的免费、次数限制',
    'can only deduct the first minutes: no threshold, no free time per day or window, no limits',
  ],
  'free-tier': [
    '首阶梯价格为零,读回时会变成扣除的免费时长,价格可能不同;请写成 free(deducted)',
    'a first tier that costs nothing would be read as deducted free time and could price differently; write it as free time',
  ],
  'tier-clock': [
    '阶梯只能按到达后的全部时长计算,且不重新开始',
    'counts prices by all time since arrival, and never from the start again',
  ],
  'partial-unit': ['开始的计费单位总是整个计费', 'always charges a unit that has begun'],
  'partial-minute': ['时长按整分钟读取,秒不计', 'is read in whole minutes, without seconds'],
  'run-on': ['时段结束时价格即停止,计费单位不能延续', 'ends a price where its time span ends: a unit cannot run on'],
  'unit-ends-with-day': ['无法在午夜截断计费单位', 'cannot end a unit at midnight'],
  opening: ['无法表达起步价', 'has no amount for the first minutes of a period'],
  'entry-variant': ['价格不能随入场时间而不同', 'has no prices that depend on when a stay began'],
  'unknown-member': ['不认识该成员', 'does not know this member'],
  event: ['无法表达活动期间的价格', 'has no price that follows the times of an event'],
  cap: ['没有最高收费', 'has no maximum fee'],
  jump: ['没有超时转日价', 'has no amount that a period jumps to'],
  'per-bay': ['无法按占用泊位数计费', 'does not multiply by bays'],
  minimum: ['没有最低收费', 'has no minimum fee'],
  rounding: ['无法表达该取整方式', 'cannot round in this way'],
  'maximum-stay': ['没有最长停车时间', 'has no maximum stay'],
  flat: [
    '按次收费只能是全天唯一时段的每次停车一次,或(若支持)不跨午夜的每日一次',
    'can only say one amount per stay under one price for all times, or, where it has days, one per day inside one day',
  ],
  ladder: ['总时长阶梯只能用于全天唯一时段', 'can only say a ladder under one price for all times'],
  days: ['无法表达这些日子', 'cannot name these days'],
  'amount-not-whole': [
    '单价换算成该格式的单位后不是整数',
    'needs whole amounts per unit of time, and this price leaves a fraction',
  ],
  'pro-rata': ['无法按分钟比例计费', 'cannot charge by the minute in this way'],
  currency: ['只支持人民币', 'is in yuan'],
  zone: ['只支持北京时间', 'is in Chinese time'],
};

export const textOfReason = (format: string, code: ExchangeCode): Text => {
  const [zh, en] = reasons[code] ?? ['无法表达', 'cannot say this'];
  return { zh: `${format}:${zh}`, en: `${format}: ${en}` };
};

export const inexpressible = (format: Format, pointer: string, code: ExchangeCode): ExchangeProblem => ({
  pointer,
  code,
  message: textOfReason(format.name, code),
});
