// Says the problems of a tariff document in Chinese: by code, because the sentence of the reader is English.
import { type Text } from './document.ts';
import { type ProblemCode, type TariffProblem } from './reader.ts';

const words: Readonly<Record<ProblemCode, string>> = {
  'bad-format': '格式不正确',
  'cap-below-unit': '封顶金额低于一个计费单位的价格',
  duplicate: '重复',
  'exit-before-entry': '离场时间早于入场时间',
  'fee-may-fall': '停得更久反而更便宜，须修改或写明 nonMonotone 的理由',
  fraction: '必须是整数，不能有小数',
  gap: '有时间没有收费规则',
  missing: '缺少必填项',
  'missing-day-type': '有一类日期没有收费规则',
  negative: '不能为负数',
  'out-of-range': '超出允许范围',
  overlap: '与其他时段重叠，同一时间会有两个价格',
  'stay-too-long': '停车时长超过十年',
  unreachable: '永远不会用到',
  'unknown-member': '不认识的字段',
  'unknown-reference': '引用的名称不存在',
  'unknown-zone': '不认识的时区',
  'unsupported-version': '不支持的版本',
  'wrong-type': '类型不正确',
};

/** A code that this file does not know yet says its English. */
export const problemWords = ({ code, message }: Pick<TariffProblem, 'code' | 'message'>): Text => ({
  zh: (words as Readonly<Partial<Record<string, string>>>)[code] ?? message,
  en: message,
});
