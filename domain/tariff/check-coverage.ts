// Whether at every time of every kind of day exactly one band holds.
import { clockText, minutesPerDay, spanOf } from './bands.ts';
import { type Report } from './reader.ts';
import { dayTypeName, everyMonthDay, isChosen, kindsOf, type Day } from './days.ts';
import { type Band, type ChargedRule, type TariffDocument } from './document.ts';

interface Span {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/** One kind of day and the bands that begin on it. */
interface DayShape {
  readonly day: Day;
  readonly spans: readonly Span[];
}

const shapeOf = (bands: readonly Band[], document: TariffDocument, day: Day): DayShape => ({
  day,
  spans: bands
    .map((band, index) => ({ band, index }))
    .filter(({ band }) => isChosen(band, day, document.seasons ?? []))
    .map(({ band, index }) => ({ index, from: spanOf(band).fromMinute, to: spanOf(band).toMinute }))
    .sort((a, b) => a.from - b.from),
});

/** Days of the year on which seasons change, with the day before, and one on which they do not. */
const turningDays = ({ seasons = [] }: TariffDocument): readonly (readonly [number, number])[] => {
  const membership = (monthDay: number): string =>
    seasons
      .map(({ name }) => isChosen({ seasons: [name] }, { weekday: 1, kind: 'ordinary', monthDay }, seasons))
      .join();
  const pairs = everyMonthDay.map((monthDay, index) => [everyMonthDay.at(index - 1) ?? monthDay, monthDay] as const);
  const seen = new Map(pairs.map((pair) => [`${membership(pair[0])}/${membership(pair[1])}`, pair]));
  return [...seen.values()];
};

/** Each kind of day after each kind of day before it, as far as their bands differ. */
const neighbours = (document: TariffDocument, rule: ChargedRule): (readonly [DayShape, DayShape])[] => {
  const found = new Map<string, readonly [DayShape, DayShape]>();
  const keyOf = ({ spans }: DayShape): string => spans.map(({ index }) => index).join();
  for (const [monthDayBefore, monthDay] of turningDays(document)) {
    for (let weekday = 1; weekday <= 7; weekday += 1) {
      const weekdayBefore = weekday === 1 ? 7 : weekday - 1;
      for (const kindBefore of kindsOf(document, weekdayBefore)) {
        const before = shapeOf(rule.bands, document, {
          weekday: weekdayBefore,
          kind: kindBefore,
          monthDay: monthDayBefore,
        });
        for (const kind of kindsOf(document, weekday)) {
          const shape = shapeOf(rule.bands, document, { weekday, kind, monthDay });
          const key = `${keyOf(before)}/${keyOf(shape)}`;
          if (!found.has(key)) found.set(key, [before, shape]);
        }
      }
    }
  }
  return [...found.values()];
};

const weekdayWords = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const describe = (day: Day): string => `${weekdayWords[day.weekday - 1] ?? ''} (${dayTypeName(day)})`;

const checkPair = (rule: ChargedRule, before: DayShape, shape: DayShape, report: Report): void => {
  const spilled = before.spans.map(({ index, from, to }) => ({
    index,
    from: from - minutesPerDay,
    to: to - minutesPerDay,
  }));
  const spans = [...spilled.filter(({ to }) => to > 0), ...shape.spans];
  let reached = 0;
  let last: Span | undefined;
  const gap = (to: number): void => {
    if (rule.otherTimes === 'free') return;
    const when = `${clockText(reached)} to ${clockText(to)} of a ${describe(shape.day)}`;
    report('/bands', 'gap', `no band covers ${when}; add one, or say otherTimes: "free"`);
  };
  for (const span of spans) {
    if (last !== undefined && span.from < last.to) {
      const [early, late] = [Math.min(last.index, span.index), Math.max(last.index, span.index)];
      const at = clockText(Math.max(0, span.from));
      report(
        `/bands/${late}`,
        'overlap',
        `overlaps /bands/${early} from ${at} on a ${describe(shape.day)}: two prices`,
      );
    }
    if (span.from > reached) gap(span.from);
    reached = Math.max(reached, span.to);
    if (last === undefined || span.to > last.to) last = span;
  }
  if (reached < minutesPerDay) gap(minutesPerDay);
};

/** Reports each overlap and each gap once, and a kind of day on which no band begins. */
export const checkCoverage = (document: TariffDocument, rule: ChargedRule, report: Report): void => {
  const said = new Set<string>();
  const once: Report = (pointer, code, message) => {
    const key = code === 'overlap' ? message.replace(/ from .*/, '') : code;
    if (said.has(`${pointer} ${key}`)) return;
    said.add(`${pointer} ${key}`);
    report(pointer, code, message);
  };
  const pairs = neighbours(document, rule);
  const bare = pairs.find(
    ([before, { spans }]) => spans.length === 0 && before.spans.every(({ to }) => to < 2 * minutesPerDay),
  );
  if (bare !== undefined && rule.otherTimes !== 'free') {
    once(
      '/bands',
      'missing-day-type',
      `no band begins on a ${describe(bare[1].day)}; add one, or say otherTimes: "free"`,
    );
  }
  const isBare = bare !== undefined;
  for (const [before, shape] of pairs) {
    // One word on the missing days says more than a gap for each hour of them.
    checkPair(rule, before, shape, (pointer, code, message) => {
      if (!isBare || code !== 'gap') once(pointer, code, message);
    });
  }
};
