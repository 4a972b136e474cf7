// Reads CDS policies as a tariff document for one vehicle class. What the tariff language cannot say is a problem.
import { type TariffDocument } from '../document.ts';
import { isZone } from '../../local-time.ts';
import {
  flagOf,
  integerOf,
  itemsOf,
  listOf,
  objectOf,
  oneOf,
  problem,
  rootNode,
  textOf,
  type JsonNode,
} from '../reader.ts';
import { daysOfWeek } from './cds.ts';
import { note, ratesOf, type CdsReading, type CdsRuleRates } from './cds-rates.ts';
import { everyWeekday, minutesOf, type PlainBand } from './plain-tariff.ts';
import { documentOf, type ForeignBand } from './plain-to-document.ts';
import { shapeProblem, type ExchangeProblem } from './problem.ts';

export interface CdsChoice {
  /** The name that the class gets in the document. */
  readonly vehicleClass: string;
  /** What such a vehicle is in the words of CDS: a rule for user classes applies when all of them are here. */
  readonly userClasses?: readonly string[];
}

type Part = ForeignBand['parts'][number];

interface ReadRule extends CdsRuleRates {
  readonly userClasses: readonly string[];
  readonly maximumStayMinutes: number | undefined;
}

interface ReadPolicy {
  readonly band: ForeignBand;
  readonly rule: ReadRule;
}

const time = /^([01]\d|2[0-3]):[0-5]\d$/;
const anything = /^[\s\S]{1,500}$/;
const activities = ['parking', 'no parking', 'loading', 'no loading', 'unloading', 'no unloading'] as const;
const otherActivities = ['stopping', 'no stopping', 'travel', 'no travel'] as const;
const unitMinutes = { second: 1 / 60, minute: 1, hour: 60, day: 1440, week: 10_080 } as const;

const durationOf = (
  amount: JsonNode | undefined,
  unit: JsonNode | undefined,
  reading: CdsReading,
): number | undefined => {
  if (amount === undefined) return undefined;
  const count = integerOf(amount, 0, 10_000_000);
  const named =
    unit === undefined ? 'minute' : oneOf(unit, ['second', 'minute', 'hour', 'day', 'week', 'month', 'year']);
  if (count === undefined || named === undefined) return undefined;
  const minutes = count * ((unitMinutes as Partial<Record<string, number>>)[named] ?? Number.NaN);
  return Number.isSafeInteger(minutes)
    ? minutes
    : note(reading, amount, 'duration', '不是整分钟', 'is no number of whole minutes');
};

const ruleMembers = ['max_stay', 'max_stay_unit', 'no_return', 'no_return_unit', 'user_classes', 'rate'] as const;

const ruleOf = (node: JsonNode, reading: CdsReading): ReadRule | undefined => {
  const rule = objectOf(node, ['activity'], ruleMembers);
  const activity = rule && oneOf(rule.activity, [...activities, ...otherActivities]);
  if (rule === undefined || activity === undefined) return undefined;
  if (activity !== 'parking') {
    return note(
      reading,
      rule.activity,
      'activity',
      '只能读取停车规则',
      'is not parking: a tariff prices stays and forbids none',
    );
  }
  if (rule.no_return !== undefined && rule.no_return.value !== 0) {
    note(
      reading,
      rule.no_return,
      'no-return',
      '费率不含再次驶入的限制',
      'a tariff does not keep a vehicle from coming back',
    );
  }
  const maximumStayMinutes = durationOf(rule.max_stay, rule.max_stay_unit, reading);
  const classItems = rule.user_classes && itemsOf(rule.user_classes, 0, 50);
  const userClasses = classItems ? listOf(classItems, (item) => textOf(item, anything, 'a user class')) : [];
  if (rule.rate === undefined) return problem(node, 'missing', 'has no rate: what parking costs here is not said');
  const rates = ratesOf(rule.rate, maximumStayMinutes, reading);
  return rates && userClasses && { ...rates, userClasses, maximumStayMinutes };
};

const spanMembers = [
  'start_date',
  'end_date',
  'days_of_week',
  'days_of_month',
  'months',
  'time_of_day_start',
  'time_of_day_end',
  'designated_period',
  'designated_period_except',
] as const;

const spanOf = (node: JsonNode, reading: CdsReading): Part | undefined => {
  const span = objectOf(node, [], spanMembers);
  if (span === undefined) return undefined;
  for (const member of ['start_date', 'end_date', 'days_of_month', 'months', 'designated_period'] as const) {
    const dated = span[member];
    if (dated)
      note(reading, dated, 'date', '只能读取每周重复的时段', 'only times that come back every week can be read');
  }
  if (span.designated_period_except) flagOf(span.designated_period_except);
  const dayItems = span.days_of_week && itemsOf(span.days_of_week, 1, 7);
  const days = dayItems && listOf(dayItems, (item) => oneOf(item, daysOfWeek));
  const [start, end] = [span.time_of_day_start, span.time_of_day_end].map(
    (member) => member && textOf(member, time, 'a time HH:MM before 24:00'),
  );
  const from = start === undefined ? 0 : minutesOf(start);
  const to = end === undefined || end === '00:00' ? 1440 : minutesOf(end);
  if (to <= from) return problem(node, 'out-of-range', 'ends before it begins: a span of the night is two spans');
  const weekdays = days ? [...new Set(days)].map((day) => daysOfWeek.indexOf(day) + 1) : everyWeekday;
  return { from, to, weekdays };
};

const appliesTo = (rule: ReadRule, userClasses: readonly string[] | undefined): boolean =>
  rule.userClasses.every((each) => userClasses?.includes(each) === true);

const policyMembers = ['curb_policy_id', 'published_date', 'priority', 'rules'] as const;

/** Undefined also when the policy is not about the class. */
const policyOf = (node: JsonNode, { userClasses }: CdsChoice, reading: CdsReading): ReadPolicy | undefined => {
  const policy = objectOf(node, policyMembers, ['time_spans', 'data_source_operator_id']);
  if (policy === undefined) return undefined;
  textOf(policy.curb_policy_id, anything, 'a UUID');
  integerOf(policy.published_date, 0, Number.MAX_SAFE_INTEGER);
  const priority = integerOf(policy.priority, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (policy.data_source_operator_id) {
    note(reading, policy.data_source_operator_id, 'operator', '费率不区分数据来源', 'a tariff does not know operators');
  }
  const ruleItems = itemsOf(policy.rules, 1, 100);
  const rules = ruleItems && listOf(ruleItems, (item) => ruleOf(item, reading));
  const spanItems = policy.time_spans && itemsOf(policy.time_spans, 1, 1000);
  const wholeDay: Pick<PlainBand, 'from' | 'to' | 'weekdays'> = { from: 0, to: 1440, weekdays: everyWeekday };
  const parts = spanItems ? listOf(spanItems, (item) => spanOf(item, reading)) : [wholeDay];
  if (priority === undefined || rules === undefined || parts === undefined) return undefined;
  const [rule, another] = rules.filter((each) => appliesTo(each, userClasses));
  if (another !== undefined) {
    return note(
      reading,
      policy.rules,
      'several-rules',
      '同一车型有多条规则',
      'has several rules for a vehicle of this class',
    );
  }
  return rule && { band: { pointer: node.pointer, charge: rule.charge, priority, parts }, rule };
};

const oneValue = <T>(
  reading: CdsReading,
  node: JsonNode,
  values: readonly T[],
  code: 'rounding' | 'maximum-stay',
): T | undefined => {
  const [first] = values;
  if (values.some((value) => value !== first)) {
    note(
      reading,
      node,
      code,
      '各政策的取整或最长停车时间不同',
      'differs between policies, and a rule has one for all times',
    );
  }
  return first;
};

const envelopeMembers = ['last_updated', 'author', 'license_url', 'links'] as const;

const readPolicies = (root: JsonNode, choice: CdsChoice, problems: ExchangeProblem[]): TariffDocument | undefined => {
  const envelope = objectOf(root, ['version', 'time_zone', 'currency', 'data'], envelopeMembers);
  const version = envelope && textOf(envelope.version, /^1\.\d+(\.\d+)?$/, 'a version 1.x');
  const zone = envelope && textOf(envelope.time_zone, anything, 'a time zone');
  const currency = envelope && textOf(envelope.currency, /^[A-Z]{3}$/, 'an ISO 4217 code');
  const data = envelope && objectOf(envelope.data, ['policies']);
  const items = data && itemsOf(data.policies, 1, 1000);
  if (!envelope || !data || !items || !version || !zone || !currency) return undefined;
  if (!isZone(zone)) return problem(envelope.time_zone, 'bad-format', 'is no time zone');
  const reading = { currency, problems };
  const policies = items.flatMap((item) => policyOf(item, choice, reading) ?? []);
  const roundUpToFen = oneValue(
    reading,
    data.policies,
    policies.map(({ rule }) => rule.roundUpToFen),
    'rounding',
  );
  const stays = policies.map(({ rule }) => rule.maximumStayMinutes);
  const maximumStayMinutes = oneValue(reading, data.policies, stays, 'maximum-stay');
  if (problems.length > 0 || root.problems.length > 0) return undefined;
  const document = documentOf({
    zone,
    currency,
    vehicleClass: choice.vehicleClass,
    bands: policies.map(({ band }) => band),
    ...(roundUpToFen !== undefined && { roundUpToFen }),
    ...(maximumStayMinutes !== undefined && { maximumStayMinutes }),
  });
  if (!Array.isArray(document)) return document;
  problems.push(...(document as ExchangeProblem[]));
  return undefined;
};

/** The document for one class from an answer of `/curbs/policies`, or everything that keeps it from being read. */
export const importFromCds = (json: unknown, choice: CdsChoice): TariffDocument | ExchangeProblem[] => {
  const root = rootNode(json);
  const problems: ExchangeProblem[] = [];
  const document = readPolicies(root, choice, problems);
  return document ?? [...root.problems.map(shapeProblem), ...problems];
};
